internal import Placement

/// A part of a compiled expression, with the bytes of the text it stands for.
struct Term: Sendable {
    let form: Form
    let start: Int
    let end: Int
    /// How many operations stand inside one another; 1 for a constant or a name.
    let height: Int

    indirect enum Form: Sendable {
        case constant(Value)
        case name(Name)
        /// A name whose value is known already.
        case known(Name, Value)
        case negation(Term)
        case arithmetic(Arithmetic, Term, Term)
        case comparison(Comparison, Term, Term)
        case isMissing(Term)
        case not(Term)
        case and(Term, Term)
        case or(Term, Term)
        case member(Term, of: [Term])
        case call(Function, [Term])
        case extraction(Term, Pattern)
    }

    enum Arithmetic: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"

        func callAsFunction(_ left: Double, _ right: Double) -> Double {
            switch self {
            case .add: left + right
            case .subtract: left - right
            case .multiply: left * right
            case .divide: left / right
            case .remainder: left.truncatingRemainder(dividingBy: right)
            }
        }
    }

    enum Comparison: String, Sendable {
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        func callAsFunction<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
            switch self {
            case .equal: left == right
            case .unequal: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }
}
