/// Something was waited for, and has not come.
package struct NeverCame: Error, CustomStringConvertible {
    package let description: String
}

/// Waits for what no event tells of, such as the work of another process or thread: looks, and looks again after a pause
/// that grows from a millisecond to a tenth of a second, so that waiting does not keep the machine from it.
///
/// - Parameters:
///   - what: What is waited for, said when it has not come; it may tell what was seen last.
///   - limit: About how long; longer on a machine that is slow to look.
///   - look: What is there; `nil` where it is not yet.
/// - Throws: ``NeverCame``, and what `look` throws.
package func eventually<Found>(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(120),
    _ look: () async throws -> Found?
) async throws -> Found {
    var waited = Duration.zero
    var pause = Duration.milliseconds(1)
    while true {
        if let found = try await look() { return found }
        guard waited < limit else { throw NeverCame(description: "\(what()) has not come within \(limit)") }
        try await ContinuousClock().sleep(for: pause)
        waited += pause
        pause = min(pause * 2, .milliseconds(100))
    }
}

/// The same for what is so or not.
package func eventually(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(120),
    isSo: () async throws -> Bool
) async throws {
    _ = try await eventually(what(), within: limit) { try await isSo() ? true : nil }
}
