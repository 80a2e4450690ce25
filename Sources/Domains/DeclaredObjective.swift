internal import Declarations
package import Expressions
internal import Features
package import Placement

/// What a domain's good decision makes small: the same for every workload, or powers that a workload's attributes give.
package enum DeclaredObjective: Sendable, Hashable {
    case fixed(Objective)
    /// The powers of cost and of time, over the workload; a power that is not declared is `nil` and counts as 0.
    case powers(cost: Expression?, time: Expression?)

    /// Cost alone, for every workload.
    package static let cost = Self.fixed(.cost)
    /// Time alone, for every workload.
    package static let time = Self.fixed(.time)
    /// Cost × time, for every workload.
    package static let costTime = Self.fixed(.costTime)

    /// The objective where it is the same for every workload.
    package var fixed: Objective? {
        if case .fixed(let objective) = self { objective } else { nil }
    }

    /// As an objective is spelled, expressions in parentheses: `cost^(workload.thrift / 10)*time`.
    package var text: String {
        switch self {
        case .fixed(let objective): objective.rawValue
        case .powers(let cost, let time):
            [cost.map { "cost^(\($0.text))" }, time.map { "time^(\($0.text))" }].compactMap(\.self)
                .joined(separator: "*")
        }
    }

    /// The expressions that it is computed from.
    var expressions: [Expression] {
        switch self {
        case .fixed: []
        case .powers(let cost, let time): [cost, time].compactMap(\.self)
        }
    }

    /// The objective of one workload.
    ///
    /// - Throws: ``ObjectiveError`` where its attributes give no objective.
    func of(_ workload: Workload) throws(ObjectiveError) -> Objective {
        switch self {
        case .fixed(let objective): return objective
        case .powers(let cost, let time):
            let powers = (cost: try Self.power(cost, workload), time: try Self.power(time, workload))
            guard let objective = Objective(costExponent: powers.cost, timeExponent: powers.time) else {
                throw .notAllowed(cost: powers.cost, time: powers.time)
            }
            return objective
        }
    }

    private static func power(_ expression: Expression?, _ workload: Workload) throws(ObjectiveError) -> Double {
        guard let expression else { return 0 }
        let nowhere = Target(id: Target.ID(""), attributes: [:])
        let power: Double?
        do {
            power = try expression.number { $0.attribute(workload: workload, target: nowhere) }
        } catch {
            throw .refused(error)
        }
        guard let power else { throw .missing(expression.text) }
        return power
    }
}

extension Domain {
    /// What a good decision for this workload makes small, unless the request or a policy says otherwise.
    package func objective(of workload: Workload) throws(ObjectiveError) -> Objective {
        try self.objective.of(workload)
    }
}

extension DeclaredObjective {
    /// `cost`, `time`, `cost*time`, or powers: a mapping of `cost` and `time` to expressions over the workload.
    init(_ declaration: Declaration) throws(DeclarationError) {
        guard declaration.isMapping else {
            self = .fixed(try declaration.choice(Objective.self))
            return
        }
        let fields = try declaration.fields(allowed: ["cost", "time"])
        let cost = try fields[optional: "cost"]?.expression(scopes: ["workload"])
        let time = try fields[optional: "time"]?.expression(scopes: ["workload"])
        guard cost != nil || time != nil else {
            throw declaration.invalid(expected: "a power of cost or time: an expression over the workload")
        }
        // Without names it is the same for every workload, and a fault shows now.
        guard [cost, time].contains(where: { $0?.names.isEmpty == false }) else {
            do {
                let nothing = Workload(key: Workload.Key(""), attributes: [:])
                self = .fixed(try Self.powers(cost: cost, time: time).of(nothing))
            } catch {
                throw declaration.invalid(expected: "powers from 0 to 100, one of them above 0; \(error)")
            }
            return
        }
        self = .powers(cost: cost, time: time)
    }
}

/// Why a workload's attributes give no objective.
package enum ObjectiveError: Error, Hashable, CustomStringConvertible {
    /// The expression of a power has no value.
    case missing(String)
    case notAllowed(cost: Double, time: Double)
    case refused(ExpressionError)

    package var description: String {
        switch self {
        case .missing(let expression): "objective: '\(expression)' is missing; declare a default with coalesce"
        case .notAllowed(let cost, let time):
            "objective: cost^\(Value.spelling(of: cost)) × time^\(Value.spelling(of: time)) is not allowed; powers lie "
                + "from 0 to \(Value.spelling(of: Objective.largestExponent)), one of them above 0"
        case .refused(let error): "objective: \(error)"
        }
    }
}
