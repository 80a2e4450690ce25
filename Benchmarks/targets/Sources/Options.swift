/// What the command line says.
struct Options {
    /// `--data FOLDER`: with `sparecores` and `catalog`.
    var data = "../shared/data"
    /// `--model FILE`: read where it is there, else trained and written.
    var model: String?
    /// `--rounds N`: each ranks for every workload.
    var rounds = 20
    /// `--full N`: workloads for which every offer is predicted by itself.
    var full = 16

    struct Misuse: Error, CustomStringConvertible { let description: String }

    init(_ arguments: some Sequence<String>) throws {
        var remaining = Array(arguments)[...]
        while let name = remaining.popFirst() {
            guard let value = remaining.popFirst() else { throw Misuse(description: "\(name) needs a value") }
            switch name {
            case "--data": self.data = value
            case "--model": self.model = value
            case "--rounds": self.rounds = try Self.number(value, name)
            case "--full": self.full = try Self.number(value, name)
            default:
                throw Misuse(description: "\(name) is unknown; there are --data, --model, --rounds, --full")
            }
        }
    }

    private static func number(_ text: String, _ name: String) throws -> Int {
        guard let number = Int(text), number >= 0 else {
            throw Misuse(description: "\(name) takes a whole number from 0, not '\(text)'")
        }
        return number
    }
}
