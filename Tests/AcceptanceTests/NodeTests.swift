import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `berth node` as a process of its own, over real HTTP.
@Suite(.timeLimit(.minutes(5)))
struct NodeTests {
    /// A running node on a port that the system chose.
    private final class RunningNode: Sendable {
        let address: String
        private let running: Berth.Running

        /// Starts a node and waits until its log tells where it listens.
        init(in berth: Berth, _ options: [String]) async throws {
            let running = try berth.start(["node", "--listen", "127.0.0.1:0"] + options)
            var found: String?
            while found == nil {
                let log = try String(contentsOf: running.messages, encoding: .utf8)
                found = log.split(separator: "\n").compactMap { Self.address(in: String($0)) }.first
                guard found != nil || running.process.isRunning else { break }
                await Task.yield()
            }
            self.running = running
            self.address = try #require(found, "the node did not come up")
        }

        deinit { if self.running.process.isRunning { kill(self.running.process.processIdentifier, SIGKILL) } }

        private static func address(in line: String) -> String? {
            let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            return entry?["message"] == "listening" ? entry?["address"] : nil
        }

        func terminate() { kill(self.running.process.processIdentifier, SIGTERM) }

        func answer() async throws -> Answer { try await self.running.answer() }

        func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> (status: Int, text: String) {
            var request = URLRequest(url: try #require(URL(string: self.address + path)))
            request.httpMethod = method
            request.timeoutInterval = 120
            if let body {
                request.httpBody = Data(body.utf8)
                request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            }
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
        }

        /// Sends an order and waits for its report.
        func report(_ task: String, _ type: String, _ payload: String = "{}") async throws -> [String: Any] {
            let order = #"{"task":"\#(task)","token":1,"type":"\#(type)","timeoutSeconds":60,"payload":\#(payload)}"#
            let answer = try await self.send("POST", "/tasks", order)
            #expect(answer.status == 200, "\(answer.text)")
            let last = try #require(answer.text.split(separator: "\n").last)
            let event = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
            return try #require(event?["report"] as? [String: Any], "\(answer.text)")
        }

        func wait(for task: String, toBe status: String) async throws {
            while try await !self.send("GET", "/tasks/\(task)").text.contains(#""status":"\#(status)","task""#) {
                await Task.yield()
            }
        }
    }

    @Test func `a node runs every type, and finishes what it took when it is stopped`() async throws {
        let node = try await RunningNode(
            in: try Berth(),
            ["--kind", "cloud", "--slots", "1", "--price-per-hour", "0.2", "--allow-command", "/bin/echo"]
        )
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNg+A8AAQIBAEK+vGgAAAAASUVORK5CYII="
        let payloads = [
            ("fraud_detection", #"{"amount": 1240, "usualAmount": 45}"#), ("image_classification", #"{"seed": 7}"#),
            ("image_classification", #"{"png": "\#(png)"}"#), ("daily_report", #"{"rows": 1000}"#),
            ("ml_training", #"{"rows": 300, "epochs": 2}"#), ("sensor_alert", "{}"),
            ("command", #"{"program": "/bin/echo", "arguments": ["here"]}"#),
        ]
        for (number, (type, payload)) in payloads.enumerated() {
            let report = try await node.report("t-\(number)", type, payload)
            #expect(report["status"] as? String == "succeeded", "\(type): \(report)")
            #expect(report["emulated"] as? [String] == ["price"])
        }
        async let last = node.report("last", "ml_training", #"{"rows": 5000, "epochs": 10}"#)
        try await node.wait(for: "last", toBe: "running")
        async let waiting = node.report("waiting", "sensor_alert")
        try await node.wait(for: "waiting", toBe: "queued")
        node.terminate()
        #expect(try await last["status"] as? String == "succeeded")
        #expect(try await waiting["status"] as? String == "succeeded")
        let answer = try await node.answer()
        #expect(answer.status == 0)
        #expect(answer.messages.contains(#""message":"draining""#) && answer.messages.contains(#""message":"stopped""#))
    }

    @Test func `wrong values of flags are told together`() async throws {
        let answer = try await Berth().run(
            "node",
            "--kind",
            "edge",
            "--slots",
            "0",
            "--name",
            "a b",
            "--join",
            "nowhere",
            "--slowdown",
            "0.5",
            "--distance-ms=-1",
            "--allow-command",
            "ls"
        )
        #expect(answer.status == 78)
        for flag in ["--slots", "--name", "--join", "--slowdown", "--distance-ms", "--allow-command"] {
            #expect(answer.messages.contains(flag), "\(flag): \(answer.messages)")
        }
        #expect(try await Berth().run("node").status == 64)
        #expect(try await Berth().run("node", "--kind", "fog").status == 64)
    }

    @Test func `an address that is taken is told`() async throws {
        let node = try await RunningNode(in: try Berth(), ["--kind", "edge"])
        let taken = String(node.address.dropFirst("http://".count))
        let answer = try await Berth().run("node", "--kind", "edge", "--listen", taken)
        #expect(answer.status == 75 && answer.messages.contains(taken))
        node.terminate()
        #expect(try await node.answer().status == 0)
    }
}
