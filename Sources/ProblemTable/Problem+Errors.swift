package import Decisions
internal import Domains
internal import Engine
internal import JSON
internal import Nodes
internal import Placement
package import Problems
internal import Registry
internal import TaskDispatch
internal import Telemetry

/// The one table from errors to problems, whatever protocol tells them. Every domain of errors is switched over without
/// a default, so that a new case does not compile until it has its answer.
extension Problem {
    /// - Parameter classify: Recognises faults of the stores.
    /// - Returns: `nil` for a fault in the service itself, of which the client learns nothing.
    package init?(_ error: any Error, classify: (any Error) -> StoreFault?) {
        switch error {
        case let problem as Problem: self = problem
        case let fault as FieldFault: self.init(fault)
        case let fault as JSONFault: self.init(fault)
        case let error as DecisionError: self.init(error)
        case let fault as DecisionService.BatchFault: self = Problem(fault.error).at(index: fault.index)
        case let error as EngineError: self.init(error)
        case let error as AttributeFault: self.init(error)
        case let error as RunReadError: self.init(error)
        case let error as RunStoreError: self.init(error)
        case let error as ModelStoreError: self.init(error)
        case let error as SemanticVersionError: self.init(error)
        case let error as PredictionError: self.init(error)
        case let error as TaskError: self.init(error)
        case let error as FleetFull: self.init(.unavailable, "\(error)")
        case is CancellationError: self.init(.unavailable, "the service is stopping; use another, or try again later")
        default:
            guard let fault = (error as? StoreFault) ?? classify(error) else { return nil }
            self.init(fault)
        }
    }

    /// What a client is told of a decision that cannot be made.
    package init(_ error: DecisionError) {
        let detail = "\(error)"
        switch error {
        case .unknownDomain(let name, _, let known):
            self.init(.unknownResource, detail, field: "domain", value: name, allowed: known)
        case .unknownTarget(let id, _, _, let known):
            self.init(.unknownResource, detail, field: "target", value: "\(id)", allowed: Self.listed(known))
        case .ambiguousTarget(let id, let domains):
            self.init(.conflict, detail, field: "domain", value: "\(id)", allowed: domains)
        case .unknownDecision(let id): self.init(.unknownResource, detail, field: "id", value: "\(id)")
        case .attribute(let fault): self.init(fault)
        case .unusableWorkload: self.init(.unprocessable, detail, field: "workload")
        case .refused(let error): self.init(error)
        case .noModel: self.init(.unavailable, detail)
        case .nothingChosen: self.init(.conflict, detail)
        case .unknownRunTarget(let name, let known):
            self.init(.unprocessable, detail, field: "target", value: name, allowed: Self.listed(known))
        case .contradictingOutcome: self.init(.conflict, detail)
        case .endsInFuture(_, let start, _, let now):
            self.init(.invalidField, detail, field: "startedAt", value: "\(start)", allowed: ["a time up to \(now)"])
        case .reservedID(let id): self.init(.invalidField, detail, field: "runId", value: "\(id)")
        case .noTargets(let domain): self.init(.unprocessable, detail, field: "domain", value: domain)
        case .tooManyTargets(let domain, _): self.init(.unprocessable, detail, field: "target", value: domain)
        case .otherCurrency(let found, let expected):
            self.init(.unprocessable, detail, field: "cost\(found)", allowed: ["cost\(expected)"])
        }
    }

    private init(_ error: EngineError) {
        let detail = "\(error)"
        switch error {
        case .unusableAttribute: self.init(.unprocessable, detail, field: "workload")
        case .limitNeedsModel(let limit, _): self.init(.unprocessable, detail, field: "constraints.\(limit)")
        case .unknownAttribute(let name, _): self.init(.unprocessable, detail, field: "constraints", value: name)
        case .duplicateTarget: self.init(.conflict, detail)
        case .invalidLimit(let limit, let value):
            self.init(.invalidField, detail, field: "constraints.\(limit)", value: "\(value)")
        case .unknownValue(let attribute, let value, _, let known):
            self.init(.unprocessable, detail, field: "constraints.only.\(attribute)", value: value, allowed: known)
        }
    }

    private init(_ fault: AttributeFault) {
        let field = "workload.\(fault.attribute)"
        switch fault.problem {
        case .unknown(_, _, let known): self.init(.unknownField, "\(fault)", field: field, allowed: known)
        case .wrongKind(let found, let allowed):
            let value = found.text.map { String($0.prefix(60)) } ?? found.kind
            self.init(.invalidField, "\(fault)", field: field, value: value, allowed: [allowed])
        case .negative(let number):
            self.init(.invalidField, "\(fault)", field: field, value: Value.spelling(of: number))
        }
    }

    private init(_ error: RunReadError) {
        let nothing = "; nothing of the body was stored"
        switch error {
        case .tooLarge, .tooManyRuns: self.init(.tooLarge, "\(error)\(nothing)")
        case .noRuns: self.init(.badRuns, "\(error)")
        case .notJSON(_, let fault):
            self.init(
                .malformedJSON,
                "\(fault)\(nothing)",
                items: [Item(line: fault.line, field: nil, detail: "\(fault.problem)")]
            )
        case .badRuns(let first, let count, let total):
            let items = first.map { Item(line: $0.line, field: $0.field, detail: "\($0.fault)") }
            let place = first.first.map { run in
                "line \(run.line): " + (run.field.map { "\($0): " } ?? "") + "\(run.fault)"
            }
            let more = count > 1 ? " (\(count) of \(total) runs were rejected, see 'errors')" : ""
            self.init(.badRuns, (place ?? "") + more + nothing, field: first.first?.field, items: items)
        }
    }

    private init(_ error: RunStoreError) {
        switch error {
        case .unstorable: self.init(.unprocessable, "\(error); nothing of the body was stored")
        }
    }

    private init(_ error: TaskError) {
        let detail = "\(error)"
        switch error {
        case .unknownType(let name):
            let known = TaskType.all.map(\.name)
            self.init(.invalidField, detail, field: "taskType", value: String(name.prefix(60)), allowed: known)
        case .payload(let fault): self.init(fault)
        case .payloadTooLarge(let bytes, let limit, _):
            let allowed = ["at most \(limit) bytes"]
            self.init(.tooLarge, detail, field: "payload", value: "\(bytes) bytes", allowed: allowed)
        case .full: self.init(.full, detail)
        case .beingTaken: self.init(.unavailable, detail, field: "idempotencyKey")
        case .unknownTask(let id):
            self.init(.unknownResource, detail, field: "id", value: String("\(id)".prefix(128)))
        case .ended: self.init(.conflict, detail)
        }
    }

    private init(_ error: ModelStoreError) {
        let detail = "\(error)"
        switch error {
        case .unknownModel(let name, let known):
            self.init(.unknownResource, detail, field: "name", value: name, allowed: known)
        case .unknownVersion(let id, let known):
            let versions = known.map(\.description)
            self.init(.unknownResource, detail, field: "version", value: "\(id.version)", allowed: versions)
        case .alreadyRegistered: self.init(.conflict, detail)
        case .artifactDamaged: self.init(.unprocessable, detail)
        case .unusableMetric: self.init(.unprocessable, detail)
        case .unknownAlias(let alias, _, let known):
            self.init(.unknownResource, detail, field: "alias", value: alias, allowed: known)
        case .unusableName(let thing, let name):
            let field =
                switch thing {
                case .alias: "alias"
                case .tag: "tags"
                case .tagValue: "tags"
                case .file: "files"
                }
            self.init(.invalidField, detail, field: field, value: String(name.prefix(60)))
        }
    }

    private init(_ error: SemanticVersionError) {
        switch error {
        case .notAVersion(let text): self.init(.invalidField, "\(error)", field: "version", value: text)
        }
    }

    private init(_ error: PredictionError) {
        switch error {
        case .unusableAttribute: self.init(.unprocessable, "\(error)", field: "workload")
        case .notFinite, .damagedModel: self.init(.unprocessable, "\(error)")
        }
    }

    private init(_ fault: StoreFault) {
        switch fault {
        case .full:
            self.init(.storeFull, "the disk is full, so nothing was stored; free some space and send it again")
        case .unavailable:
            self.init(.unavailable, "the store cannot be read or written now; nothing was stored, so try again later")
        case .damaged:
            self.init(
                .unavailable,
                "the requested data is damaged on disk; the service's log names the file to restore from a backup"
            )
        }
    }

    private static func listed(_ ids: [Target.ID]) -> [String] { ids.prefix(20).map(\.description) }

    /// The same in one element of a list.
    package func at(index: Int) -> Problem {
        var problem = Problem(
            self.kind,
            "[\(index)]: \(self.detail); nothing was decided",
            value: self.value,
            allowed: self.allowed,
            items: self.items
        )
        problem.field = self.field.map { "[\(index)].\($0)" } ?? "[\(index)]"
        return problem
    }
}

extension Problem.Kind {
    static let badRuns = Self("bad-runs", .malformed, "Run reports were rejected")
}
