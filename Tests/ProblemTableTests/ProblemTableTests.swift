import Decisions
import Domains
import Engine
import JSON
import Placement
import ProblemTable
import Problems
import Registry
import TaskDispatch
import Telemetry
import Testing

/// What errors of the services tell a client.
struct ProblemTableTests {
    struct Unheard: Error {}

    private func problem(_ error: any Error, _ fault: StoreFault? = nil) -> Problem? {
        Problem(error, classify: { _ in fault })
    }

    @Test func `an error of the service's own is no problem that a client hears of`() {
        #expect(self.problem(Unheard()) == nil)
    }

    @Test func `faults of the stores are told, and their causes are not`() {
        #expect(self.problem(Unheard(), .full)?.kind == .storeFull)
        #expect(self.problem(Unheard(), .unavailable)?.kind == .unavailable)
        #expect(self.problem(Unheard(), .damaged)?.kind.status == .unavailable)
        #expect(self.problem(StoreFault.full)?.detail.contains("Unheard") == false)
    }

    @Test func `a field at fault is named with what was found and what is allowed`() throws {
        let fault = #expect(throws: FieldFault.self) {
            try JSONObject(.record(["share": 2]), allowed: ["share"]).number("share", 0...1)
        }
        let problem = try #require(self.problem(try #require(fault)))
        #expect(problem.kind == .invalidField && problem.field == "share" && problem.value == "2")
        #expect(problem.allowed == ["a number from 0 to 1"])
    }

    @Test func `what is not there is told with what is`() throws {
        let error = DecisionError.unknownDomain("sandbx", nearest: "sandbox", known: ["sandbox", "task"])
        let problem = try #require(self.problem(error))
        #expect(problem.kind.status == .notFound && problem.field == "domain" && problem.value == "sandbx")
        #expect(problem.allowed == ["sandbox", "task"] && problem.detail.contains("did you mean 'sandbox'?"))
    }

    @Test func `an error of one element of a list says which`() throws {
        let problem = Problem(.invalidField, "size is -1", field: "workload.size").at(index: 3)
        #expect(problem.field == "[3].workload.size" && problem.detail.hasPrefix("[3]: "))
    }
}
