package import Placement
package import Registry
package import Training

/// What is to be trained, from which runs, and how.
package struct TrainingOrder: Sendable, Hashable, Codable {
    /// The domain's name, which is the model's.
    package let domain: String
    /// Which of the domain's runs it learns from.
    package let window: Window
    /// Fewer runs than this are too few; at least 1.
    package let minimumRuns: Int
    /// Seed, knobs of the trees and what is held out.
    package let settings: TrainingSettings
    /// The version to register; the latest's next minor when `nil`.
    package let version: SemanticVersion?
    /// Said on the model's card after what could not be learned.
    package let notes: [String]

    /// Which runs are learned from, by their starts.
    package enum Window: Sendable, Hashable, Codable {
        case all
        /// At most this many days before the newest run, at least 1.
        case days(Int)
        /// From this moment on.
        case since(Timestamp)
    }

    package init(
        domain: String,
        window: Window = .all,
        minimumRuns: Int = ModelTrainer.leastRuns,
        settings: TrainingSettings,
        version: SemanticVersion? = nil,
        notes: [String] = []
    ) {
        self.domain = domain
        self.window = window
        self.minimumRuns = minimumRuns
        self.settings = settings
        self.version = version
        self.notes = notes
    }
}

extension TrainingOrder.Window {
    var days: Double? { if case .days(let days) = self { Double(days) } else { nil } }
    var start: Timestamp? { if case .since(let start) = self { start } else { nil } }
}
