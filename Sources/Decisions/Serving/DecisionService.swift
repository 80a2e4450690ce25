internal import Domains
package import Engine
internal import Expressions
package import Placement
internal import Problems
internal import Synchronization
package import Telemetry

/// The decision service: takes requests, decides, records, and learns from what is reported.
package final class DecisionService: Sendable {
    /// By name, ascending.
    package let domains: [DomainServing]
    let log: any DecisionLog
    let control: any ControlStore
    let runs: any RunStore
    let measures: ServiceMeasures
    let expectations: Expectations
    /// What is reported, for whoever learns from it.
    package let feed: ObservationFeed
    /// The clock that decisions and observations go by.
    package let now: @Sendable () -> Timestamp
    private let settings: DecisionSettings
    private let byName: [String: DomainServing]
    private let sequence: Mutex<DecisionSequence>
    private let recordings = Recordings()
    let recent = RecentDecisions()
    private let problem = Mutex<(text: String, at: Timestamp)?>(nil)

    /// - Parameters:
    ///   - newestID: The newest id in the log.
    ///   - now: The clock.
    package init(
        domains: [DomainServing],
        log: any DecisionLog,
        control: any ControlStore,
        runs: any RunStore,
        measures: ServiceMeasures,
        newestID: Decision.ID?,
        settings: DecisionSettings,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.domains = domains.sorted { $0.domain.name < $1.domain.name }
        let byName = Dictionary(uniqueKeysWithValues: domains.map { ($0.domain.name, $0) })
        self.byName = byName
        self.log = log
        self.control = control
        self.runs = runs
        self.measures = measures
        let expectations = Expectations(log: log)
        self.expectations = expectations
        self.feed = ObservationFeed(
            log: runs,
            consumers: [
                HistoryConsumer(serving: { byName[$0] }, now: now),
                AvailabilityConsumer(serving: { byName[$0] }, measures: measures.runs, now: now),
                RunMeasuresConsumer(serving: { byName[$0] }, measures: measures),
                PredictionErrorConsumer(expectations: expectations, measures: measures.runs),
            ],
            measures: measures.consumers
        )
        self.sequence = Mutex(DecisionSequence(after: newestID))
        self.settings = settings
        self.now = now
    }

    /// `nil` for a domain that is not served.
    package func domain(_ name: String) -> DomainServing? { self.byName[name] }

    /// - Throws: `unknownDomain` with the nearest name.
    package func serving(_ domain: String) throws(DecisionError) -> DomainServing {
        if let serving = self.byName[domain] { return serving }
        let known = self.domains.map(\.domain.name)
        throw .unknownDomain(domain, nearest: nearestName(to: domain, among: known), known: known)
    }

    // MARK: Deciding

    /// What somebody asks.
    package struct Request: Sendable {
        /// The domain's name.
        package let domain: String
        /// What is known of the workload; checked against the domain.
        package let attributes: [String: Value]
        /// What this request rules out.
        package let constraints: Constraints
        /// What the choice is to make small; the policy's or the domain's when `nil`.
        package let objective: Objective?
        /// Who asks.
        package let caller: Caller.ID

        package init(
            domain: String,
            attributes: [String: Value],
            constraints: Constraints = .none,
            objective: Objective? = nil,
            caller: Caller.ID = .local
        ) {
            self.domain = domain
            self.attributes = attributes
            self.constraints = constraints
            self.objective = objective
            self.caller = caller
        }
    }

    /// A decision, and whether its record is safe on disk. Where the log cannot be written, work is still placed.
    package struct Answer: Sendable {
        package let decision: Decision
        /// Whether the record is on the disk.
        package let isRecorded: Bool
    }

    /// Decides and records.
    ///
    /// - Throws: ``DecisionError`` for what cannot be decided; nothing is recorded then.
    package func decide(_ request: Request) async throws -> Answer {
        let made = try await self.decided(request)
        self.note(made)
        return Answer(decision: made.decision, isRecorded: await self.record([made.decision]))
    }

    /// Decides, and records while the caller goes on: whoever asks for the decision meanwhile waits for its record.
    ///
    /// Metrics and health tell of a record that cannot be written.
    ///
    /// - Throws: ``DecisionError`` for what cannot be decided; nothing is recorded then.
    package func decideAtOnce(_ request: Request) async throws -> Decision {
        let made = try await self.decided(request)
        self.note(made)
        await self.recordings.start(made.decision.id) { _ = await self.record([made.decision]) }
        return made.decision
    }

    /// Waits for the records of all decisions that were told before they were written down; called when the service stops.
    /// What is decided later is recorded before it is told.
    package func drainRecordings() async { await self.recordings.drain() }

    /// Decides on several workloads; all are recorded together.
    ///
    /// - Throws: ``BatchFault`` for the first that cannot be decided; nothing is recorded then, nothing counted and
    ///   nothing spent.
    package func decide(_ requests: [Request]) async throws -> [Answer] {
        var made: [Made] = []
        for (index, request) in requests.enumerated() {
            // Others wait for this thread.
            if index % Self.requestsATurn == Self.requestsATurn - 1 { await Task.yield() }
            do {
                made.append(try await self.decided(request))
            } catch {
                for one in made { self.domain(one.decision.domain)?.giveBack(one.decision.explorationCost) }
                throw (error as? DecisionError).map { BatchFault(index: index, error: $0) } ?? error
            }
        }
        for one in made { self.note(one) }
        let decisions = made.map(\.decision)
        let isRecorded = await self.record(decisions)
        return decisions.map { Answer(decision: $0, isRecorded: isRecorded) }
    }

    /// The first of several requests that cannot be decided.
    package struct BatchFault: Error, Sendable, Hashable {
        /// From 0.
        package let index: Int
        /// Why it cannot be decided.
        package let error: DecisionError
    }

    /// Some hundred microseconds of deciding.
    private static let requestsATurn = 8

    /// A decision of which nobody has heard yet.
    private struct Made {
        let decision: Decision
        /// What the chosen target and the one that the rules choose are expected to cost; `nil` without predictions.
        let costs: (chosen: Double, ruled: Double)?
        let seconds: Double
        /// Another model answered than was to, because that one failed.
        let isByStandIn: Bool
    }

    /// Counts a decision that will be answered, and remembers what it expects.
    private func note(_ made: Made) {
        self.expectations.note(made.decision)
        self.measures.decisions.decided(made.decision, seconds: made.seconds)
        if let costs = made.costs, let currency = self.domain(made.decision.domain)?.domain.currency {
            self.measures.decisions.expected(costs, domain: made.decision.domain, currency: currency)
        }
        if made.isByStandIn { self.measures.decisions.answeredByPrevious(made.decision.domain) }
    }

    private func decided(_ request: Request) async throws -> Made {
        let serving = try self.serving(request.domain)
        guard !serving.targets.isEmpty else { throw DecisionError.noTargets(domain: request.domain) }
        let workload = try Self.workload(request.attributes, of: serving)
        let moment = self.now()
        await self.prepare(serving, workload.key, at: moment)
        let id = self.sequence.withLock { $0.next(at: moment) }
        let conclusion: Conclusion
        do throws(EngineError) {
            conclusion = try serving.decide(
                DecisionRequest(
                    id: id,
                    at: moment,
                    workload: workload,
                    constraints: request.constraints,
                    objective: request.objective,
                    caller: request.caller
                )
            )
        } catch {
            throw DecisionError.refused(error)
        }
        let decision = conclusion.decision
        if case .modelUnavailable(let reason, _) = decision.basis {
            self.measures.decisions.modelUnavailable(serving.domain.name)
            if !self.settings.fallsBackToRules { throw DecisionError.noModel(reason: reason) }
        }
        return Made(
            decision: decision,
            costs: Self.costs(conclusion),
            seconds: self.now().seconds(since: moment),
            isByStandIn: conclusion.isByStandIn
        )
    }

    private static func costs(_ conclusion: Conclusion) -> (chosen: Double, ruled: Double)? {
        guard let chosen = conclusion.decision.chosenCandidate?.prediction?.cost.value,
            let ruled = conclusion.ruledCandidate?.prediction?.cost.value
        else { return nil }
        return (chosen, ruled)
    }

    static func workload(
        _ attributes: [String: Value],
        of serving: DomainServing
    ) throws(DecisionError) -> Workload {
        do throws(AttributeFault) { try serving.schema.check(attributes) } catch { throw .attribute(error) }
        do throws(ExpressionError) {
            return try serving.domain.workload(attributes)
        } catch {
            throw .unusableWorkload("\(error)")
        }
    }

    /// A store that cannot be read costs the history of this workload, not the decision.
    func prepare(_ serving: DomainServing, _ workload: Workload.Key, at moment: Timestamp) async {
        do {
            try await serving.history.prepare(workload, at: moment)
        } catch {
            self.measures.decisions.historyUnreadable(serving.domain.name)
        }
    }

    /// Why a record or a report could not be written lately; `nil` when all was well, or when nobody has tried since
    /// ``retrySeconds``: whoever keeps traffic away from an unready service has to bring some to see it well again.
    package var recordProblem: String? {
        let now = self.now()
        return self.problem.withLock { problem in
            problem.flatMap { abs(now.seconds(since: $0.at)) < Self.retrySeconds ? $0.text : nil }
        }
    }

    private static let retrySeconds = 10.0

    /// Notes how a write went.
    func wrote(_ error: (any Error)?) {
        let now = self.now()
        self.problem.withLock { problem in
            if let error { problem = ("\(error)", now) } else if problem != nil { problem = nil }
        }
    }

    private func record(_ decisions: [Decision]) async -> Bool {
        do {
            try await self.log.append(decisions)
            self.wrote(nil)
            self.recent.recorded(decisions)
            return true
        } catch {
            self.measures.decisions.unrecorded(decisions.count)
            self.wrote(error)
            return false
        }
    }

    // MARK: Reading

    /// - Throws: `unknownDecision`, or the log's errors.
    package func decision(_ id: Decision.ID) async throws -> ObservedDecision {
        await self.recordings.wait(for: id)
        guard id.number != nil, let found = try await self.log.decision(id) else {
            throw DecisionError.unknownDecision(id)
        }
        return found
    }

    /// The same, of a late one of which nothing was reported without a look at the log.
    ///
    /// - Throws: `unknownDecision`, or the log's errors.
    func decisionAtHand(_ id: Decision.ID) async throws -> ObservedDecision {
        await self.recordings.wait(for: id)
        if let recent = self.recent[id] { return ObservedDecision(decision: recent, outcome: nil) }
        return try await self.decision(id)
    }

    /// The decisions that match, the newest first.
    ///
    /// - Throws: `unknownDomain`, and the log's errors.
    package func decisions(_ query: DecisionQuery) async throws -> DecisionPage {
        if let domain = query.domain { _ = try self.serving(domain) }
        return try await self.log.decisions(query)
    }

    /// The record in sentences. Reasons behind predictions are told while the model that made them serves, or did last.
    package func explanation(of decision: Decision) -> Explanation {
        Explanation(decision, model: self.model(of: decision))
    }

    /// What the predictions for the chosen target and for the best other one are made of; nothing where the model that
    /// made them is not at hand.
    package func attributions(of decision: Decision) -> [Attribution] {
        guard let model = self.model(of: decision) as? any AttributingPredictor else { return [] }
        let candidates = [decision.chosen, decision.bestOther].compactMap(\.self)
        // Trees that cannot be attributed, such as linear ones, leave the sentences as they are.
        return (try? model.attributions(of: decision, to: candidates)) ?? []
    }

    /// The model that a record names, where it has a part in what serves.
    private func model(of decision: Decision) -> (any Predictor)? {
        self.byName[decision.domain]?.lineup.models
            .first { $0.modelID == decision.model && $0.programHash == decision.programHash }
    }
}
