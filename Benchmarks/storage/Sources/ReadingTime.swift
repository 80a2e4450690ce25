import BerthTesting
import Domains
import Foundation
import Placement
import Telemetry

/// How long parsing one report takes.
struct ReadingTime {
    let count: Int

    func measure() throws {
        let domain = try Domain(
            yaml: String(contentsOf: URL(filePath: "domains/sandbox.yaml"), encoding: .utf8),
            file: "domains/sandbox.yaml"
        )
        let reader = RunReader(domain: domain, targets: SampleDecisions.targets, specFields: nil, badRuns: .refuse)
        let reports = (0..<self.count).map { Traffic.json(Traffic.run($0)) }
        let clock = ContinuousClock()
        let took = try clock.measure {
            for report in reports { _ = try reader.read(report, file: "request") }
        }
        let bytes = reports.reduce(0) { $0 + $1.count }
        let mean = took.seconds / Double(self.count) * 1e6
        print("\(String(format: "%.2f", mean)) µs to parse one report of \(bytes / self.count) bytes")
    }
}
