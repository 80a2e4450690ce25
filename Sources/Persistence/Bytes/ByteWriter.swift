/// Writes values as few bytes, which ``ByteReader`` reads back as the identical values.
struct ByteWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// - Parameter capacity: Bytes that will likely be written.
    init(reserving capacity: Int) { self.bytes.reserveCapacity(capacity) }

    mutating func byte(_ byte: UInt8) { self.bytes.append(byte) }

    mutating func flag(_ flag: Bool) { self.bytes.append(flag ? 1 : 0) }

    mutating func raw(_ bytes: some Collection<UInt8>) { self.bytes.append(contentsOf: bytes) }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow (LEB128).
    mutating func unsigned(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            self.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func count(_ count: Int) { self.unsigned(UInt64(count)) }

    /// Small amounts of either sign in few bytes: 0, −1, 1, −2, … ("zigzag").
    mutating func signed(_ number: Int64) { self.unsigned(UInt64(bitPattern: number << 1 ^ number >> 63)) }

    /// Eight bytes, the lowest first.
    mutating func fixed(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { self.bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            self.unsigned(UInt64(utf8.count))
            self.bytes.append(contentsOf: utf8)
        }
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
        self.flag(value != nil)
        if let value { write(&self, value) }
    }

    mutating func list<Value>(_ values: some Collection<Value>, _ write: (inout Self, Value) -> Void) {
        self.count(values.count)
        for value in values { write(&self, value) }
    }

    /// One bit a flag, the first in the lowest bit; the count is known to the reader.
    mutating func bits(_ flags: [Bool]) {
        for start in stride(from: 0, to: flags.count, by: 8) {
            let octet = flags[start..<min(start + 8, flags.count)]
            self.bytes.append(octet.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
        }
    }
}
