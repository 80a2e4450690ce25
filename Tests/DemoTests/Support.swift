import Catalog
import Demo
import Domains
import Foundation
import Placement

/// The shipped domain and a simulated past, made anew for each test.
enum Support {
    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// 2026-06-01, a Monday.
    static let start = Timestamp(secondsSince1970: 1_780_272_000)
    static let days = 28

    static func domain() throws -> Domain {
        let file = Self.packageRoot.appending(path: "domains/sandbox.yaml")
        return try Domain(yaml: String(contentsOf: file, encoding: .utf8), file: "sandbox.yaml")
    }

    static func simulator(seed: UInt64 = 7) throws -> SandboxSimulator {
        try SandboxSimulator(
            seed: seed,
            catalog: .builtIn(),
            driftAt: Self.start.advanced(bySeconds: Double(Self.days) * 43_200)
        )
    }

    static func history(count: Int, seed: UInt64 = 7) throws -> [SimulatedRun] {
        try Self.simulator(seed: seed).history(count: count, startingAt: Self.start, days: Self.days)
    }
}
