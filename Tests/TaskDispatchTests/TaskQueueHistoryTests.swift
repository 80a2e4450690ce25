import Nodes
import Placement
import Statistics
import TaskDispatch
import Testing

/// Long random histories of submissions, orders, refusals, losses, late reports and restarts.
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

        mutating func note(_ loss: TaskQueue.Loss?) {
            if case .ended(let task, _)? = loss { self.ended[task.submission.id, default: 0] += 1 }
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
                if queue.submit(submission) == .accepted { ledger.accepted[submission.id] = submission.isIdempotent }
            case 3...5:
                guard let task = queue.next(at: now) else { continue }
                let node = nodes[pick(3)]
                let assigned = queue.assign(task.submission.id, to: node)
                let order = try #require(assigned)
                #expect(order.token > ledger.tokens[order.task] ?? 0)
                ledger.tokens[order.task] = order.token
                if pick(5) == 0 {
                    ledger.note(queue.refused(order.task, token: order.token))
                } else {
                    ledger.begun[order.task, default: 0] += 1
                    ledger.sent.append((order, node))
                }
            case 6, 7:
                // Any order that was ever sent may be reported, late and repeatedly.
                guard !ledger.sent.isEmpty else { continue }
                let order = ledger.sent[pick(ledger.sent.count)].order
                if let task = queue.report(TaskQueueTests.report(order)) {
                    ledger.ended[task.submission.id, default: 0] += 1
                }
            case 8:
                if pick(4) == 0 { for loss in queue.lose(nodes[pick(3)]) { ledger.note(loss) } }
            default:
                guard let order = ledger.sent.last?.order, pick(6) == 0 else { continue }
                if case .ended(let task) = queue.cancel(order.task) {
                    ledger.ended[task.submission.id, default: 0] += 1
                }
            }
            if step % 500 == 499 {
                let open = ledger.accepted.keys.compactMap { queue[$0] }
                    .sorted { ($0.submission.at, $0.submission.id) < ($1.submission.at, $1.submission.id) }
                #expect(open.count == queue.count)
                queue = TaskQueue(capacity: 40, open: open)
            }
            let held = nodes.reduce(0) { $0 + queue.tasks(of: $1).count }
            #expect(queue.waiting + held == queue.count)
        }
        #expect(ledger.ended.values.allSatisfy { $0 == 1 })
        #expect(ledger.ended.count + queue.count == ledger.accepted.count)
        let twice = ledger.begun.filter { $0.value > 1 }.keys
        #expect(!twice.isEmpty)
        #expect(twice.allSatisfy { ledger.accepted[$0] == true })
    }
}
