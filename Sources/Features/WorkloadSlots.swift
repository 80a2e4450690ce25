package import Expressions
package import Placement

/// The workload attributes that some expressions read, each with a place of its own, so that a decision looks every
/// attribute up once.
package struct WorkloadSlots: Sendable {
    private var names: [Name] = []

    /// No places yet.
    package init() {}

    /// What a name stands for: a place for a workload's attribute, the value of a target's.
    package mutating func binding(of name: Name, target: Target) -> NameBinding {
        guard name.path.count > 1, name.path[0] == "workload" else { return .value(name.attribute(of: target)) }
        return .slot(self.slot(of: name))
    }

    /// The place of an attribute; a name that is asked for again has the same one.
    package mutating func slot(of name: Name) -> Int {
        if let known = self.names.firstIndex(where: { $0.path == name.path }) { return known }
        self.names.append(name)
        return self.names.count - 1
    }

    /// The workload's values, in the order of the places.
    package func values(of workload: Workload) -> [Value] {
        self.names.map { $0.value(in: workload.attributes) }
    }
}

extension Name {
    /// The attribute that a name such as `workload.spec.cpu` stands for.
    package func attribute(workload: Workload, target: Target) -> Value {
        guard self.path.count > 1 else { return .missing }
        return self.value(in: self.path[0] == "workload" ? workload.attributes : target.attributes)
    }

    fileprivate func attribute(of target: Target) -> Value {
        self.path.count > 1 ? self.value(in: target.attributes) : .missing
    }

    fileprivate func value(in attributes: [String: Value]) -> Value {
        guard let root = attributes[self.path[1]] else { return .missing }
        return self.path.count == 2 ? root : root[path: self.path.dropFirst(2)]
    }
}

extension Expression {
    /// The expression with the target's attributes put in; what is left reads the workload's places.
    ///
    /// - Parameter folding: Whether parts that no longer read anything are computed here once.
    package func bound(to target: Target, _ slots: inout WorkloadSlots, folding: Bool = true) -> BoundExpression {
        self.bound(folding: folding) { slots.binding(of: $0, target: target) }
    }
}
