package import NodeRuntime
package import Nodes
internal import Placement
package import Problems
internal import Statistics

/// Finds spikes and shifts in a window of readings.
package struct SensorAlert: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.sensorAlert

    /// Alerts that an answer holds; of more it gives the number.
    static let alertLimit = 1_000
    private static let generatedCount = 500
    /// Readings between two looks at whether to go on.
    private static let stride = 256

    /// Keeps nothing from one task to the next.
    package init() {}

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let readings = payload.optionalNumbers("readings") ?? Self.generated(seed: UInt64(payload.wholeNumber("seed")))
        let sensor = payload.optionalText("sensor")
        let spike = payload.number("spikeThreshold")
        let shift = payload.number("shiftThreshold")
        return { supervision in
            var detector = SensorDetector(spikeThreshold: spike, shiftThreshold: shift)
            var alerts: [SensorDetector.Alert] = []
            var count = 0
            for (position, reading) in readings.enumerated() {
                if position.isMultiple(of: Self.stride) { try supervision.check() }
                guard let alert = detector.observe(reading) else { continue }
                count += 1
                if alerts.count < Self.alertLimit { alerts.append(alert) }
            }
            return .record([
                "sensor": sensor.map { .text($0) } ?? .missing,
                "readings": .number(Double(readings.count)),
                "isAlarming": .flag(count > 0),
                "alertCount": .number(Double(count)),
                "alerts": .list(alerts.map(Self.value)),
            ])
        }
    }

    private static func value(_ alert: SensorDetector.Alert) -> Value {
        .record([
            "position": .number(Double(alert.position)), "finding": .text(alert.finding.rawValue),
            "value": .number(alert.value), "score": .number(alert.score),
        ])
    }

    /// Readings around 20 with a spike at a third of the window and a shift by two standard deviations at two thirds.
    static func generated(seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed, stream: "sensor")
        return (0..<Self.generatedCount).map { position in
            let noise = 0.5 * generator.normal()
            if position == Self.generatedCount / 3 { return 30 + noise }
            return (position >= Self.generatedCount * 2 / 3 ? 21 : 20) + noise
        }
    }
}
