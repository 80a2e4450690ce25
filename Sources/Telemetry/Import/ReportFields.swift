internal import Domains
internal import Expressions
internal import Placement

/// What a report's fields mean for one domain.
struct ReportFields: Sendable {
    let domain: Domain
    let places: KnownPlaces
    let specFields: [String]?

    /// The longest id that a run may have, in bytes.
    static let longestID = 200
    /// The longest text of an error, in bytes.
    static let longestError = 2000
    /// The longest time of a run that is taken for real: about 32 years.
    static let longestMilliseconds = 1e12

    private let costField: String
    private var allowed: [String]
    /// The longest name that a target may have, in bytes.
    private static let longestTarget = 200
    private static let targetAttributes = "targetAttributes"

    init(domain: Domain, places: KnownPlaces, specFields: [String]?) {
        self.domain = domain
        self.places = places
        self.specFields = specFields
        self.costField = "cost\(domain.currency)"
        self.allowed = [
            "runId", "decisionId", "domain", "target", "provider", "language", "startedAt", "durationMs",
            self.costField, "success", "error", "spec", "metrics",
        ]
        // Elsewhere a catalog says what the targets are.
        if domain.catalog == .runs { self.allowed.append(Self.targetAttributes) }
    }

    func report(from value: Value, file: String, line: Int) throws(BadRun) -> RunReport {
        do throws(FieldFault) {
            guard case .record(let fields) = value else {
                throw FieldFault(nil, .invalid(found: value.kind, expected: "an object"))
            }
            return try self.report(from: Report(fields: fields, path: nil))
        } catch {
            throw BadRun(file: file, line: line, field: error.field, fault: error.fault)
        }
    }

    private func report(from report: Report) throws(FieldFault) -> RunReport {
        try report.requireFields(among: self.allowed)
        try self.checkDomain(of: report)
        let id = try report.identifier("runId", bytes: 1...Self.longestID)
        let target = try self.target(of: report)
        let startedAt = try Self.startedAt(of: report)
        let milliseconds = try report.number("durationMs", upTo: Self.longestMilliseconds, unit: "ms")
        let units = try report.number(self.costField, upTo: 9e9, unit: self.domain.currency.code)
        guard let cost = Money(units, currency: self.domain.currency) else {
            preconditionFailure("9e9 units fit into an amount")
        }
        let succeeded = try report.flag("success")
        return RunReport(
            Run(
                id: Run.ID(id),
                workload: try self.workload(of: report),
                target: target,
                startedAt: startedAt,
                outcome: Outcome(timeSeconds: milliseconds / 1000, cost: cost, succeeded: succeeded)
            ),
            decision: try Self.decision(of: report),
            error: try Self.error(of: report, succeeded: succeeded),
            metrics: try Self.metrics(of: report)
        )
    }

    private static func decision(of report: Report) throws(FieldFault) -> Decision.ID? {
        guard let text = try report.optionalText("decisionId") else { return nil }
        let id = Decision.ID(text)
        guard id.number != nil else {
            throw FieldFault(
                "decisionId",
                .invalid(found: "'\(text.prefix(60))'", expected: "a decision's id such as \(Decision.ID(number: 1))")
            )
        }
        return id
    }

    private static func metrics(of report: Report) throws(FieldFault) -> [String: Value] {
        guard let metrics = try report.object("metrics") else { return [:] }
        try metrics.requireNumbers()
        return metrics.fields.filter { !$0.value.isMissing }
    }

    private func checkDomain(of report: Report) throws(FieldFault) {
        guard let name = try report.optionalText("domain"), name != self.domain.name else { return }
        throw FieldFault("domain", .invalid(found: "'\(name)'", expected: "'\(self.domain.name)'"))
    }

    private func target(of report: Report) throws(FieldFault) -> Target {
        let provider = try report.optionalText("provider")
        if let attributes = try report.object(Self.targetAttributes) {
            return try Self.described(report, attributes, provider: provider)
        }
        if let name = try report.optionalText("target") {
            let target = try FieldFault.at("target") { () throws(BadRun.Fault) in try self.places.target(named: name) }
            if let provider, !KnownPlaces.belongs(target, to: provider) {
                let expected = "the provider of target '\(name)'"
                throw FieldFault("provider", .invalid(found: "'\(provider)'", expected: expected))
            }
            return target
        }
        guard let provider else { throw FieldFault("target", .missing) }
        return try FieldFault.at("provider") { () throws(BadRun.Fault) in
            try self.places.target(ofProvider: provider)
        }
    }

    /// A target that the report itself describes, new or as it is now.
    private static func described(
        _ report: Report,
        _ attributes: Report,
        provider: String?
    ) throws(FieldFault) -> Target {
        let name = try report.identifier("target", bytes: 1...Self.longestTarget)
        try attributes.requirePlainValues()
        let target = Target(id: Target.ID(name), attributes: attributes.fields.filter { !$0.value.isMissing })
        if let provider, !KnownPlaces.belongs(target, to: provider) {
            let expected = "the provider in \(Self.targetAttributes)"
            throw FieldFault("provider", .invalid(found: "'\(provider)'", expected: expected))
        }
        return target
    }

    private static func startedAt(of report: Report) throws(FieldFault) -> Timestamp {
        let text = try report.text("startedAt", bytes: 1...40)
        // A bare number would be seconds to one reader and milliseconds to another.
        guard Double(text) == nil, let startedAt = Timestamp(parsing: text), startedAt.microseconds >= 0 else {
            throw FieldFault(
                "startedAt",
                .invalid(found: "'\(text)'", expected: "an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z")
            )
        }
        return startedAt
    }

    private static func error(of report: Report, succeeded: Bool) throws(FieldFault) -> String? {
        guard let error = try report.optionalText("error"), !error.isEmpty else { return nil }
        guard !succeeded else {
            throw FieldFault("error", .invalid(found: "an error", expected: "none, because success is true"))
        }
        guard error.utf8.count <= Self.longestError else {
            throw FieldFault(
                "error",
                .invalid(found: "\(error.utf8.count) bytes", expected: "a text of at most \(Self.longestError) bytes")
            )
        }
        return error
    }

    private func workload(of report: Report) throws(FieldFault) -> Workload {
        var attributes: [String: Value] = [:]
        if let spec = try report.object("spec") {
            if let specFields = self.specFields { try spec.requireFields(among: specFields) }
            try spec.requireNoNegativeAmounts()
            attributes = spec.fields
        }
        if let language = try report.optionalText("language") {
            if let other = attributes["language"], other != .text(language) {
                throw FieldFault(
                    "spec.language",
                    .invalid(found: "'\(other.text ?? other.kind)'", expected: "'\(language)', as in 'language'")
                )
            }
            attributes["language"] = .text(language)
        }
        do throws(ExpressionError) {
            return try self.domain.workload(attributes)
        } catch {
            throw FieldFault("spec", .unusableWorkload(problem: error.description))
        }
    }
}
