import Foundation

/// Bodies of requests about sandboxes.
enum Sandbox {
    /// A workload that no other number has.
    static func workload(_ number: Int) -> String {
        #"{"language": "python", "code": "print(\#(number))", "cpu": 1, "memoryMB": 512, "timeoutSeconds": 30}"#
    }

    static func decision(_ number: Int, constraints: String = "{}") -> String {
        #"{"domain": "sandbox", "workload": \#(self.workload(number)), "constraints": \#(constraints)}"#
    }

    static func prediction(_ number: Int, constraints: String = "{}") -> String {
        #"{"spec": \#(self.workload(number)), "constraints": \#(constraints)}"#
    }

    static func outcome(milliseconds: Int = 800, success: Bool = true) -> String {
        #"{"durationMs": \#(milliseconds), "costUSD": 0.0000216, "success": \#(success)}"#
    }

    /// A report of a run that started so many minutes ago.
    static func run(
        _ id: String,
        minutesAgo: Int = 60,
        milliseconds: Int = 800,
        provider: String = "e2b",
        decision: String? = nil
    ) -> String {
        let start = Self.time(minutesAgo: minutesAgo)
        let named = decision.map { #""decisionId": "\#($0)", "# } ?? ""
        return #"{"runId": "\#(id)", \#(named)"provider": "\#(provider)", "language": "python", "#
            + #""startedAt": "\#(start)", "durationMs": \#(milliseconds), "costUSD": 0.0000216, "success": true, "#
            + #""spec": {"memoryMB": 512, "code": "print(1)"}}"#
    }

    /// ISO 8601, to the minute.
    static func time(minutesAgo: Int) -> String {
        let seconds = (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 - Double(minutesAgo) * 60
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
