import BerthTesting
import Foundation
import Testing

/// Tasks over the API of a running service, with nodes that join it.
extension ServedBerth {
    /// Starts a node that tells the service of itself, and waits until the service knows it.
    func node(_ kind: String, _ options: [String] = []) async throws -> RunningNode {
        let place = ["--kind", kind, "--name", kind, "--join", self.address.absoluteString]
        let node = try await RunningNode(in: self.berth, place + options)
        try await self.wait(for: kind, toBe: "ready")
        return node
    }

    func nodes() async throws -> [String: [String: Any]] {
        let nodes = try #require(try await self.ask("GET", "/api/node-status")["nodes"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: try nodes.map { (try #require($0["node"] as? String), $0) }
        )
    }

    func wait(for node: String, toBe status: String) async throws {
        var seen: Any?
        try await eventually("the node \(node), \(status); it is \(String(describing: seen))") {
            seen = try await self.nodes()[node]?["status"]
            return seen as? String == status
        }
    }

    /// Submits a task.
    ///
    /// - Parameter wait: Seconds to wait for its end.
    func submit(_ body: String, wait: Int = 60) async throws -> [String: Any] {
        try await self.ask("POST", "/api/submit-task?wait=\(wait)", body)
    }

    func task(_ id: String) async throws -> [String: Any] { try await self.ask("GET", "/api/tasks/\(id)") }

    /// Waits until a task has ended.
    func ended(_ id: String) async throws -> [String: Any] {
        var seen: Any?
        return try await eventually(
            "the end of task \(id), which is \(String(describing: seen))",
            within: .seconds(300)
        ) {
            let task = try await self.task(id)
            seen = task["status"]
            return ["queued", "running"].contains(task["status"] as? String) ? nil : task
        }
    }

    /// All tasks, by id; none is there twice.
    func history(_ filter: String = "") async throws -> [String: [String: Any]] {
        var found: [String: [String: Any]] = [:]
        var position = ""
        while true {
            let page = try await self.ask("GET", "/api/task-history?limit=1000\(filter)\(position)")
            for task in try #require(page["tasks"] as? [[String: Any]]) {
                let id = try #require(task["task_id"] as? String)
                #expect(found.updateValue(task, forKey: id) == nil, "\(id) is there twice")
            }
            guard let next = page["next"] as? String else { return found }
            position = "&before=\(next)"
        }
    }

    /// The sum of a metric over all its labels, as it is now.
    func metric(_ name: String) async throws -> Double {
        let text = try await self.get("/metrics").text
        return text.split(separator: "\n").filter { $0.hasPrefix("\(name){") || $0.hasPrefix("\(name) ") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}
