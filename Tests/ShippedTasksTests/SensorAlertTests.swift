import Nodes
import Placement
import Statistics
import Testing

@testable import ShippedTasks

struct SensorAlertTests {
    private func alerts(_ readings: [Double], spike: Double = 5, shift: Double = 12) -> [SensorDetector.Alert] {
        var detector = SensorDetector(spikeThreshold: spike, shiftThreshold: shift)
        return readings.compactMap { detector.observe($0) }
    }

    /// 1, −1, 1, −1 … : median 0, median absolute deviation 1.
    private func quiet(_ count: Int) -> [Double] { (0..<count).map { $0.isMultiple(of: 2) ? 1 : -1 } }

    @Test func `a spike is found where it is, with its robust score`() throws {
        let found = self.alerts(self.quiet(40) + [10] + self.quiet(20))
        let alert = try #require(found.first)
        #expect(found.count == 1 && alert.position == 40 && alert.finding == .spike && alert.value == 10)
        #expect(abs(alert.score - 10 / 1.4826) < 1e-12)
    }

    @Test func `a shift is found when the sum of deviations exceeds the threshold`() throws {
        // The level is 0 with deviation 1.4826; from there on each reading of 3 adds 3 ÷ 1.4826 − 0.5 = 1.5234… to the
        // sum, whose threshold of 12 the eighth exceeds. Before it, the quiet ones have left nothing in the sum.
        let found = self.alerts(self.quiet(20) + Array(repeating: 3, count: 12))
        let alert = try #require(found.first)
        #expect(alert.finding == .shiftUp && alert.position == 27)
        #expect(abs(alert.score - 8 * (3 / 1.4826 - 0.5)) < 1e-9)
        let down = try #require(self.alerts(self.quiet(20) + Array(repeating: -3, count: 12)).first)
        #expect(down.finding == .shiftDown && down.position == 27 && down.score < 0)
    }

    @Test func `after a shift the new level is the usual one`() {
        let found = self.alerts(self.quiet(20) + (0..<200).map { $0.isMultiple(of: 2) ? 4 : 2 })
        #expect(found.filter { $0.finding != .spike }.count == 1)
    }

    @Test func `readings that never change are quiet, and the least change is told`() {
        #expect(self.alerts(Array(repeating: 20, count: 100)).isEmpty)
        #expect(self.alerts(Array(repeating: 20, count: 50) + [21]).first?.position == 50)
        #expect(self.alerts([5]).isEmpty)
    }

    @Test func `noise alone seldom alarms`() {
        var generator = SeededGenerator(seed: 17)
        let readings = (0..<5_000).map { _ in generator.normal() }
        // Beyond five robust deviations, learnt from sixty readings, lie few of five thousand.
        #expect(self.alerts(readings).count < 15)
    }

    @Test func `a generated window has its spike and its shift`() async throws {
        let answer = try await result(of: SensorAlert(), ["seed": 4])
        let alerts = answer.list("alerts")
        #expect(alerts.contains { $0.number("position") == 166 && $0.text("finding") == "spike" })
        #expect(alerts.contains { $0.text("finding") == "shift-up" && ($0.number("position") ?? 0) >= 333 })
        #expect(answer["isAlarming"] == true)
    }

    @Test func `the example alarms once, and names its sensor`() async throws {
        guard case .record(let example) = TaskType.sensorAlert.example else { return }
        let answer = try await result(of: SensorAlert(), example)
        #expect(answer.text("sensor") == "boiler-3" && answer.number("alertCount") == 1)
        #expect(answer.list("alerts").first?.number("position") == 20)
    }

    @Test func `many alerts are counted and not all sent`() async throws {
        var generator = SeededGenerator(seed: 3)
        // Of normal readings three in ten are beyond one deviation.
        let readings = (0..<4_000).map { _ in Value.number(generator.normal()) }
        let answer = try await result(of: SensorAlert(), ["readings": .list(readings), "spikeThreshold": 1])
        #expect(answer.list("alerts").count == 1_000)
        #expect((answer.number("alertCount") ?? 0) > 1_000)
    }

    @Test(arguments: [1, 2, 7, 60])
    func `a window's median and deviation are those of its readings, sorted`(limit: Int) {
        var generator = SeededGenerator(seed: 5)
        var window = ReadingWindow(limit: limit)
        var readings: [Double] = []
        func median(_ values: [Double]) -> Double {
            let sorted = values.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
        for step in 0..<500 {
            // Half of them from a few values, so that some are equal.
            let reading = step % 200 < 100 ? generator.normal() : (generator.normal() * 2).rounded()
            window.append(reading)
            readings = (readings + [reading]).suffix(limit)
            let middle = median(readings)
            let deviations = readings.map { abs($0 - middle) }
            let mean = deviations.reduce(0, +) / Double(deviations.count)
            let robust = median(deviations) > 0 ? 1.4826 * median(deviations) : 1.2533 * mean
            #expect(window.count == readings.count && window.median == middle)
            #expect(abs(window.deviation - max(robust, abs(middle) * 1e-6, 1e-9)) <= 1e-15 * robust)
        }
    }
}
