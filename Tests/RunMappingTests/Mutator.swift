/// Damages texts, the same way for the same seed.
struct Mutator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func choose<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// One of `seeds` with one to four damages; `pieces` are what the format is made of.
    mutating func mutation(of seeds: [[UInt8]], pieces: [[UInt8]]) -> [UInt8] {
        var bytes = self.choose(seeds)
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let range = self.range(in: bytes)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes.removeSubrange(range)
            case 1: bytes.insert(contentsOf: bytes[range], at: range.lowerBound)
            case 2: bytes.replaceSubrange(range, with: self.choose(pieces))
            case 3: bytes.insert(contentsOf: self.choose(pieces), at: range.lowerBound)
            case 4:
                let other = self.choose(seeds)
                bytes = Array(bytes[..<range.lowerBound]) + other[self.range(in: other)]
            default: if !range.isEmpty { bytes[range.lowerBound] = UInt8.random(in: 0...255, using: &self) }
            }
        }
        return bytes
    }

    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &self)
        let length =
            Bool.random(using: &self) ? Int.random(in: 0...3, using: &self) : Int.random(in: 0...40, using: &self)
        return start..<min(bytes.count, start + length)
    }
}
