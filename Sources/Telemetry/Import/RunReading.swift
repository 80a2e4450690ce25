internal import JSON
internal import Placement

/// A file of reports that is being read, some reports at a time.
struct RunReading {
    private let bytes: [UInt8]
    private let file: String
    private let reader: RunReader
    private var source: Source
    private var result = RunReader.Result()

    /// Reports a piece: some milliseconds.
    private static let piece = 200

    /// Where the next reports come from.
    private enum Source {
        /// A list is scanned to its end first, which bounds what its reports can cost when it breaks off there.
        case scanning(JSONScanner, [Element])
        /// What a list held, from the next report on.
        case elements(ArraySlice<Element>)
        case lines(Lines)
        case whole(Lines.Line)
        case end
    }

    private struct Element {
        let line: Int
        let value: Value
    }

    init(_ bytes: [UInt8], file: String, _ reader: RunReader) throws(RunReadError) {
        guard bytes.count <= reader.limits.fileBytes else {
            throw .tooLarge(file: file, bytes: bytes.count, limit: reader.limits.fileBytes)
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.starts(with: byteOrderMark) ? 3 : 0
        self.bytes = bytes
        self.file = file
        self.reader = reader
        var scanner = JSONScanner(bytes, in: start..<bytes.count)
        scanner.skipWhiteSpace()
        if scanner.peek == UInt8(ascii: "[") {
            do throws(JSONFault) {
                self.source = try scanner.beginList() ? .scanning(scanner, []) : .elements([])
                if case .elements = self.source { try scanner.requireEnd() }
            } catch {
                throw .notJSON(file: file, error)
            }
        } else {
            let lines = Lines(bytes, from: start)
            let whole = Lines.Line(number: scanner.line, range: scanner.position..<bytes.count)
            self.source = lines.areOneReport ? .whole(whole) : .lines(lines)
        }
    }

    /// Reads a piece.
    ///
    /// - Returns: Whether there is more.
    mutating func goOn() throws(RunReadError) -> Bool {
        switch self.source {
        case .scanning(let scanner, let elements):
            // So that they have one owner while they grow.
            self.source = .end
            self.source = try self.scanned(scanner, elements)
        case .elements(let elements):
            for element in elements.prefix(Self.piece) {
                try self.take { (reading) throws(BadRun) in
                    try reading.reader.fields.report(from: element.value, file: reading.file, line: element.line)
                }
            }
            self.source = elements.count > Self.piece ? .elements(elements.dropFirst(Self.piece)) : .end
        case .lines(var lines):
            for _ in 0..<Self.piece {
                guard let line = lines.next() else {
                    self.source = .end
                    return false
                }
                try self.take { (reading) throws(BadRun) in try reading.report(line) }
            }
            self.source = .lines(lines)
        case .whole(let line):
            try self.take { (reading) throws(BadRun) in try reading.report(line) }
            self.source = .end
        case .end: return false
        }
        if case .end = self.source { return false }
        return true
    }

    private func scanned(_ scanner: JSONScanner, _ elements: [Element]) throws(RunReadError) -> Source {
        var scanner = scanner
        var elements = elements
        do throws(JSONFault) {
            for _ in 0..<Self.piece {
                scanner.skipWhiteSpace()
                let line = scanner.line
                let value = try scanner.value()
                if elements.count <= self.reader.limits.runs { elements.append(Element(line: line, value: value)) }
                guard try scanner.goesOn() else {
                    try scanner.requireEnd()
                    return .elements(elements[...])
                }
            }
        } catch {
            throw .notJSON(file: self.file, error)
        }
        return .scanning(scanner, elements)
    }

    /// What the file held.
    func finish() throws(RunReadError) -> RunReader.Result {
        let result = self.result
        guard !result.reports.isEmpty || result.badCount > 0 else { throw .noRuns(file: self.file) }
        if self.reader.badRuns == .refuse, result.badCount > 0 {
            throw .badRuns(
                first: result.badRuns,
                count: result.badCount,
                total: result.badCount + result.reports.count
            )
        }
        return result
    }

    private func report(_ line: Lines.Line) throws(BadRun) -> RunReport {
        let limit = self.reader.limits.runBytes
        guard line.range.count <= limit else {
            let fault = BadRun.Fault.tooLong(bytes: line.range.count, limit: limit)
            throw BadRun(file: self.file, line: line.number, field: nil, fault: fault)
        }
        let value: Value
        do throws(JSONFault) {
            var scanner = JSONScanner(self.bytes, in: line.range)
            value = try scanner.value()
            try scanner.requireEnd()
        } catch {
            let number = line.number + error.line - 1
            throw BadRun(file: self.file, line: number, field: nil, fault: .notJSON(error.problem))
        }
        return try self.reader.fields.report(from: value, file: self.file, line: line.number)
    }

    /// Adds what `read` gives, a run or its fault.
    private mutating func take(_ read: (Self) throws(BadRun) -> RunReport) throws(RunReadError) {
        guard self.result.reports.count + self.result.badCount < self.reader.limits.runs else {
            throw .tooManyRuns(file: self.file, limit: self.reader.limits.runs)
        }
        do throws(BadRun) {
            let report = try read(self)
            self.result.reports.append(report)
        } catch {
            self.result.badCount += 1
            if self.result.badRuns.count < self.reader.limits.faults { self.result.badRuns.append(error) }
        }
    }
}

/// The lines of a file that are not blank, one by one.
struct Lines {
    struct Line {
        /// Counted from 1.
        let number: Int
        let range: Range<Int>
    }

    private let bytes: [UInt8]
    private var position: Int
    private var number = 0

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        self.position = start
    }

    mutating func next() -> Line? {
        while self.position < self.bytes.count {
            let rest = self.bytes[self.position...]
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? self.bytes.count
            let range = self.position..<end
            self.position = end + 1
            self.number += 1
            if self.bytes[range].contains(where: { !Self.isWhiteSpace($0) }) {
                return Line(number: self.number, range: range)
            }
        }
        return nil
    }

    /// Whether they look like one report over several lines: the first opens an object and does not close it, and the
    /// second opens none.
    var areOneReport: Bool {
        var lines = self
        guard let first = lines.next(), let second = lines.next() else { return false }
        func opens(_ line: Line) -> Bool {
            self.bytes[line.range].first { !Self.isWhiteSpace($0) } == UInt8(ascii: "{")
        }
        let closes = self.bytes[first.range].last { !Self.isWhiteSpace($0) } == UInt8(ascii: "}")
        return opens(first) && !closes && !opens(second)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte)
    }
}
