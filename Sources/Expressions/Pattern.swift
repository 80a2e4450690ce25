internal import Foundation

/// A regular expression with one capture group, in ICU's syntax.
///
/// Its cost on a hostile pattern is exponential, as ICU backtracks; patterns are written by the owner of the domain
/// file, and the texts they meet are cut at ``Pattern/textLimit``.
struct Pattern: Sendable {
    /// UTF-16 units of a text that are searched.
    static let textLimit = 10_000

    private let expression: NSRegularExpression

    /// - Returns: The pattern, or in words what is wrong with it.
    static func compile(_ pattern: String) -> Result<Pattern, Problem> {
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            return .failure(Problem(description: "is not a regular expression"))
        }
        guard expression.numberOfCaptureGroups == 1 else {
            return .failure(
                Problem(
                    description: "has \(expression.numberOfCaptureGroups) groups in parentheses, expected 1 "
                        + "around what to extract; write (?:…) for the others"
                )
            )
        }
        return .success(Pattern(expression: expression))
    }

    struct Problem: Error { let description: String }

    /// What the group holds at the first match; `nil` without match, or when the group took no part in it.
    func firstCapture(in text: String) -> String? {
        let searched = NSRange(location: 0, length: Swift.min(text.utf16.count, Self.textLimit))
        guard let match = self.expression.firstMatch(in: text, range: searched),
            let range = Range(match.range(at: 1), in: text)
        else { return nil }
        return String(text[range])
    }
}
