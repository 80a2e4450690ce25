import Decisions
import Placement
import Testing

struct DecisionSequenceTests {
    private let noon = Timestamp(microseconds: 1_800_000_000_000_000)

    @Test func `ids grow with time and within a millisecond, and sort as they grow`() {
        var sequence = DecisionSequence(after: nil)
        let ids =
            (0..<1000).map { _ in sequence.next(at: self.noon) }
            + (1...10).map { sequence.next(at: self.noon.advanced(bySeconds: Double($0))) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func `a clock that goes back does not bring ids back`() {
        var sequence = DecisionSequence(after: nil)
        let late = sequence.next(at: self.noon)
        let early = sequence.next(at: self.noon.advanced(bySeconds: -3600))
        #expect(late < early)
        var restarted = DecisionSequence(after: early)
        #expect(early < restarted.next(at: self.noon.advanced(bySeconds: -7200)))
    }

    @Test(arguments: [0, 1, 31, 32, 1 << 40, Int64.max])
    func `an id holds its number`(number: Int64) {
        #expect(Decision.ID(number: number).number == number)
    }

    @Test(arguments: [
        "", "d-", "d-000000000000", "d-00000000000000", "d-000000000000u", "x-0000000000000",
        "d-zzzzzzzzzzzzz", "D-0000000000001", "d-000000000000é",
    ])
    func `what no sequence made has no number`(text: String) {
        #expect(Decision.ID(text).number == nil)
    }
}
