import Foundation
import Testing

/// Whether tests may make small disks of their own.
private enum SmallDisk {
    static let canBeMade: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt && prlimit --version"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}

/// A disk that is full, or that takes no more, and then does again.
@Suite(.enabled(if: SmallDisk.canBeMade, "needs Linux, and the right to mount in a name space of its own"))
struct FullDiskTests {
    /// How the disk comes to take no more.
    enum Shortage: CaseIterable, Sendable {
        /// The file system is full.
        case space
        /// The process may make its files no larger.
        case quota

        var launcher: [String] {
            switch self {
            case .space:
                [
                    "unshare", "-m", "sh", "-c",
                    "mount -t tmpfs -o size=16m,mode=700 tmpfs data && head -c 8000000 /dev/zero > data/.ballast "
                        + "&& exec \"$0\" \"$@\"",
                ]
            case .quota: ["sh", "-c", "trap '' XFSZ; exec prlimit --fsize=4000000:unlimited \"$0\" \"$@\""]
            }
        }

        /// What a request is answered that cannot be kept.
        var status: Int { self == .space ? 507 : 503 }

        func end(for service: ServedBerth) async throws {
            switch self {
            case .space:
                try FileManager.default.removeItem(
                    atPath: "/proc/\(service.processID)/root\(service.berth.path("data/.ballast"))"
                )
            case .quota:
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = ["prlimit", "--pid", "\(service.processID)", "--fsize=unlimited:unlimited"]
                try process.run()
                process.waitUntilExit()
                try #require(process.terminationStatus == 0)
            }
        }
    }

    private func runs(_ turn: Int) -> String {
        let code = String(repeating: "x", count: 20_000)
        return (0..<20).map { Sandbox.run("\(turn)-\($0)").replacing("print(1)", with: "\(code)\(turn)\($0)") }
            .joined(separator: "\n")
    }

    @Test(arguments: Shortage.allCases)
    func `a full disk refuses what it cannot keep, work is still placed, and all goes on when there is room`(
        shortage: Shortage
    ) async throws {
        let berth = try Berth()
        try FileManager.default.createDirectory(atPath: berth.path("data"), withIntermediateDirectories: true)
        let service = try await ServedBerth(in: berth, launcher: shortage.launcher)
        var kept = 0
        var answer = try await service.post("/api/telemetry/runs", self.runs(kept))
        while answer.status == 200, kept < 100 {
            kept += 1
            answer = try await service.post("/api/telemetry/runs", self.runs(kept))
        }
        #expect(answer.status == shortage.status, "\(answer.text)")
        #expect(try answer.text("detail").contains("nothing was stored"), "\(answer.text)")
        // Deciding needs no disk; the answer and the metrics say that the record is missing.
        var unrecorded: [String: Any] = [:]
        for number in 0..<2000 {
            unrecorded = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(number))
            if unrecorded["recorded"] as? Bool == false { break }
        }
        #expect(unrecorded["recorded"] as? Bool == false && unrecorded["chosen"] is String)
        let ready = try await service.get("/health/ready")
        #expect(ready.status == 503 && ready.text.contains("store: "), "\(ready.text)")
        #expect(try await service.get("/metrics").text.contains("berth_unrecorded_decisions_total 1\n"))
        #expect(
            try await service.post("/api/v1/decisions/\(unrecorded["id"] ?? "")/outcome", Sandbox.outcome()).status
                == 404
        )
        #expect(
            try await service.send("PUT", "/api/v1/domains/sandbox/policy", Data(#"{"strategy": "model"}"#.utf8)).status
                == shortage.status
        )
        #expect(try await service.ask("GET", "/api/v1/domains/sandbox/policy")["strategy"] as? String == "hybrid")

        try await shortage.end(for: service)
        #expect(try await service.post("/api/telemetry/runs", self.runs(kept)).status == 200)
        #expect(try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))["recorded"] as? Bool == true)
        #expect(try await service.get("/health/ready").status == 200)
        let stored = try await service.ask("GET", "/api/telemetry/training-data?limit=10000")
        let ids = (stored["runs"] as? [[String: Any]] ?? []).compactMap { $0["runId"] as? String }
        #expect(ids.count == 20 * (kept + 1) && Set(ids).count == ids.count)
        try await service.stop()
    }
}
