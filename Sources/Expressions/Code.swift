internal import Placement

/// An expression's operations in one flat array: what evaluation runs on, without a reference to follow or count per
/// operation.
final class Code: Sendable {
    /// One operation. What its two places mean depends on it.
    struct Node: Sendable {
        let operation: Operation
        /// The only or the left operand; a place in `constants`, in `names`, or the start in `operands`.
        let first: Int32
        /// The right operand; where a name's value stands, or how many `operands` there are.
        let second: Int32
        /// Of a constant number.
        let number: Double
    }

    enum Operation: Sendable {
        case number
        /// A place in `constants`; `second` is the place in `names` where the constant stands for a name, else −1.
        case constant
        case name
        case negation
        case arithmetic(Term.Arithmetic)
        case comparison(Term.Comparison)
        case isMissing
        case not
        case and
        case or
        /// The first of `operands` is what is sought, the others the list.
        case member
        case call(Function)
        /// The operand, and a place in `patterns`.
        case extraction
    }

    let text: String
    let nodes: [Node]
    let operands: [Int32]
    let constants: [Value]
    let names: [Name]
    let patterns: [Pattern]
    /// For each node the bytes of the text that it stands for.
    let places: [Range<Int>]

    /// The operation that gives the expression's value.
    var root: Int { self.nodes.count - 1 }

    init(_ root: Term, text: String) {
        var assembly = Assembly()
        _ = assembly.append(root)
        self.text = text
        self.nodes = assembly.nodes
        self.operands = assembly.operands
        self.constants = assembly.constants
        self.names = assembly.names
        self.patterns = assembly.patterns
        self.places = assembly.places
    }

    /// The name that a node is, known or not.
    func name(of node: Int) -> Name? {
        switch self.nodes[node].operation {
        case .name: self.names[Int(self.nodes[node].first)]
        case .constant where self.nodes[node].second >= 0: self.names[Int(self.nodes[node].second)]
        default: nil
        }
    }
}

/// Lays terms out, operands before what they belong to.
private struct Assembly {
    var nodes: [Code.Node] = []
    var operands: [Int32] = []
    var constants: [Value] = []
    var names: [Name] = []
    var patterns: [Pattern] = []
    var places: [Range<Int>] = []

    mutating func append(_ term: Term) -> Int32 {
        let node = self.node(for: term)
        self.nodes.append(node)
        self.places.append(term.start..<term.end)
        return Int32(self.nodes.count - 1)
    }

    private mutating func node(for term: Term) -> Code.Node {
        switch term.form {
        case .constant(.number(let number)): return Code.Node(operation: .number, first: 0, second: 0, number: number)
        case .constant(let value): return self.constant(value, name: -1)
        case .known(let name, let value):
            self.names.append(name)
            return self.constant(value, name: Int32(self.names.count - 1))
        case .name(let name):
            self.names.append(name)
            return Self.node(.name, Int32(self.names.count - 1), Int32(name.index))
        case .negation(let part): return Self.node(.negation, self.append(part))
        case .isMissing(let part): return Self.node(.isMissing, self.append(part))
        case .not(let part): return Self.node(.not, self.append(part))
        case .arithmetic(let operation, let left, let right):
            return Self.node(.arithmetic(operation), self.append(left), self.append(right))
        case .comparison(let comparison, let left, let right):
            return Self.node(.comparison(comparison), self.append(left), self.append(right))
        case .and(let left, let right): return Self.node(.and, self.append(left), self.append(right))
        case .or(let left, let right): return Self.node(.or, self.append(left), self.append(right))
        case .member(let part, let list): return self.many(.member, [part] + list)
        case .call(let function, let arguments): return self.many(.call(function), arguments)
        case .extraction(let part, let pattern):
            self.patterns.append(pattern)
            let place = Int32(self.patterns.count - 1)
            return Self.node(.extraction, self.append(part), place)
        }
    }

    private mutating func many(_ operation: Code.Operation, _ parts: [Term]) -> Code.Node {
        var places: [Int32] = []
        for part in parts { places.append(self.append(part)) }
        self.operands += places
        return Self.node(operation, Int32(self.operands.count - places.count), Int32(places.count))
    }

    private mutating func constant(_ value: Value, name: Int32) -> Code.Node {
        self.constants.append(value)
        return Self.node(.constant, Int32(self.constants.count - 1), name)
    }

    private static func node(_ operation: Code.Operation, _ first: Int32, _ second: Int32 = 0) -> Code.Node {
        Code.Node(operation: operation, first: first, second: second, number: .nan)
    }
}
