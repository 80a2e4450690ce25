import BerthTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A running `berth node`.
final class RunningNode: Sendable {
    let address: String
    private let berth: Berth
    private let options: [String]
    private let running: Berth.Running

    /// Starts a node and waits until its log tells where it listens.
    ///
    /// - Parameter listen: A port that the system chooses, unless told otherwise.
    init(in berth: Berth, _ options: [String], listen: String = "127.0.0.1:0") async throws {
        let running = try berth.start(["node", "--listen", listen] + options)
        let found: String?? = try await eventually("the node's address") {
            let isRunning = running.process.isRunning
            let log = try String(contentsOf: running.messages, encoding: .utf8)
            let address = log.split(separator: "\n").compactMap { Self.address(in: String($0)) }.first
            return address == nil && isRunning ? nil : .some(address)
        }
        self.berth = berth
        self.options = options
        self.running = running
        self.address = try #require(found ?? nil, "the node did not come up")
    }

    deinit { if self.running.process.isRunning { kill(self.running.process.processIdentifier, SIGKILL) } }

    private static func address(in line: String) -> String? {
        let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        return entry?["message"] == "listening" ? entry?["address"] : nil
    }

    func terminate() { kill(self.running.process.processIdentifier, SIGTERM) }

    func answer() async throws -> CommandAnswer { try await self.running.answer() }

    /// Kills the node and waits until it is gone.
    func kill9() async throws {
        kill(self.running.process.processIdentifier, SIGKILL)
        _ = try await self.running.answer()
    }

    /// The same node once more, where it listened before.
    func again() async throws -> RunningNode {
        try await RunningNode(in: self.berth, self.options, listen: String(self.address.dropFirst("http://".count)))
    }

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
        var seen = ""
        try await eventually("the task \(task), \(status); it is \(seen)") {
            seen = try await self.send("GET", "/tasks/\(task)").text
            return seen.contains(#""status":"\#(status)","task""#)
        }
    }
}
