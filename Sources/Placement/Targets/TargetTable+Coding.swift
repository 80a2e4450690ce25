/// A table as bytes, and back: the same bytes for the same targets in the same order.
extension TargetTable {
    private static let magic: [UInt8] = Array("berth-targets-1\n".utf8)

    /// The table's canonical form, which its hash is taken of.
    package var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.append(number: UInt64(self.count))
        for id in self.ids { bytes.append(text: id.description) }
        bytes.append(number: UInt64(self.columns.count))
        for (name, column) in self.columns.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            bytes.append(text: name)
            bytes.append(column)
        }
        return bytes
    }

    /// Why bytes are no table.
    package enum DecodingFault: Error, Hashable {
        case notATable
        case endsEarly
        case damaged
    }

    /// Reads what ``encoded`` gives.
    package init(decoding bytes: some Collection<UInt8>) throws(DecodingFault) {
        var reader = Reader(bytes: Array(bytes)[...])
        guard try reader.take(Self.magic.count).elementsEqual(Self.magic) else { throw .notATable }
        let count = try reader.count(atLeastBytes: 8)
        var ids: [Target.ID] = []
        ids.reserveCapacity(count)
        for _ in 0..<count { ids.append(Target.ID(try reader.text())) }
        var columns: [String: TargetColumn] = [:]
        for _ in 0..<(try reader.count(atLeastBytes: 9)) {
            let name = try reader.text()
            guard columns.updateValue(try reader.column(rows: count), forKey: name) == nil else { throw .damaged }
        }
        guard reader.bytes.isEmpty else { throw .damaged }
        self.init(ids: ids, columns: columns)
    }
}

private enum Tag {
    static let numbers: UInt8 = 1
    static let flags: UInt8 = 2
    static let categories: UInt8 = 3
    static let values: UInt8 = 4
    // Of values.
    static let missing: UInt8 = 0
    static let flag: UInt8 = 1
    static let number: UInt8 = 2
    static let text: UInt8 = 3
    static let list: UInt8 = 4
    static let record: UInt8 = 5
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { self.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    fileprivate mutating func append(text: String) {
        let utf8 = text.utf8
        self.append(number: UInt64(utf8.count))
        self.append(contentsOf: utf8)
    }

    fileprivate mutating func append(codes: [Int32]) {
        for code in codes {
            let bits = UInt32(bitPattern: code)
            self.append(UInt8(truncatingIfNeeded: bits))
            self.append(UInt8(truncatingIfNeeded: bits >> 8))
            self.append(UInt8(truncatingIfNeeded: bits >> 16))
            self.append(UInt8(truncatingIfNeeded: bits >> 24))
        }
    }

    fileprivate mutating func append(_ column: TargetColumn) {
        switch column {
        case .numbers(let numbers):
            self.append(Tag.numbers)
            for number in numbers { self.append(number: (number.isNaN ? Double.nan : number).bitPattern) }
        case .flags(let flags):
            self.append(Tag.flags)
            self.append(contentsOf: flags)
        case .categories(let codes, let names):
            self.append(Tag.categories)
            self.append(number: UInt64(names.count))
            for name in names { self.append(text: name) }
            self.append(codes: codes)
        case .values(let codes, let values):
            self.append(Tag.values)
            self.append(number: UInt64(values.count))
            for value in values { self.append(value) }
            self.append(codes: codes)
        }
    }

    private mutating func append(_ value: Value) {
        switch value {
        case .missing: self.append(Tag.missing)
        case .flag(let flag): self.append(contentsOf: [Tag.flag, flag ? 1 : 0])
        case .number(let number):
            self.append(Tag.number)
            self.append(number: number.bitPattern)
        case .text(let text):
            self.append(Tag.text)
            self.append(text: text)
        case .list(let values):
            self.append(Tag.list)
            self.append(number: UInt64(values.count))
            for value in values { self.append(value) }
        case .record(let fields):
            self.append(Tag.record)
            self.append(number: UInt64(fields.count))
            for (name, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                self.append(text: name)
                self.append(value)
            }
        }
    }
}

/// Reads a table's bytes; no count is believed that the bytes left cannot hold.
private struct Reader {
    var bytes: ArraySlice<UInt8>

    private static let deepest = 64

    mutating func take(_ count: Int) throws(TargetTable.DecodingFault) -> ArraySlice<UInt8> {
        guard count <= self.bytes.count else { throw .endsEarly }
        defer { self.bytes = self.bytes.dropFirst(count) }
        return self.bytes.prefix(count)
    }

    mutating func byte() throws(TargetTable.DecodingFault) -> UInt8 {
        guard let byte = self.bytes.popFirst() else { throw .endsEarly }
        return byte
    }

    mutating func number() throws(TargetTable.DecodingFault) -> UInt64 {
        var number: UInt64 = 0
        for (place, byte) in try self.take(8).enumerated() { number |= UInt64(byte) << UInt64(8 * place) }
        return number
    }

    /// - Parameter bytes: That each thing counted takes at the least.
    mutating func count(atLeastBytes bytes: Int) throws(TargetTable.DecodingFault) -> Int {
        let number = try self.number()
        guard number <= UInt64(self.bytes.count / bytes) else { throw .endsEarly }
        return Int(number)
    }

    mutating func text() throws(TargetTable.DecodingFault) -> String {
        guard let text = String(validating: try self.take(try self.count(atLeastBytes: 1)), as: UTF8.self) else {
            throw .damaged
        }
        return text
    }

    mutating func codes(rows: Int, below count: Int) throws(TargetTable.DecodingFault) -> [Int32] {
        guard rows <= self.bytes.count / 4 else { throw .endsEarly }
        var codes: [Int32] = []
        codes.reserveCapacity(rows)
        for _ in 0..<rows {
            var bits: UInt32 = 0
            for (place, byte) in try self.take(4).enumerated() { bits |= UInt32(byte) << UInt32(8 * place) }
            let code = Int32(bitPattern: bits)
            guard code >= -1, code < count else { throw .damaged }
            codes.append(code)
        }
        return codes
    }

    mutating func column(rows: Int) throws(TargetTable.DecodingFault) -> TargetColumn {
        switch try self.byte() {
        case Tag.numbers:
            guard rows <= self.bytes.count / 8 else { throw .endsEarly }
            var numbers: [Double] = []
            numbers.reserveCapacity(rows)
            for _ in 0..<rows { numbers.append(Double(bitPattern: try self.number())) }
            return .numbers(numbers)
        case Tag.flags:
            let flags = Array(try self.take(rows))
            guard flags.allSatisfy({ $0 <= TargetColumn.missingFlag }) else { throw .damaged }
            return .flags(flags)
        case Tag.categories:
            var names: [String] = []
            for _ in 0..<(try self.count(atLeastBytes: 8)) { names.append(try self.text()) }
            return .categories(codes: try self.codes(rows: rows, below: names.count), names: names)
        case Tag.values:
            var values: [Value] = []
            for _ in 0..<(try self.count(atLeastBytes: 1)) { values.append(try self.value(depth: 0)) }
            return .values(codes: try self.codes(rows: rows, below: values.count), values: values)
        default: throw .damaged
        }
    }

    private mutating func value(depth: Int) throws(TargetTable.DecodingFault) -> Value {
        guard depth < Self.deepest else { throw .damaged }
        switch try self.byte() {
        case Tag.missing: return .missing
        case Tag.flag: return .flag(try self.byte() == 1)
        case Tag.number: return .number(Double(bitPattern: try self.number()))
        case Tag.text: return .text(try self.text())
        case Tag.list:
            var values: [Value] = []
            for _ in 0..<(try self.count(atLeastBytes: 1)) { values.append(try self.value(depth: depth + 1)) }
            return .list(values)
        case Tag.record:
            var fields: [String: Value] = [:]
            for _ in 0..<(try self.count(atLeastBytes: 9)) {
                let name = try self.text()
                fields[name] = try self.value(depth: depth + 1)
            }
            return .record(fields)
        default: throw .damaged
        }
    }
}
