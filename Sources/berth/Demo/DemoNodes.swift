internal import BerthServer
internal import Foundation

/// One edge, one cloud and one GPU node, each a process of its own that joins the demo's service.
struct DemoNodes {
    private let processes: [Process]

    /// What each kind pretends to be: near and slow, far and quicker, farther, quickest and dear.
    private static let profiles: [(kind: String, flags: [String])] = [
        ("edge", ["--slots", "2", "--distance-ms", "2", "--slowdown", "4", "--price-per-hour", "0.12"]),
        ("cloud", ["--slots", "4", "--distance-ms", "40", "--slowdown", "2", "--price-per-hour", "0.3"]),
        ("gpu", ["--slots", "2", "--distance-ms", "60", "--price-per-hour", "3.6"]),
    ]

    /// Starts the nodes on free ports.
    ///
    /// - Throws: ``CommandFailure`` where this program cannot be started again.
    static func joining(_ address: SocketAddress) throws -> DemoNodes {
        guard let program = Bundle.main.executableURL else {
            throw CommandFailure(kind: .missingInput, message: "the program cannot find its own path")
        }
        var processes: [Process] = []
        do {
            for profile in Self.profiles {
                let process = Process()
                process.executableURL = program
                process.arguments =
                    [
                        "node", "--kind", profile.kind, "--name", "\(profile.kind)-1", "--listen", "127.0.0.1:0",
                        "--join", "http://\(address)", "--drain-seconds", "5", "--log-level", "error",
                    ] + profile.flags
                process.standardInput = FileHandle.nullDevice
                try process.run()
                processes.append(process)
            }
        } catch {
            DemoNodes(processes: processes).stop()
            throw error
        }
        return DemoNodes(processes: processes)
    }

    /// Asks all to finish, and waits for them.
    func stop() {
        for process in self.processes where process.isRunning { process.terminate() }
        for process in self.processes { process.waitUntilExit() }
    }
}
