package import Decisions
package import Engine
package import Placement
package import Registry

/// Keeps what serves each domain.
///
/// Each change is audited in the same transaction, durably before it returns the number of its audit entry. Numbers
/// grow in the order in which changes took effect.
package protocol LineupStore: Sendable {
    /// What serves, by domain; a domain without models is left out.
    func lineups() async throws -> [String: ServedLineup]
    /// Lets a lineup serve in place of the one before.
    ///
    /// - Returns: The number of the audit entry.
    /// - Throws: The store's errors; nothing has changed then.
    func set(_ served: ServedLineup, for domain: String, audit: AuditEntry) async throws -> Int64
}

/// What serves a domain, and since when.
package struct ServedLineup: Sendable, Hashable {
    /// Asked first.
    package let primary: ModelVersion.ID
    /// Asked when the primary fails; one step back by hand leads there.
    package let fallback: ModelVersion.ID?
    /// What compares ways of deciding on parts of the traffic; `nil` for none.
    package let experiment: Experiment<ModelVersion.ID>?
    /// Asked for the record only.
    package let shadows: [ModelVersion.ID]
    /// When it began to serve.
    package let since: Timestamp

    package init(
        primary: ModelVersion.ID,
        fallback: ModelVersion.ID?,
        experiment: Experiment<ModelVersion.ID>? = nil,
        shadows: [ModelVersion.ID] = [],
        since: Timestamp
    ) {
        self.primary = primary
        self.fallback = fallback
        self.experiment = experiment
        self.shadows = shadows
        self.since = since
    }

    /// The lineup without its date.
    package var lineup: Lineup<ModelVersion.ID> {
        Lineup(primary: self.primary, fallback: self.fallback, experiment: self.experiment, shadows: self.shadows)
    }
}

extension ServedLineup: Encodable {
    private enum Key: CodingKey { case version, previous, experiment, shadows, since }

    /// As audit entries hold it.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let names = self.lineup.map(\.description)
        try container.encode(self.primary.version.description, forKey: .version)
        try container.encodeIfPresent(self.fallback?.version.description, forKey: .previous)
        try container.encodeIfPresent(names.experiment, forKey: .experiment)
        if !names.shadows.isEmpty { try container.encode(names.shadows, forKey: .shadows) }
        try container.encode(self.since, forKey: .since)
    }
}
