internal import Problems

/// Why a training cannot begin.
package enum PipelineError: Error, Hashable {
    /// `known` is every domain that can be trained, ascending.
    case unknownDomain(String, known: [String])
    case noRuns(domain: String)
}

extension PipelineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownDomain(let name, let known):
            "no domain '\(name)'; " + (nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? "")
                + "there are \(known.joined(separator: ", "))"
        case .noRuns(let domain): "there are no runs of '\(domain)' to learn from"
        }
    }
}
