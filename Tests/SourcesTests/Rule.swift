/// A rule about single lines of code.
struct Rule {
    let name: String
    /// Modules that it does not hold for.
    var exempt: Set<String> = []
    /// Whether a comment makes the hit in this line of a file right.
    var isRightWithComment: @Sendable (SourceFile, Int) -> Bool = { _, _ in false }
    /// Looks at a line whose texts and comments are taken out.
    let hits: @Sendable (String) -> Bool

    func faults(in file: SourceFile) -> [String] {
        guard !self.exempt.contains(file.module) else { return [] }
        return file.code.indices.filter { index in
            self.hits(file.code[index]) && !self.isRightWithComment(file, index)
        }.map { "\(file.path):\($0 + 1): \(self.name): \(file.lines[$0].trimmingPrefix { $0 == " " })" }
    }

    /// The clock, identifiers and randomness come in as arguments; only the executable asks the system for them.
    static let noAmbientInput = Rule(name: "time, ids and randomness are passed in", exempt: ["berth"]) { line in
        line.contains("Date()") || line.contains("UUID()") || line.contains("Clock().now")
            || line.contains("SystemRandomNumberGenerator")
            || (line.contains(".random(") && !line.contains("using:"))
    }

    static let noForcedOutcome = Rule(name: "nothing is forced") { line in
        // Most lines have none, and looking for one byte is quick.
        guard line.utf8.contains(UInt8(ascii: "!")) else { return false }
        if line.contains(/\btry!/) || line.contains(/\bas!/) { return true }
        // `!` after a name, a call or a subscript, and no operator `!=`.
        return line.contains(/[A-Za-z0-9_\)\]]!(?!=)/)
    }

    /// A promise to the compiler has its reason right above it.
    static let promiseIsExplained = Rule(
        name: "a comment right above states why this is safe",
        isRightWithComment: { $0.hasComment(rightAbove: $1) }
    ) { line in
        line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") || line.contains("unsafeBitCast")
            || line.contains("Unmanaged<")
    }

    /// A pointer has one above it, or above what surrounds it.
    static let pointerIsExplained = Rule(
        name: "a comment above states why this is safe",
        isRightWithComment: { $0.hasComment(above: $1) }
    ) { $0.contains("Unsafe") && $0.contains(/\bUnsafe[A-Z]/) }

    /// A task outside of a group has somebody who waits for it.
    static let taskHasAnOwner = Rule(
        name: "a comment right above states who waits for the task",
        isRightWithComment: { $0.hasComment(rightAbove: $1) }
    ) { $0.contains(/\bTask(\.detached|\.immediate)?(\(.*\))? *\{/) }

    static let all = [
        Self.noAmbientInput, .noForcedOutcome, .promiseIsExplained, .pointerIsExplained, .taskHasAnOwner,
    ]
}
