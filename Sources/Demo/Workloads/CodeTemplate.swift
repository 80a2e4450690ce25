/// A program's text with holes: `$SIZE` and `$NAME` anywhere, and one line with `$STEP` that is written once a step.
struct CodeTemplate: Sendable {
    fileprivate enum Piece: Sendable {
        case text(String)
        case size
        case name
        case step
    }

    private let opening: [Piece]
    private let repeated: [Piece]
    private let closing: [Piece]

    /// - Parameter text: Cut once; filling it is cheap.
    init(_ text: String) {
        var parts: [[Piece]] = [[], [], []]
        var part = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isRepeated =
                line.utf8.contains { $0 == UInt8(ascii: "$") } && Self.pieces(line).contains(where: \.isStep)
            if isRepeated { part = 1 } else if part == 1 { part = 2 }
            parts[part] += Self.pieces(line) + [.text("\n")]
        }
        self.opening = parts[0]
        self.repeated = parts[1]
        self.closing = parts[2]
    }

    func filled(size: Int, name: String, steps: Int) -> String {
        var code = ""
        Self.append(self.opening, size: size, name: name, step: 0, to: &code)
        for step in 0..<steps { Self.append(self.repeated, size: size, name: name, step: step + 1, to: &code) }
        Self.append(self.closing, size: size, name: name, step: 0, to: &code)
        return code
    }

    private static func append(_ pieces: [Piece], size: Int, name: String, step: Int, to code: inout String) {
        for piece in pieces {
            switch piece {
            case .text(let text): code += text
            case .size: code += String(size)
            case .name: code += name
            case .step: code += String(step)
            }
        }
    }

    private static func pieces(_ line: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line
        let holes: [(String, Piece)] = [("$SIZE", .size), ("$NAME", .name), ("$STEP", .step)]
        while let dollar = rest.firstIndex(of: "$") {
            pieces.append(.text(String(rest[..<dollar])))
            if let (mark, piece) = holes.first(where: { rest[dollar...].hasPrefix($0.0) }) {
                pieces.append(piece)
                rest = rest[dollar...].dropFirst(mark.count)
            } else {
                pieces.append(.text("$"))
                rest = rest[dollar...].dropFirst()
            }
        }
        return pieces + [.text(String(rest))]
    }
}

extension CodeTemplate.Piece {
    fileprivate var isStep: Bool { if case .step = self { true } else { false } }
}
