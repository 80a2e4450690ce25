/// One record of a CSV file while it is read: its unquoted bytes, where each field ends in them, and its first line.
struct CSVRecord {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var line = 1

    /// Whether the record is an empty line.
    var isBlank: Bool { self.ends.count == 1 && self.bytes.isEmpty }

    mutating func clear(line: Int) {
        self.bytes.removeAll(keepingCapacity: true)
        self.ends.removeAll(keepingCapacity: true)
        self.line = line
    }

    mutating func endField() { self.ends.append(self.bytes.count) }

    /// The fields as texts.
    var fields: [String] {
        var start = 0
        return self.ends.map { end in
            defer { start = end }
            return String(decoding: self.bytes[start..<end], as: UTF8.self)
        }
    }
}
