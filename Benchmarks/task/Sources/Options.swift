import Domains

/// What is simulated and how it is learnt.
struct Options {
    /// Workloads that are learnt from.
    var training = 12_000
    /// Workloads that are decided, drawn apart from those.
    var test = 6_000
    /// Attempts on each kind that the truth of a workload is computed from.
    var draws = 1_000
    var seed: UInt64 = 7
    /// How trees are combined; as the domain says when `nil`.
    var forest: Domain.ForestKind?
    /// Knobs of the trees.
    var knobs: [(key: String, value: String)] = []
    /// Where the rows are left for peers.
    var tables: String?
    var domain = "domains/task.yaml"

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let text = rest.popFirst() else { throw Refused(description: "\(name) needs a value") }
            func number() throws -> Int {
                guard let number = Int(text), number > 0 else { throw Refused(description: "\(name) \(text)") }
                return number
            }
            switch name {
            case "--train": self.training = try number()
            case "--test": self.test = try number()
            case "--draws": self.draws = 2 * max(1, try number() / 2)
            case "--seed": self.seed = UInt64(try number())
            case "--forest":
                guard let forest = Domain.ForestKind(rawValue: text) else {
                    throw Refused(description: "--forest boosted or random, not \(text)")
                }
                self.forest = forest
            case "--set":
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw Refused(description: "--set KEY=VALUE, not \(text)") }
                self.knobs.append((parts[0], parts[1]))
            case "--tables": self.tables = text
            case "--domain": self.domain = text
            default: throw Refused(description: "no option \(name)")
            }
        }
    }
}
