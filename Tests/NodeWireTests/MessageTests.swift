import JSON
import NodeWire
import Nodes
import Placement
import Problems
import Testing

/// Orders and what becomes of them, as JSON.
struct MessageTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func report(_ status: TaskReport.Status, result: Value = .missing, error: String? = nil) -> TaskReport {
        TaskReport(
            task: TaskOrder.ID("t-1"),
            token: 7,
            status: status,
            result: result,
            error: error,
            executionSeconds: 2,
            queuedSeconds: 0.25,
            emulated: error == nil ? [] : [.speed]
        )
    }

    @Test func `every event reads back as it was written`() throws {
        let events: [TaskEvent] = [
            .started, .progress(TaskProgress(share: 0.5, message: "epoch 1 of 2", figures: ["loss": 0.25])),
            .progress(TaskProgress(share: 1, message: "")),
            .finished(self.report(.timedOut, error: "it took longer than 2 s")),
            .finished(self.report(.succeeded, result: .record(["rows": .list([1, true, "λ\n"])]))),
        ]
        let lines = events.map { event in self.text { $0.event(event) } }
        #expect(
            lines == [
                #"{"event":"started"}"#,
                #"{"event":"progress","figures":{"loss":0.25},"message":"epoch 1 of 2","share":0.5}"#,
                #"{"event":"progress","message":"","share":1}"#,
                #"{"event":"finished","report":{"emulated":["speed"],"error":"it took longer than 2 s","#
                    + #""executionSeconds":2,"queuedSeconds":0.25,"status":"timed-out","task":"t-1","token":7}}"#,
                #"{"event":"finished","report":{"executionSeconds":2,"queuedSeconds":0.25,"#
                    + #""result":{"rows":[1,true,"λ\n"]},"status":"succeeded","task":"t-1","token":7}}"#,
            ]
        )
        #expect(try lines.map { try TaskEvent(json: Array($0.utf8)) } == events)
    }

    @Test func `numbers that JSON has not are words in a result, and left out of figures`() throws {
        let result = Value.record(["loss": .list([.number(.nan), .number(.infinity), .number(-.infinity), 1])])
        let finished = self.text { $0.event(.finished(self.report(.succeeded, result: result))) }
        #expect(finished.contains(#""result":{"loss":["nan","infinity","-infinity",1]}"#))
        let progress = TaskProgress(share: 0, message: "m", figures: ["loss": .nan, "epoch": 3])
        #expect(
            self.text { $0.event(.progress(progress)) }
                == #"{"event":"progress","figures":{"epoch":3},"message":"m","share":0}"#
        )
    }

    @Test func `an order keeps its shape`() throws {
        let order = TaskOrder(
            task: TaskOrder.ID("t-1"),
            token: 9_007_199_254_740_991,
            type: "fraud_detection",
            payload: .record(["amount": 3]),
            timeoutSeconds: 1.5
        )
        let text = self.text { $0.order(order) }
        #expect(
            text == """
                {"payload":{"amount":3},"task":"t-1","timeoutSeconds":1.5,"token":9007199254740991,\
                "type":"fraud_detection"}
                """
        )
        #expect(try TaskOrder(json: Array(text.utf8)) == order)
    }

    @Test(arguments: [
        (TaskStanding.State.queued(ahead: 3), TaskProgress?.none),
        (.running, TaskProgress(share: 0.5, message: "half", figures: ["loss": 0.25])), (.running, nil),
    ])
    func `how a task stands reads back as it was written`(state: TaskStanding.State, progress: TaskProgress?) throws {
        let standing = TaskStanding(task: TaskOrder.ID("t-1"), token: 7, state: state, progress: progress)
        #expect(try TaskStanding(json: standing.json) == standing)
        let ended = TaskStanding(
            task: TaskOrder.ID("t-1"),
            token: 7,
            state: .finished(self.report(.succeeded, result: .record(["rows": 3]))),
            progress: progress
        )
        #expect(try TaskStanding(json: ended.json) == ended)
    }

    @Test(arguments: [
        ("[]", "body", "is a list; an object is allowed"),
        (#"{"task":"t","token":1,"type":"x","timeoutSeconds":1,"payloud":{}}"#, "payloud", "did you mean 'payload'?"),
        (#"{"task":"a b","token":1,"type":"x","timeoutSeconds":1}"#, "task", "1 to 128 of"),
        (#"{"task":"t","token":1.5,"type":"x","timeoutSeconds":1}"#, "token", "a whole number from 0"),
        (#"{"task":"t","token":1,"timeoutSeconds":1}"#, "type", "is missing"),
        (#"{"task":"t","token":1,"type":"x","timeoutSeconds":0}"#, "timeoutSeconds", "from 0.001 to 86400 s"),
    ])
    func `an order at fault names the field and what is allowed`(text: String, field: String, part: String) throws {
        let fault = #expect(throws: FieldFault.self) { try TaskOrder(json: Array(text.utf8)) }
        #expect(fault?.field == field)
        #expect(fault?.description.contains(part) == true, "\(String(describing: fault))")
    }

    @Test func `an event at fault names its path`() throws {
        let text = #"{"event":"finished","report":{"task":"t","token":1,"status":"lost"}}"#
        let fault = #expect(throws: FieldFault.self) { try TaskEvent(json: Array(text.utf8)) }
        #expect(fault?.field == "event.report.status")
        #expect(throws: JSONFault.self) { try TaskEvent(json: Array("{".utf8)) }
    }
}
