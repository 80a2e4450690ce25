internal import Delivery
internal import Engine
internal import Foundation
internal import Placement
internal import Registry
internal import SQL

// A lineup as the columns of one row: versions as their domain spells them, what experiment and shadows are as JSON.

extension ServedLineup {
    /// - Parameter beside: As ``beside`` gives it; `nil` without experiment and shadows.
    /// - Throws: `SQLError.damaged` for columns that were never written.
    init(domain: String, version: String, previous: String?, beside: String?, since: Int64) throws {
        func id(_ version: String) throws -> ModelVersion.ID {
            do {
                return ModelVersion.ID(name: domain, version: try SemanticVersion(parsing: version))
            } catch {
                throw SQLError.damaged(problem: "the lineup of '\(domain)' cannot be read: \(error)")
            }
        }
        var rest = Lineup<ModelVersion.ID>.empty
        if let beside {
            do {
                rest = try JSONDecoder().decode(Lineup<String>.self, from: Data(beside.utf8))
                    .map { try ModelVersion.ID(parsing: $0) }
            } catch {
                throw SQLError.damaged(problem: "the lineup of '\(domain)' cannot be read: \(error)")
            }
        }
        self.init(
            primary: try id(version),
            fallback: try previous.map(id),
            experiment: rest.experiment,
            shadows: rest.shadows,
            since: Timestamp(microseconds: since)
        )
    }

    /// Experiment and shadows; `nil` where there is neither.
    func beside() throws -> String? {
        guard self.experiment != nil || !self.shadows.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let rest = Lineup(primary: nil, experiment: self.experiment, shadows: self.shadows).map(\.description)
        return String(decoding: try encoder.encode(rest), as: UTF8.self)
    }
}
