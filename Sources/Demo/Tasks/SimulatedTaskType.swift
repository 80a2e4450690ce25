internal import Placement
internal import RealModule
internal import Statistics

/// A task type as the simulation has it: who asks for it how, how much there is to do, and how quick each kind is at it.
///
/// Work is what the type takes on a cloud slot, measured on the handlers of `NodeRuntime`; the multipliers are invented.
package struct SimulatedTaskType: Sendable {
    /// The type's name, as services and nodes know it.
    package let name: String
    /// How many times as long as in the cloud the work takes.
    package let multipliers: Multipliers
    /// The usual scales, whole numbers from 1 to 10.
    let priority: ClosedRange<Int>
    let latency: ClosedRange<Int>
    let costSensitivity: ClosedRange<Int>
    /// Share of the tasks that need a GPU.
    let gpuShare: Double
    /// A payload, with the seconds that it takes on a cloud slot.
    let payload: @Sendable (inout SeededGenerator) -> (fields: [String: Value], workSeconds: Double)

    /// How long the work takes on a kind of node, as a multiple of the time in the cloud.
    package struct Multipliers: Sendable, Hashable {
        /// On an edge node.
        package let edge: Double
        /// The measure of the others.
        package let cloud = 1.0
        /// On a GPU node.
        package let gpu: Double

        /// The multiplier of a kind.
        package subscript(kind: SimulatedNodeKind) -> Double {
            switch kind {
            case .edge: self.edge
            case .gpu: self.gpu
            default: self.cloud
            }
        }
    }

    /// Every type that the simulation has.
    package static let all = [
        Self.fraudDetection, .imageClassification, .dailyReport, .mlTraining, .sensorAlert,
    ]

    static let fraudDetection = Self(
        name: "fraud_detection",
        multipliers: Multipliers(edge: 2.5, gpu: 1.2),
        priority: 5...8,
        latency: 5...9,
        costSensitivity: 3...6,
        gpuShare: 0
    ) { generator in
        (["amount": .number(Self.whole(1...2_000, &generator))], Self.fraudSeconds)
    }

    static let imageClassification = Self(
        name: "image_classification",
        multipliers: Multipliers(edge: 4, gpu: 0.15),
        priority: 3...8,
        latency: 3...8,
        costSensitivity: 3...8,
        gpuShare: 0.4
    ) { generator in
        let seed = Value.number(Self.whole(1...1_000_000, &generator))
        guard generator.uniform() < 0.6 else { return (["seed": seed], Self.imageSeconds(bytes: 0)) }
        let bytes = Self.whole(20_000...3_000_000, &generator)
        return (["pngBytes": .number(bytes), "seed": seed], Self.imageSeconds(bytes: bytes))
    }

    static let dailyReport = Self(
        name: "daily_report",
        multipliers: Multipliers(edge: 3, gpu: 1.1),
        priority: 1...4,
        latency: 1...4,
        costSensitivity: 6...10,
        gpuShare: 0
    ) { generator in
        let rows = Self.whole(500...200_000, &generator)
        let seed = Self.whole(1...1_000_000, &generator)
        return (["rows": .number(rows), "seed": .number(seed)], Self.reportSeconds(rows: rows))
    }

    static let mlTraining = Self(
        name: "ml_training",
        multipliers: Multipliers(edge: 5, gpu: 0.12),
        priority: 4...8,
        latency: 2...5,
        costSensitivity: 3...8,
        gpuShare: 0.4
    ) { generator in
        let rows = Self.whole(200...20_000, &generator)
        let epochs = Self.whole(1...50, &generator)
        let features = Self.whole(4...64, &generator)
        let classes = Double(2 + generator.index(below: 9))
        let hidden = [0, 16, 32, 64, 128.0][generator.index(below: 5)]
        return (
            [
                "rows": .number(rows), "epochs": .number(epochs), "features": .number(features),
                "classes": .number(classes), "hidden": .number(hidden), "batchSize": 32, "learningRate": 0.1, "seed": 1,
            ],
            Self.trainingSeconds(rows: rows, epochs: epochs, features: features, classes: classes, hidden: hidden)
        )
    }

    static let sensorAlert = Self(
        name: "sensor_alert",
        multipliers: Multipliers(edge: 1.5, gpu: 1.3),
        priority: 7...10,
        latency: 8...10,
        costSensitivity: 1...4,
        gpuShare: 0
    ) { generator in
        var fields: [String: Value] = ["spikeThreshold": 5, "shiftThreshold": 12, "seed": 1]
        guard generator.uniform() < 0.7 else { return (fields, Self.sensorSeconds(readings: 500)) }
        let readings = Self.whole(20...20_000, &generator)
        fields["readingsCount"] = .number(readings)
        return (fields, Self.sensorSeconds(readings: readings))
    }

    // MARK: Work

    /// Seconds on a cloud slot.
    static let fraudSeconds = 0.000_2

    static func imageSeconds(bytes: Double) -> Double { 0.002 + 2e-8 * bytes }

    static func reportSeconds(rows: Double) -> Double { 0.001 + 1.2e-6 * rows }

    static func trainingSeconds(
        rows: Double,
        epochs: Double,
        features: Double,
        classes: Double,
        hidden: Double
    ) -> Double {
        0.005 + 5e-9 * rows * epochs * (hidden > 0 ? hidden * (features + classes) : features * classes)
    }

    static func sensorSeconds(readings: Double) -> Double { 0.000_2 + 2e-6 * readings }

    /// A whole number, as likely between 1 and 10 as between 10 and 100.
    private static func whole(_ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Double {
        (range.lowerBound * Double.pow(range.upperBound / range.lowerBound, generator.uniform())).rounded()
    }
}
