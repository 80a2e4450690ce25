/// Reads what a ``ByteWriter`` wrote. Any other bytes are a fault, never a crash, and cost no more memory than they have.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0
    /// How deep the value that is being read is nested.
    var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { self.bytes.count - self.position }

    mutating func byte() throws(ByteFault) -> UInt8 {
        guard self.position < self.bytes.count else { throw .end }
        defer { self.position += 1 }
        return self.bytes[self.position]
    }

    mutating func flag() throws(ByteFault) -> Bool {
        switch try self.byte() {
        case 0: false
        case 1: true
        case let other: throw .unknownTag(other, of: "a flag")
        }
    }

    mutating func raw(_ count: Int) throws(ByteFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= self.remaining else { throw .end }
        defer { self.position += count }
        return self.bytes[self.position..<self.position + count]
    }

    mutating func unsigned() throws(ByteFault) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try self.byte()
            guard shift < 63 || byte <= 1 else { throw .numberTooLarge }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    mutating func signed() throws(ByteFault) -> Int64 {
        let number = try self.unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// How many elements follow, each of which has at least one byte.
    mutating func count() throws(ByteFault) -> Int {
        let count = try self.unsigned()
        guard count <= UInt64(self.remaining) else { throw .end }
        return Int(count)
    }

    mutating func fixed() throws(ByteFault) -> UInt64 {
        try self.raw(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func text() throws(ByteFault) -> String {
        guard let text = String(validating: try self.raw(try self.count()), as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    mutating func optional<Value>(
        _ read: (inout Self) throws(ByteFault) -> Value
    ) throws(ByteFault) -> Value? {
        try self.flag() ? try read(&self) : nil
    }

    mutating func list<Value>(
        _ read: (inout Self) throws(ByteFault) -> Value
    ) throws(ByteFault) -> [Value] {
        let count = try self.count()
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    mutating func bits(_ count: Int) throws(ByteFault) -> [Bool] {
        let octets = try self.raw((count + 7) / 8)
        return (0..<count).map { octets[octets.startIndex + $0 / 8] >> UInt8($0 % 8) & 1 == 1 }
    }

    func requireEnd() throws(ByteFault) {
        guard self.remaining == 0 else { throw .trailing(bytes: self.remaining) }
    }
}

/// Why bytes are not what was written.
enum ByteFault: Error, Hashable {
    case end
    case trailing(bytes: Int)
    case numberTooLarge
    case notUTF8
    case tooDeep
    case unknownTag(UInt8, of: String)
    /// A reference to a constant that there is none of.
    case unknownConstant(Int64)
    case invalid(String)
    case otherVersion(UInt8)
}

extension ByteFault: CustomStringConvertible {
    var description: String {
        switch self {
        case .end: "it ends too early"
        case .trailing(let bytes): "\(bytes) bytes follow its end"
        case .numberTooLarge: "a number has more than 64 bits"
        case .notUTF8: "a string is not UTF-8"
        case .tooDeep: "a value is nested too deeply"
        case .unknownTag(let tag, let kind): "\(tag) is not a tag of \(kind)"
        case .unknownConstant(let id): "constant \(id) is missing"
        case .invalid(let problem): problem
        case .otherVersion(let version): "it has version \(version), which this program does not know"
        }
    }
}
