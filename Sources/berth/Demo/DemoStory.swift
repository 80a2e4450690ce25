internal import Placement

/// What happens in the demo's four weeks, and when.
struct DemoStory {
    static let days = 28
    static let daySeconds = 86_400.0

    let start: Timestamp
    let runs: Int
    let seed: UInt64

    /// - Parameter end: The four weeks end with the last whole day before it.
    init(endingAt end: Timestamp, runs: Int, seed: UInt64) {
        let midnight = Timestamp(microseconds: end.day * 86_400_000_000)
        self.start = midnight.advanced(bySeconds: -Double(Self.days) * Self.daySeconds)
        self.runs = runs
        self.seed = seed
    }

    func day(_ number: Int) -> Timestamp { self.start.advanced(bySeconds: Double(number) * Self.daySeconds) }

    /// Half-way one provider becomes slower and another cheaper and faster.
    var driftAt: Timestamp { self.day(14) }

    /// Something that is done at the start of a day.
    enum Event {
        /// Rules decide, and a part of the traffic goes elsewhere to learn.
        case collect(exploration: Double)
        /// A model learns from the runs of the last days and serves.
        case train(days: Int)
        /// The catalog has new prices.
        case reprice
    }

    /// By the number of the day, ascending.
    static let events: [(day: Int, event: Event)] = [
        (0, .collect(exploration: 0.3)), (7, .train(days: 7)), (14, .reprice), (17, .train(days: 17)),
        (21, .train(days: 21)),
    ]

    /// Shown in the table: first day and what is special about the days from it on.
    static let phases: [(day: Int, name: String)] = [
        (0, "rules, 30 % explored"), (7, "first model, hybrid"), (14, "drift, same model"), (17, "second model"),
        (21, "third model"),
    ]
}
