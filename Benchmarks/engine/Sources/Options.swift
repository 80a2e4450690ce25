/// What the command line says.
struct Options {
    /// `--decisions N`: timed for each line.
    var decisions = 4000
    /// `--candidates 1,2,4`: one line each.
    var candidates = [1, 2, 4, 8, 16, 64]
    /// `--trees 50,200`: of each forest; one line each, with eight candidates.
    var trees = [50, 200, 800]
    /// `--features 10,44`: declared features; one line each, with eight candidates.
    var features = [10, 20, 30]
    /// `--record FILE`: writes decisions of every kind as JSON lines instead of timing any, to compare two builds.
    var record: String?

    struct Misuse: Error, CustomStringConvertible { let description: String }

    init(_ arguments: some Sequence<String>) throws {
        var remaining = Array(arguments)[...]
        while let name = remaining.popFirst() {
            guard let value = remaining.popFirst() else { throw Misuse(description: "\(name) needs a value") }
            switch name {
            case "--decisions": self.decisions = try Self.numbers(value, name)[0]
            case "--candidates": self.candidates = try Self.numbers(value, name)
            case "--trees": self.trees = try Self.numbers(value, name)
            case "--features": self.features = try Self.numbers(value, name)
            case "--record": self.record = value
            default:
                throw Misuse(
                    description:
                        "\(name) is unknown; there are --decisions, --candidates, --trees, --features, --record"
                )
            }
        }
    }

    private static func numbers(_ text: String, _ name: String) throws -> [Int] {
        let numbers = text.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
        guard !numbers.isEmpty, numbers.count == text.split(separator: ",", omittingEmptySubsequences: false).count
        else { throw Misuse(description: "\(name) takes numbers from 1, such as 1,2,4, not '\(text)'") }
        return numbers
    }
}
