/// Puts lines together out of the pieces in which they arrive.
package struct LineBuffer {
    private var rest: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: The most bytes of a line.
    package init(limit: Int) { self.limit = limit }

    /// - Returns: The lines that are whole now, without empty ones.
    /// - Throws: ``LineTooLong``; nothing more is to be added then.
    /// - Complexity: O(*n*) in the bytes, which are copied in pieces, not one by one: results may be megabytes.
    package mutating func add(_ bytes: some Collection<UInt8>) throws(LineTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var piece = bytes[...]
        while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
            try self.take(piece[..<end])
            if !self.rest.isEmpty { lines.append(self.rest) }
            self.rest = []
            piece = piece[piece.index(after: end)...]
        }
        try self.take(piece)
        return lines
    }

    private mutating func take(_ piece: some Collection<UInt8>) throws(LineTooLong) {
        guard self.rest.count + piece.count <= self.limit else { throw LineTooLong(limit: self.limit) }
        self.rest.append(contentsOf: piece)
    }
}

/// A line has more bytes than are taken.
package struct LineTooLong: Error, Hashable {
    /// The most bytes of a line.
    package let limit: Int
}
