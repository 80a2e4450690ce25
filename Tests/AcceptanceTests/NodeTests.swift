import Foundation
import Testing

/// `berth node` as a process of its own, over real HTTP.
@Suite(.timeLimit(.minutes(5)))
struct NodeTests {
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
