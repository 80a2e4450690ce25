package import Placement
package import Problems

/// The query of a request, strictly read.
package struct Query: Sendable {
    private let values: [String: String]

    /// Without parameters.
    package static let empty = Query(values: [:])

    private init(values: [String: String]) { self.values = values }

    /// - Parameters:
    ///   - text: What follows the question mark.
    ///   - allowed: The parameters' names.
    init(_ text: Substring, allowed: [String]) throws(Problem) {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw Problem(.invalidParameter, "the query is not percent-encoded UTF-8 at '\(pair.prefix(60))'")
            }
            guard allowed.contains(name) else {
                throw .unknown(.unknownParameter, name, among: allowed, what: "query parameter")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem(.invalidParameter, "the query parameter '\(name)' appears twice", field: name)
            }
        }
        self.values = values
    }

    private func invalid(_ name: String, _ value: String, expected: String) -> Problem {
        Problem(
            .invalidParameter,
            "\(name) is '\(value.prefix(60))'; \(expected) is allowed",
            field: name,
            value: String(value.prefix(60)),
            allowed: [expected]
        )
    }

    /// A text that is not empty; `nil` when the parameter is left out.
    package func text(_ name: String) throws(Problem) -> String? {
        guard let value = self.values[name] else { return nil }
        guard !value.isEmpty else { throw self.invalid(name, value, expected: "a string") }
        return value
    }

    /// `true` or `false`; `nil` when the parameter is left out.
    package func flag(_ name: String) throws(Problem) -> Bool? {
        switch self.values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        case let value?: throw self.invalid(name, value, expected: "true or false")
        }
    }

    /// A whole number in a range, its ends included; `nil` when the parameter is left out.
    package func wholeNumber<Number: FixedWidthInteger>(
        _ name: String,
        _ range: ClosedRange<Number>
    ) throws(Problem) -> Number? {
        guard let value = self.values[name] else { return nil }
        guard let number = Number(value), range.contains(number) else {
            throw self.invalid(name, value, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A time with a time zone; `nil` when the parameter is left out.
    package func moment(_ name: String) throws(Problem) -> Timestamp? {
        guard let value = self.values[name] else { return nil }
        // A bare number would be seconds to one reader and milliseconds to another.
        guard Double(value) == nil, let moment = Timestamp(parsing: value) else {
            throw self.invalid(name, value, expected: "an ISO 8601 time such as 2026-01-31T12:00:00Z")
        }
        return moment
    }
}
