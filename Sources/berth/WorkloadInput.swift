internal import Declarations
internal import Domains
internal import Expressions
internal import Features
internal import Placement
internal import RunHistory
internal import Telemetry

/// A workload as a user writes it: a JSON object of attributes.
struct WorkloadInput {
    let path: String

    /// The object's fields, checked against what the domain reads.
    func attributes(domain: Domain) throws -> [String: Value] {
        let bytes = try Files.bytes(self.path)
        let value: Value
        var scanner = JSONScanner(bytes)
        do throws(JSONFault) {
            value = try scanner.value()
            try scanner.requireEnd()
        } catch {
            throw self.refusal("\(error)")
        }
        guard case .record(let attributes) = value else {
            throw self.refusal("holds \(value.kind); expected an object of workload attributes")
        }
        let known = Self.attributesRead(by: domain)
        let kinds = AttributeKind.ofAttributes(in: domain)
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            guard known.contains(name) else {
                let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
                throw self.refusal(
                    "unknown field '\(name)'; \(hint)the domain '\(domain.name)' allows \(known.joined(separator: ", "))"
                )
            }
            if let kind = kinds[name], !value.isMissing, !kind.allows(value) {
                let found = value.text.map { "'\($0)'" } ?? value.kind
                throw self.refusal("\(name) is \(found); \(kind.rawValue) is allowed")
            }
            if case .number(let number) = value, number < 0 {
                throw self.refusal("\(name) is \(Figure.short(number)); a number from 0 is allowed")
            }
        }
        return attributes
    }

    private func refusal(_ problem: String) -> CommandFailure {
        let source = self.path == Files.standardInput ? "the workload" : self.path
        return CommandFailure(kind: .refusedInput, message: "\(source): \(problem)")
    }

    /// The workload attributes that the domain's features, rules, requirements or keys name.
    static func attributesRead(by domain: Domain) -> [String] {
        var expressions = domain.identity + domain.requirements.map(\.condition)
        expressions += domain.rules.flatMap { [$0.when, $0.keep].compactMap(\.self) + $0.order }
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
        return Set(named + mapped.map(\.name) + domain.strata).sorted()
    }
}
