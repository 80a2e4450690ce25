internal import Domains
internal import Expressions
internal import JSON
internal import Placement
internal import Problems

/// What a report's fields mean for one domain.
struct ReportFields: Sendable {
    let domain: Domain
    let places: KnownPlaces
    let specFields: [String]?

    /// The longest id that a run may have, in bytes.
    static let longestID = 200
    /// The longest text of an error, in bytes.
    static let longestError = 2000
    /// The longest time of a run that is taken for real: about 32 years.
    static let longestMilliseconds = 1e12

    private let costField: String
    private var allowed: [String]
    /// The longest name that a target may have, in bytes.
    private static let longestTarget = 200
    private static let targetAttributes = "targetAttributes"
    private static let mostTargetAttributes = 100

    init(domain: Domain, places: KnownPlaces, specFields: [String]?) {
        self.domain = domain
        self.places = places
        self.specFields = specFields
        self.costField = "cost\(domain.currency)"
        self.allowed = [
            "runId", "decisionId", "domain", "target", "provider", "language", "startedAt", "durationMs",
            self.costField, "success", "error", "spec", "metrics",
        ]
        // Elsewhere a catalog says what the targets are.
        if domain.catalog == .runs { self.allowed.append(Self.targetAttributes) }
    }

    func report(from value: Value, file: String, line: Int) throws(BadRun) -> RunReport {
        do throws(FieldFault) {
            return try self.report(from: try JSONObject(value, whole: "", allowed: self.allowed))
        } catch {
            throw BadRun(file: file, line: line, error)
        }
    }

    private func report(from report: JSONObject) throws(FieldFault) -> RunReport {
        try self.checkDomain(of: report)
        let id = try report.identifier("runId", bytes: 1...Self.longestID)
        let target = try self.target(of: report)
        let startedAt = try report.moment("startedAt")
        let milliseconds = try report.number("durationMs", 0...Self.longestMilliseconds, unit: "ms")
        let units = try report.number(self.costField, 0...9e9, unit: self.domain.currency.code)
        guard let cost = Money(units, currency: self.domain.currency) else {
            preconditionFailure("9e9 units fit into an amount")
        }
        let succeeded = try report.flag("success")
        return RunReport(
            Run(
                id: Run.ID(id),
                workload: try self.workload(of: report),
                target: target,
                startedAt: startedAt,
                outcome: Outcome(timeSeconds: milliseconds / 1000, cost: cost, succeeded: succeeded)
            ),
            decision: try Self.decision(of: report),
            error: try Self.error(of: report, succeeded: succeeded),
            metrics: try Self.metrics(of: report)
        )
    }

    private static func decision(of report: JSONObject) throws(FieldFault) -> Decision.ID? {
        guard let text = try report.optionalText("decisionId") else { return nil }
        let id = Decision.ID(text)
        guard id.number != nil else {
            throw report.invalid("decisionId", expected: "a decision's id such as \(Decision.ID(number: 1))")
        }
        return id
    }

    private static func metrics(of report: JSONObject) throws(FieldFault) -> [String: Value] {
        guard let metrics = try report.optionalObject("metrics", allowed: nil) else { return [:] }
        try metrics.requireNumbers()
        return metrics.all
    }

    private func checkDomain(of report: JSONObject) throws(FieldFault) {
        guard let name = try report.optionalText("domain"), name != self.domain.name else { return }
        throw report.invalid("domain", expected: "'\(self.domain.name)'")
    }

    private func target(of report: JSONObject) throws(FieldFault) -> Target {
        let provider = try report.optionalText("provider")
        if let attributes = try report.optionalObject(Self.targetAttributes, allowed: nil) {
            return try Self.described(report, attributes, provider: provider)
        }
        if let name = try report.optionalText("target") {
            let target = try Self.at("target") { () throws(FieldFault.Cause) in try self.places.target(named: name) }
            if let provider, !KnownPlaces.belongs(target, to: provider) {
                throw report.invalid("provider", expected: "the provider of target '\(name)'")
            }
            return target
        }
        guard let provider else { throw report.missing("target", expected: "the name of a target, or of a provider") }
        return try Self.at("provider") { () throws(FieldFault.Cause) in
            try self.places.target(ofProvider: provider)
        }
    }

    /// Says which field it was.
    private static func at<Value>(
        _ field: String,
        _ body: () throws(FieldFault.Cause) -> Value
    ) throws(FieldFault) -> Value {
        do throws(FieldFault.Cause) { return try body() } catch { throw FieldFault(field, error) }
    }

    /// A target that the report itself describes, new or as it is now.
    private static func described(
        _ report: JSONObject,
        _ attributes: JSONObject,
        provider: String?
    ) throws(FieldFault) -> Target {
        let name = try report.identifier("target", bytes: 1...Self.longestTarget)
        let count = attributes.names.count
        guard count <= Self.mostTargetAttributes else {
            throw FieldFault(
                Self.targetAttributes,
                .invalid(found: .words("\(count) attributes"), expected: "at most \(Self.mostTargetAttributes)")
            )
        }
        try attributes.requirePlainValues()
        let target = Target(id: Target.ID(name), attributes: attributes.all)
        if let provider, !KnownPlaces.belongs(target, to: provider) {
            throw report.invalid("provider", expected: "the provider in \(Self.targetAttributes)")
        }
        return target
    }

    private static func error(of report: JSONObject, succeeded: Bool) throws(FieldFault) -> String? {
        guard let error = try report.optionalText("error"), !error.isEmpty else { return nil }
        guard !succeeded else {
            throw FieldFault("error", .invalid(found: .words("an error"), expected: "none, because success is true"))
        }
        guard error.utf8.count <= Self.longestError else {
            throw FieldFault(
                "error",
                .invalid(
                    found: .words("\(error.utf8.count) bytes"),
                    expected: "a text of at most \(Self.longestError) bytes"
                )
            )
        }
        return error
    }

    private func workload(of report: JSONObject) throws(FieldFault) -> Workload {
        var attributes: [String: Value] = [:]
        if let spec = try report.optionalObject("spec", allowed: self.specFields) {
            try spec.requireNoNegativeAmounts()
            attributes = spec.values
        }
        if let language = try report.optionalText("language") {
            if let other = attributes["language"], other != .text(language) {
                throw FieldFault(
                    "spec.language",
                    .invalid(found: .text(other.text ?? other.kind), expected: "'\(language)', as in 'language'")
                )
            }
            attributes["language"] = .text(language)
        }
        do throws(ExpressionError) {
            return try self.domain.workload(attributes)
        } catch {
            throw FieldFault("spec", .refused(reason: error.description))
        }
    }
}
