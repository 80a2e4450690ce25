import Nodes
import Placement
import Statistics
import TaskDispatch
import Testing

/// Long random histories of submissions, decisions, orders, refusals, losses, late reports, cancellations and restarts.
@Suite struct TaskQueueHistoryTests {
    /// What a careful observer writes down.
    private struct Ledger {
        /// Whether each may run twice.
        var accepted: [TaskOrder.ID: Bool] = [:]
        var ended: [TaskOrder.ID: Int] = [:]
        /// Orders that nodes took, by task.
        var begun: [TaskOrder.ID: Int] = [:]
        var tokens: [TaskOrder.ID: Int64] = [:]
        var sent: [(order: TaskOrder, node: Node.ID)] = []
        /// Tasks that are being written down.
        var arriving: [Submission] = []
        /// Tasks that are being decided.
        var placing: [TaskOrder.ID] = []

        /// An end is written down at once.
        mutating func note(_ action: TaskAction?, _ queue: inout TaskQueue) {
            guard case .end(let task)? = action else { return }
            self.ended[task.id, default: 0] += 1
            #expect(task.status.isEnd && queue.isEnding(task.id) && queue[task.id]?.end == nil)
            #expect(queue.written(task.id) == true)
            #expect(queue[task.id] == nil)
        }
    }

    /// Tasks that were being written down are, or could not be.
    private func settle(_ ledger: inout Ledger, _ queue: inout TaskQueue, count: Int, _ pick: (Int) -> Int) {
        for _ in 0..<min(count, ledger.arriving.count) {
            let submission = ledger.arriving.remove(at: pick(ledger.arriving.count))
            if pick(8) == 0 {
                queue.withdraw(submission.id)
                #expect(queue[submission.id] == nil)
            } else {
                queue.arrived(submission.id)
                ledger.accepted[submission.id] = submission.isIdempotent
            }
        }
    }

    @Test("every task ends once, and what must not run twice never does", arguments: 1...20)
    func histories(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var queue = TaskQueue(capacity: 40)
        var ledger = Ledger()
        let nodes = ["a", "b", "c"].map { Node.ID($0) }
        func pick(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        for step in 0..<4_000 {
            let now = TaskQueueTests.start.advanced(bySeconds: Double(step))
            switch pick(10) {
            case 0...2:
                let submission = TaskQueueTests.submission(
                    "t\(step)",
                    priority: 1 + pick(10),
                    isIdempotent: pick(2) == 0,
                    after: Double(step)
                )
                if queue.admit(submission) == .accepted { ledger.arriving.append(submission) }
                // Some are written down at once, others while more happens.
                if pick(3) > 0 { self.settle(&ledger, &queue, count: 1, pick) }
            case 3...5:
                if let task = queue.next(at: now) {
                    queue.take(task.id)
                    #expect(queue.phase(of: task.id) == .placing)
                    ledger.placing.append(task.id)
                }
                guard !ledger.placing.isEmpty, pick(4) > 0 else { continue }
                let id = ledger.placing.remove(at: pick(ledger.placing.count))
                if pick(6) == 0 {
                    queue.putBack(id)
                    continue
                }
                let node = nodes[pick(3)]
                // It may have been cancelled while it was decided.
                guard let order = queue.assign(id, to: node, as: TaskQueueTests.choice) else {
                    #expect(queue[id] == nil)
                    continue
                }
                #expect(order.token > ledger.tokens[order.task] ?? 0)
                ledger.tokens[order.task] = order.token
                if pick(5) == 0 {
                    ledger.note(queue.refused(order.task, token: order.token, at: now), &queue)
                } else {
                    ledger.begun[order.task, default: 0] += 1
                    ledger.sent.append((order, node))
                }
            case 6, 7:
                // Any order that was ever sent may be reported, late and repeatedly.
                guard !ledger.sent.isEmpty else { continue }
                let order = ledger.sent[pick(ledger.sent.count)].order
                ledger.note(queue.report(TaskQueueTests.report(order), pricePerHour: nil, at: now), &queue)
            case 8:
                if pick(4) == 0 { for action in queue.lose(nodes[pick(3)], at: now) { ledger.note(action, &queue) } }
            default:
                guard let id = pick(2) == 0 ? ledger.sent.last?.order.task : ledger.placing.last, pick(6) == 0 else {
                    continue
                }
                if case .ended(let action) = queue.cancel(id, at: now) { ledger.note(action, &queue) }
            }
            if step % 500 == 499 {
                self.settle(&ledger, &queue, count: ledger.arriving.count, pick)
                // What was being decided is decided anew after the start.
                ledger.placing = []
                let open = ledger.accepted.keys.compactMap { queue[$0] }
                    .sorted { ($0.submission.at, $0.submission.id) < ($1.submission.at, $1.submission.id) }
                #expect(open.count == queue.count)
                queue = TaskQueue(capacity: 40, open: open)
            }
            let held = nodes.reduce(0) { $0 + queue.tasks(of: $1).count }
            let placing = ledger.placing.count { queue.phase(of: $0) == .placing }
            #expect(queue.waiting + held + placing + ledger.arriving.count == queue.count)
        }
        self.settle(&ledger, &queue, count: ledger.arriving.count, pick)
        #expect(ledger.ended.values.allSatisfy { $0 == 1 })
        #expect(ledger.ended.count + queue.count == ledger.accepted.count)
        let twice = ledger.begun.filter { $0.value > 1 }.keys
        #expect(!twice.isEmpty)
        #expect(twice.allSatisfy { ledger.accepted[$0] == true })
    }
}
