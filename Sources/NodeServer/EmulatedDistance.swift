/// A network distance that is pretended: what is said arrives later, and nothing else changes.
struct EmulatedDistance: Sendable {
    /// Half of the way there and back; zero without emulation.
    let half: Duration
    private let clock: any Clock<Duration>
    private let nanoseconds: @Sendable () -> UInt64

    /// - Parameter milliseconds: There and back.
    init(milliseconds: Double?, clock: any Clock<Duration>, nanoseconds: @escaping @Sendable () -> UInt64) {
        self.half = .microseconds(Int64((milliseconds ?? 0) * 500))
        self.clock = clock
        self.nanoseconds = nanoseconds
    }

    /// One way.
    func travel() async throws {
        if self.half > .zero { try await self.clock.sleep(for: self.half) }
    }

    /// The rest of the way of what departed a while ago, so that much can be under way at once.
    func travel(since departed: UInt64) async throws {
        guard self.half > .zero else { return }
        let left = Self.left(of: self.half, since: departed, now: self.nanoseconds())
        if left > .zero { try await self.clock.sleep(for: left) }
    }

    /// What is left of a way, in nanoseconds of one clock.
    static func left(of way: Duration, since departed: UInt64, now: UInt64) -> Duration {
        max(.zero, way - .nanoseconds(Int64(clamping: now &- departed)))
    }
}
