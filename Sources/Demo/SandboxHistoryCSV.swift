internal import Foundation
package import Placement
internal import Tables

/// A simulated history as the flat CSV that the `history:` section of `domains/sandbox.yaml` reads: a template for real
/// ones. The column `origin` says `simulated` in every row.
package enum SandboxHistoryCSV {
    /// The whole file in UTF-8, a row a run, in the order given.
    ///
    /// - Throws: Never for simulated runs; what `JSONEncoder` throws for a number that JSON cannot hold.
    package static func bytes(of runs: some Sequence<Run>) throws -> [UInt8] {
        var writer = CSVWriter(columns: Self.columns)
        var spelled: [Workload.Key: (workload: Workload, cells: [String?])] = [:]
        for run in runs {
            let workload: [String?]
            if let known = spelled[run.workload.key], known.workload == run.workload {
                workload = known.cells
            } else {
                workload = try Self.workloadColumns.map { try Self.cell(run.workload.attributes[$0.attribute]) }
                spelled[run.workload.key] = (run.workload, workload)
            }
            let target = try Self.targetColumns.map { try Self.cell(run.target.attributes[$0.attribute]) }
            writer.append([run.startedAt.description] + workload + target + Self.outcome(run.outcome) + ["simulated"])
        }
        return writer.bytes
    }

    /// The header, in order.
    package static let columns =
        ["started_at"] + Self.workloadColumns.map(\.column) + Self.targetColumns.map(\.column)
        + ["duration_ms", "cost_usd", "success", "origin"]

    private static let workloadColumns: [(column: String, attribute: String)] = [
        ("language", "language"), ("code", "code"), ("cpu", "cpu"), ("memory_mb", "memoryMB"), ("gpu", "gpu"),
        ("timeout_s", "timeoutSeconds"), ("dependencies", "dependencies"), ("environment", "environment"),
        ("files", "files"),
    ]

    private static let targetColumns: [(column: String, attribute: String)] = [
        ("sandbox", "sandbox"), ("provider", "provider"), ("region", "region"), ("target_gpu", "gpu"),
        ("gpu_model", "gpuModel"), ("gpu_memory_gib", "gpuMemoryGiB"), ("only_languages", "onlyLanguages"),
        ("max_vcpu", "maxVCPU"), ("max_memory_mb", "maxMemoryMB"), ("max_seconds", "maxSeconds"),
        ("memory_mb_per_vcpu", "memoryMBPerVCPU"), ("startup_s", "startupSeconds"),
        ("bills_active_cpu", "billsActiveCPU"), ("bills_start", "billsStart"), ("least_billed_s", "leastBilledSeconds"),
        ("usd_per_wall_hour", "pricePerWallHour"), ("usd_per_vcpu_hour", "pricePerVCPUHour"),
        ("usd_per_gib_hour", "pricePerGiBHour"), ("usd_per_start", "pricePerStart"),
        ("usd_per_gb_sent", "pricePerGBSent"),
    ]

    /// A text, number or truth value as it is, a list or an object as JSON, nothing for what is missing.
    private static func cell(_ value: Value?) throws -> String? {
        guard let value else { return nil }
        switch value {
        case .missing, .flag, .number, .text: return value.text
        case .list, .record:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
    }

    private static func outcome(_ outcome: Outcome) -> [String] {
        let milliseconds = Value.spelling(of: (outcome.timeSeconds * 1000).rounded())
        let (units, rest) = outcome.cost.nanos.quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(rest)
        let cost = "\(units)." + String(repeating: "0", count: 9 - digits.count) + digits
        return [milliseconds, cost, "\(outcome.succeeded)"]
    }
}
