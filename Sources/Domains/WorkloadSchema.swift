internal import Expressions
internal import Features
package import Placement
internal import Problems
internal import RunMapping

/// What a domain reads of a workload: the attributes by name, and what each may be. Made once, asked for every request.
package struct WorkloadSchema: Sendable {
    /// The attributes that features, rules, requirements or keys name, ascending.
    package let attributes: [String]
    private let kinds: [String: AttributeKind]
    private let domain: String

    package init(of domain: Domain) {
        var expressions = domain.identity + domain.requirements.map(\.condition)
        expressions += domain.rules.flatMap { [$0.when, $0.keep].compactMap(\.self) + $0.order }
        expressions += domain.objective.expressions
        expressions += [domain.family, domain.hourlyPrice].compactMap(\.self)
        for feature in domain.program.features {
            switch feature.source {
            case .expression(let expression): expressions.append(expression)
            case .code(let source, let language): expressions += [source] + [language].compactMap(\.self)
            case .clock, .history: break
            }
        }
        let named = expressions.flatMap(\.names).filter { $0.path[0] == "workload" }.map { $0.path[1] }
        let mapped = (domain.history?.workload.identifying ?? []) + (domain.history?.workload.describing ?? [])
        let attributes = Set(named + mapped.map(\.name) + domain.strata).sorted()
        let kinds = AttributeKind.ofAttributes(in: domain)
        self.attributes = attributes
        self.kinds = Dictionary(uniqueKeysWithValues: attributes.map { ($0, kinds[$0] ?? .any) })
        self.domain = domain.name
    }

    /// - Throws: The first fault, by the attribute's name.
    package func check(_ attributes: [String: Value]) throws(AttributeFault) {
        var fault: AttributeFault?
        for (name, value) in attributes {
            guard let found = self.fault(of: name, value) else { continue }
            if fault.map({ name < $0.attribute }) ?? true { fault = found }
        }
        if let fault { throw fault }
    }

    private func fault(of name: String, _ value: Value) -> AttributeFault? {
        guard let kind = self.kinds[name] else {
            return AttributeFault(
                attribute: name,
                problem: .unknown(
                    nearest: nearestName(to: name, among: self.attributes),
                    domain: self.domain,
                    known: self.attributes
                )
            )
        }
        if !value.isMissing, !kind.allows(value) {
            return AttributeFault(attribute: name, problem: .wrongKind(found: value, allowed: kind.rawValue))
        }
        if case .number(let number) = value, number < 0 {
            return AttributeFault(attribute: name, problem: .negative(number))
        }
        return nil
    }
}

/// What is wrong with an attribute of a workload.
package struct AttributeFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it, with what was found and what is allowed.
    package enum Problem: Sendable, Hashable {
        case unknown(nearest: String?, domain: String, known: [String])
        case wrongKind(found: Value, allowed: String)
        case negative(Double)
    }

    /// The attribute's name, as it was given.
    package let attribute: String
    /// What is wrong with it.
    package let problem: Problem

    package var description: String {
        switch self.problem {
        case .unknown(let nearest, let domain, let known):
            let hint = nearest.map { "did you mean '\($0)'? " } ?? ""
            return "unknown field '\(self.attribute)'; \(hint)the domain '\(domain)' allows "
                + known.joined(separator: ", ")
        case .wrongKind(let found, let allowed):
            return
                "\(self.attribute) is \(found.text.map { "'\($0.prefix(60))'" } ?? found.kind); \(allowed) is allowed"
        case .negative(let number):
            return "\(self.attribute) is \(Figure.short(number)); a number from 0 is allowed"
        }
    }
}

/// What a workload's attribute may be, as the features that read it say.
private enum AttributeKind: String {
    case number = "a number, true or false"
    case text = "a string"
    case category = "a string, a number, true or false"
    case list = "a list"
    case collection = "a list or an object"
    /// It stands inside larger expressions only.
    case any = "any value"

    func allows(_ value: Value) -> Bool {
        switch (self, value) {
        case (.any, _): true
        case (.number, _): value.number != nil
        case (.text, .text), (.list, .list), (.collection, .list), (.collection, .record): true
        case (.category, _): value.text != nil
        default: false
        }
    }

    /// For each attribute that a feature reads as it is; an attribute inside a larger expression has no kind here.
    /// Where features differ, the first that is declared decides.
    static func ofAttributes(in domain: Domain) -> [String: AttributeKind] {
        var kinds: [String: AttributeKind] = [:]
        func note(_ expression: Expression?, _ kind: AttributeKind?) {
            guard let expression, let kind, let name = expression.names.first, name.path.count == 2,
                name.path[0] == "workload", expression.text == name.path.joined(separator: "."),
                kinds[name.path[1]] == nil
            else { return }
            kinds[name.path[1]] = kind
        }
        for feature in domain.program.features {
            switch feature.source {
            case .expression(let expression): note(expression, AttributeKind(feature.transform))
            case .code(let source, let language):
                note(source, .text)
                note(language, .text)
            case .clock, .history: break
            }
        }
        return kinds
    }

    private init?(_ transform: FeatureTransform) {
        switch transform {
        case .number, .log, .log1p: self = .number
        case .length: self = .text
        case .hash, .category, .oneHot: self = .category
        case .totalBytes: self = .list
        case .count: self = .collection
        default: return nil
        }
    }
}
