/// A word's first 16 bytes, zero where it has fewer: no byte of a word is zero, so that short words are told apart by it.
struct WordHead: Sendable, Hashable {
    static let length = 16

    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func set(_ byte: UInt8, at index: Int) {
        if index < 8 { self.low |= UInt64(byte) << (8 * index) } else { self.high |= UInt64(byte) << (8 * (index - 8)) }
    }

    /// Mixed so that its last bits differ between words that differ anywhere.
    var hash: UInt64 {
        let mixed = (self.low ^ (self.high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ (mixed >> 32)
    }
}

/// A word of a source: where it stands, and how it begins.
struct Word: Sendable {
    let head: WordHead
    let start: Int
    let length: Int
}

/// Counts different words of one source.
///
/// Words lie in an open table; the few that find no place near their hash, and the longer ones, in a set with a seeded
/// hash, so that no source can be written that makes counting slow.
struct NameSet {
    private(set) var count = 0
    private var places = [WordHead](repeating: WordHead(), count: 128)
    private var others: Set<ArraySlice<UInt8>> = []

    private static let farthest = 16

    mutating func insert(_ word: Word, of bytes: [UInt8]) {
        guard word.length <= WordHead.length else { return self.insertOther(word, of: bytes) }
        var place = Int(truncatingIfNeeded: word.head.hash)
        for _ in 0..<Self.farthest {
            place &= self.places.count - 1
            if self.places[place] == word.head { return }
            if self.places[place] == WordHead() {
                self.places[place] = word.head
                self.count += 1
                return
            }
            place += 1
        }
        self.insertOther(word, of: bytes)
    }

    private mutating func insertOther(_ word: Word, of bytes: [UInt8]) {
        if self.others.insert(bytes[word.start..<word.start + word.length]).inserted { self.count += 1 }
    }
}
