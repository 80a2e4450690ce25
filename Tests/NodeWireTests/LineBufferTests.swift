import NodeWire
import Testing

struct LineBufferTests {
    private static func lines(_ pieces: [String], limit: Int = 100) throws -> [String] {
        var buffer = LineBuffer(limit: limit)
        return try pieces.flatMap { try buffer.add(Array($0.utf8)).map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test(arguments: [
        (["a\nb\n"], ["a", "b"]), (["a", "b", "\n", "c\nd"], ["ab", "c"]), (["\n\na\n\n"], ["a"]), ([""], []),
        (["abc"], []), (["a\r\n"], ["a\r"]), (["ü", "x\n"], ["üx"]),
    ])
    func `lines come when they are whole`(pieces: [String], lines: [String]) throws {
        #expect(try Self.lines(pieces) == lines)
    }

    @Test func `however a text is cut, its lines are the same`() throws {
        let text = Array("one\n\ntwo three\nfour\n".utf8)
        for first in 0...text.count {
            for second in first...text.count {
                var buffer = LineBuffer(limit: 9)
                var lines: [[UInt8]] = []
                for piece in [text[..<first], text[first..<second], text[second...]] { lines += try buffer.add(piece) }
                #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["one", "two three", "four"])
            }
        }
    }

    @Test func `a line that is too long is refused, whole or in pieces`() throws {
        #expect(try Self.lines(["abc\n", "de", "f\n"], limit: 3) == ["abc", "def"])
        for pieces in [["abcd\n"], ["abcd"], ["ab", "cd"], ["a\nabc", "d"]] {
            #expect(throws: LineTooLong(limit: 3)) { try Self.lines(pieces, limit: 3) }
        }
    }
}
