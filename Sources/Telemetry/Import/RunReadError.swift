package import JSON

/// Why a file of reports is refused as a whole.
package enum RunReadError: Error, Hashable {
    case tooLarge(file: String, bytes: Int, limit: Int)
    case tooManyRuns(file: String, limit: Int)
    case noRuns(file: String)
    /// A list that breaks off or is no JSON: where its elements end cannot be told.
    case notJSON(file: String, JSONFault)
    /// `first` holds the first of `count` bad reports among `total`.
    case badRuns(first: [BadRun], count: Int, total: Int)
}

extension RunReadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let file, let bytes, let limit):
            return "\(file) has \(bytes) bytes; at most \(limit) are read at once, so split it"
        case .tooManyRuns(let file, let limit): return "\(file) has more than \(limit) runs; split it"
        case .noRuns(let file):
            return "\(file) has no runs; expected a JSON list of runs, one run, or one run per line"
        case .notJSON(let file, let fault): return "\(file):\(fault.line): not JSON: \(fault.problem)"
        case .badRuns(let first, let count, let total):
            let more = count > first.count ? "\n  and \(count - first.count) more" : ""
            return "\(count) of \(total) runs were rejected, so none was stored:\n"
                + first.map { "  \($0)" }.joined(separator: "\n") + more
        }
    }
}
