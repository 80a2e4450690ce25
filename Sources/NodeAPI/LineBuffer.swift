/// Puts lines together out of the pieces in which they arrive.
struct LineBuffer {
    private var rest: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: The most bytes of a line.
    init(limit: Int) { self.limit = limit }

    /// - Returns: The lines that are whole now, without empty ones.
    /// - Throws: ``LineTooLong``.
    mutating func add(_ bytes: some Sequence<UInt8>) throws(LineTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !self.rest.isEmpty { lines.append(self.rest) }
                self.rest = []
            } else {
                guard self.rest.count < self.limit else { throw LineTooLong(limit: self.limit) }
                self.rest.append(byte)
            }
        }
        return lines
    }
}

struct LineTooLong: Error, Hashable {
    let limit: Int
}
