internal import Nodes
internal import Placement
internal import Resilience

/// Sees one order to its end on one node: follows it, and where the stream breaks off asks the node and follows it again.
struct OrderFollower: Sendable {
    let order: TaskOrder
    let node: Node
    let sentAt: Timestamp
    let link: any NodeLink
    /// Told how the node answers, so that one that does not is left alone.
    let fleet: FleetService
    let surroundings: TaskService.Surroundings
    /// Whether the order is still its task's last.
    let isCurrent: @Sendable () -> Bool
    /// Told of every event but the end.
    let note: @Sendable (TaskEvent) -> Void

    /// What became of an order.
    enum End: Sendable {
        case reported(TaskReport)
        /// The node has not begun it and will not.
        case neverBegun
        /// The node may have begun it, and does not tell.
        case lost
    }

    /// How long a node may take to answer a question.
    static let requestSeconds = 2.0
    /// Between two questions to a node that does not answer.
    private static let inquirySeconds = 0.25
    /// How long such a node is asked for.
    private static let silenceSeconds = 15.0
    /// How long after its timeout a task may take to be told of.
    private static let graceSeconds = 10.0

    /// Gives the node the order.
    ///
    /// - Returns: `nil` where the order was given up meanwhile, or the service stops.
    func run() async -> End? { await self.settled(await self.follow()) }

    /// Follows an order that the node had before.
    ///
    /// - Returns: As ``run()``.
    func resume() async -> End? {
        switch await self.recovered() {
        case .followed(let end): await self.settled(end)
        case .lost: .lost
        case .givenUp: nil
        }
    }

    /// Draws the consequences of how following the order ended, and follows it again where it broke off.
    private func settled(_ first: OrderEnd) async -> End? {
        var end = first
        var hasBroken = false
        while !Task.isCancelled {
            switch end {
            case .finished(let report):
                self.fleet.answered(self.node.id)
                return .reported(report)
            case .refused(.full):
                self.fleet.answered(self.node.id, isFull: true)
                return .neverBegun
            case .refused(.unusable(let reason)):
                self.fleet.answered(self.node.id)
                return .reported(.refused(self.order, reason))
            case .refused(.stale):
                self.fleet.answered(self.node.id)
                return .lost
            case .unreachable:
                self.fleet.failed(self.node.id)
                return .neverBegun
            case .broken:
                self.fleet.failed(self.node.id)
                if hasBroken { await self.pause() }
                hasBroken = true
                switch await self.recovered() {
                case .followed(let next): end = next
                case .lost: return .lost
                case .givenUp: return nil
                }
            }
        }
        return nil
    }

    private enum Recovery {
        case followed(OrderEnd)
        case lost
        /// Another order took its place, or the service stops.
        case givenUp
    }

    /// Asks the node for an order that is not followed any more, and follows it again.
    private func recovered() async -> Recovery {
        let since = self.surroundings.now()
        while !Task.isCancelled, self.isCurrent() {
            let inquiry = await self.inquire()
            let now = self.surroundings.now()
            switch inquiry {
            case .known where now < self.deadline: return .followed(await self.follow())
            case .silent where abs(now.seconds(since: since)) < Self.silenceSeconds: await self.pause()
            case .known, .unknown, .silent: return Task.isCancelled ? .givenUp : .lost
            }
        }
        return .givenUp
    }

    /// Until when the order's end has to be told.
    private var deadline: Timestamp {
        self.sentAt.advanced(bySeconds: self.order.timeoutSeconds + Self.graceSeconds)
    }

    private func follow() async -> OrderEnd {
        let left = self.deadline.seconds(since: self.surroundings.now())
        // Never longer than the whole time, should the clock go back.
        let seconds = min(left, self.order.timeoutSeconds + Self.graceSeconds)
        return await race(against: .seconds(max(0, seconds)), on: self.surroundings.clock) {
            await self.link.run(self.order, on: self.node, progress: self.note)
        }.answer ?? .broken(reason: "no result arrived in time")
    }

    private func inquire() async -> OrderInquiry {
        await race(against: .seconds(Self.requestSeconds), on: self.surroundings.clock) {
            await self.link.inquire(self.order.task, on: self.node)
        }.answer ?? .silent
    }

    private func pause() async { try? await self.surroundings.clock.sleep(for: .seconds(Self.inquirySeconds)) }
}

extension TaskReport {
    /// A node has refused the payload, as any other would.
    fileprivate static func refused(_ order: TaskOrder, _ reason: String) -> TaskReport {
        TaskReport(
            task: order.task,
            token: order.token,
            status: .failed,
            result: .missing,
            error: reason,
            executionSeconds: 0,
            queuedSeconds: 0,
            emulated: []
        )
    }
}
