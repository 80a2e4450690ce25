import Demo
import Domains
import Foundation
import Placement
import RunMapping
import Tables
import Testing

@Suite struct SandboxHistoryCSVTests {
    private static let cellsOfJSON = ["dependencies", "environment", "files"]

    @Test func `a history written as CSV is read back through the domain file`() throws {
        let runs = try Support.history(count: 800).map(\.run)
        let mapping = try #require(try Support.domain().history)
        let table = try Table(csv: SandboxHistoryCSV.bytes(of: runs), file: "simulated.csv")
        let read = try mapping.runs(from: table, sides: [:], badRows: .refuse)
        #expect(read.counts == MappedRuns.Counts(rows: 800))
        #expect(read.measuredColumns == ["duration_ms", "cost_usd", "success"])
        for (written, read) in zip(runs, read.runs.map(\.run)) {
            #expect(read.startedAt == written.startedAt)
            #expect(read.outcome == written.outcome)
            #expect(read.target.id == written.target.id)
            #expect(read.workload.key == written.workload.key)
            try Self.expectSame(read.workload.attributes, written.workload.attributes, leavingOut: ["fingerprint"])
            let unneeded = [
                "name", "regions", "languages", "gpuCount", "pricePerHour", "priceCurrency", "priceDate",
                "priceReading",
            ]
            try Self.expectSame(read.target.attributes, written.target.attributes, leavingOut: unneeded)
        }
    }

    private static func expectSame(
        _ read: [String: Value],
        _ written: [String: Value],
        leavingOut names: [String]
    ) throws {
        for name in Set(read.keys).union(written.keys) where !names.contains(name) {
            var value = read[name] ?? .missing
            if Self.cellsOfJSON.contains(name), case .text(let json) = value {
                value = try JSONDecoder().decode(Value.self, from: Data(json.utf8))
            }
            #expect(value == written[name] ?? .missing, "\(name)")
        }
    }

    @Test func `every row says that it is simulated`() throws {
        let runs = try Support.history(count: 50).map(\.run)
        let table = try Table(csv: SandboxHistoryCSV.bytes(of: runs), file: "simulated.csv")
        #expect(table.columns == SandboxHistoryCSV.columns)
        let column = try #require(table.columns.firstIndex(of: "origin"))
        #expect((0..<table.rowCount).allSatisfy { table.value(row: $0, column: column) == "simulated" })
    }

    @Test func `an empty history is a header`() throws {
        let bytes = try SandboxHistoryCSV.bytes(of: [])
        #expect(String(decoding: bytes, as: UTF8.self) == SandboxHistoryCSV.columns.joined(separator: ",") + "\n")
    }
}
