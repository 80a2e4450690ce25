internal import Problems

extension BoostingParameters {
    /// Sets a knob by its key, as configuration files and flags do.
    ///
    /// - Parameters:
    ///   - key: A key of `BoostingKnob.all`.
    ///   - text: The value, written as Swift writes it: `15`, `0.05`, `1e-3`, `true`.
    /// - Throws: An unknown key (with the nearest one), a value that is not of the knob's type, or one out of its
    ///   range. The parameters are then unchanged.
    package mutating func set(_ key: String, to text: String) throws(BoostingParameterError) {
        guard let knob = BoostingKnob.all.first(where: { $0.key == key }) else {
            let known = BoostingKnob.all.map(\.key)
            let nearest = nearestName(to: key, among: known).map { "\($0) (nearest name), or " } ?? ""
            let allowed = nearest + "one of " + known.joined(separator: ", ")
            throw BoostingParameterError(faults: [.init(field: key, value: text, allowed: allowed)])
        }
        let refusal = BoostingParameterError(faults: [.init(field: key, value: text, allowed: knob.allowed)])
        var changed = self
        switch knob.field {
        case .integer(let path, _):
            guard let value = Int(text) else { throw refusal }
            changed[keyPath: path] = value
        case .number(let path, _):
            guard let value = Double(text) else { throw refusal }
            changed[keyPath: path] = value
        case .toggle(let path):
            guard let value = Bool(text) else { throw refusal }
            changed[keyPath: path] = value
        }
        guard knob.isAllowed(in: changed) else { throw refusal }
        self = changed
    }
}
