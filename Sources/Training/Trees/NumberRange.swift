/// A range of finite numbers whose ends may be open.
struct NumberRange: Sendable, Hashable {
    private let lower: Bound
    private let upper: Bound

    enum Bound: Sendable, Hashable {
        case including(Double)
        case excluding(Double)
        case none
    }

    init(from lower: Bound, to upper: Bound) {
        self.lower = lower
        self.upper = upper
    }

    func contains(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        let isAbove =
            switch self.lower {
            case .including(let bound): value >= bound
            case .excluding(let bound): value > bound
            case .none: true
            }
        let isBelow =
            switch self.upper {
            case .including(let bound): value <= bound
            case .excluding(let bound): value < bound
            case .none: true
            }
        return isAbove && isBelow
    }
}

extension NumberRange: CustomStringConvertible {
    var description: String {
        let lower: String? =
            switch self.lower {
            case .including(let bound): "at least \(bound)"
            case .excluding(let bound): "above \(bound)"
            case .none: nil
            }
        let upper: String? =
            switch self.upper {
            case .including(let bound): "at most \(bound)"
            case .excluding(let bound): "below \(bound)"
            case .none: nil
            }
        let bounds = [lower, upper].compactMap { $0 }
        return bounds.isEmpty ? "finite numbers" : "numbers " + bounds.joined(separator: " and ")
    }
}
