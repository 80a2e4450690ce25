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

    @Test(arguments: [0, 1, 200, 255] as [Int64])
    func `replicas never make the same id, whatever their clocks and their logs say`(replica: Int64) {
        // The last id may be of any replica, or of a time before there were any.
        for last in [0, 1, 254, 255, 256, 511, 1_000_000_007] as [Int64] {
            var sequence = DecisionSequence(after: Decision.ID(number: last), replica: replica)
            var numbers: [Int64] = []
            for step in 0..<600 {
                let moment = step < 300 ? Timestamp(microseconds: 0) : self.noon
                numbers.append(sequence.next(at: moment).number ?? -1)
            }
            #expect(numbers.first ?? 0 > last)
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
            #expect(numbers.allSatisfy { $0 % DecisionSequence.replicas == replica })
            #expect(numbers[300] == DecisionSequence.leastNumber(at: self.noon) + replica)
        }
    }

    @Test func `ids of one process that is alone come as close as they can`() {
        var sequence = DecisionSequence(after: nil)
        let first = sequence.next(at: self.noon).number ?? 0
        #expect(first == DecisionSequence.leastNumber(at: self.noon))
        #expect(sequence.next(at: self.noon).number == first + DecisionSequence.replicas)
        // More than a millisecond has room for: the next one's numbers are taken.
        for _ in 0..<9000 { _ = sequence.next(at: self.noon) }
        let later = self.noon.advanced(bySeconds: 0.001)
        #expect(sequence.next(at: later).number ?? 0 > DecisionSequence.leastNumber(at: later))
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
