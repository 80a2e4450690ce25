internal import Domains
package import Placement
package import Telemetry

extension DecisionService {
    /// What became of a decision, as it was reported.
    package struct OutcomeReport: Sendable {
        /// Where it ran; the chosen target when `nil`.
        package let target: Target.ID?
        /// When it started; when it was decided when `nil`.
        package let startedAt: Timestamp?
        package let outcome: Outcome
        /// Why it failed, in the reporter's words; `nil` where nothing was said.
        package let error: String?
        /// What else was measured, by name; kept beside the run.
        package let metrics: [String: Value]

        package init(
            target: Target.ID?,
            startedAt: Timestamp?,
            outcome: Outcome,
            error: String?,
            metrics: [String: Value]
        ) {
            self.target = target
            self.startedAt = startedAt
            self.outcome = outcome
            self.error = error
            self.metrics = metrics
        }
    }

    /// Keeps what became of a decision, durably before it returns. The same again changes nothing.
    ///
    /// - Returns: What is known now, and whether it was known before.
    /// - Throws: ``DecisionError``: `unknownDecision`, `nothingChosen`, `unknownRunTarget`, `contradictingOutcome`,
    ///   `otherCurrency`.
    package func observe(
        _ report: OutcomeReport,
        of id: Decision.ID
    ) async throws -> (outcome: ObservedOutcome, isNew: Bool) {
        let observed = try await self.decisionAtHand(id)
        let currency = report.outcome.cost.currency
        if let expected = self.domain(observed.decision.domain)?.domain.currency, expected != currency {
            throw DecisionError.otherCurrency(found: currency, expected: expected)
        }
        let reported = try Self.run(report, of: observed.decision)
        if let known = observed.outcome { return (try Self.same(known, as: reported, of: id), false) }
        let result = try await self.collect([reported], domain: observed.decision.domain)
        if result.imported == 1 {
            return (ObservedOutcome(reported.run), true)
        }
        // Somebody else was faster.
        guard let known = try await self.decision(id).outcome else { throw DecisionError.unknownDecision(id) }
        return (try Self.same(known, as: reported, of: id), false)
    }

    private static func run(_ report: OutcomeReport, of decision: Decision) throws(DecisionError) -> RunReport {
        guard let chosen = decision.chosenCandidate else { throw .nothingChosen(decision.id) }
        let targets = decision.candidates.map(\.target)
        let id = report.target ?? chosen.target.id
        guard let target = targets.first(where: { $0.id == id }) else {
            throw .unknownRunTarget("\(id)", known: targets.map(\.id))
        }
        return RunReport(
            Run(
                id: Run.ID(decision.id.description),
                workload: decision.workload,
                target: target,
                startedAt: report.startedAt ?? decision.at,
                outcome: report.outcome
            ),
            decision: decision.id,
            error: report.error,
            metrics: report.metrics
        )
    }

    private static func same(
        _ known: ObservedOutcome,
        as reported: RunReport,
        of id: Decision.ID
    ) throws(DecisionError) -> ObservedOutcome {
        guard known.target == reported.run.target.id, known.outcome == reported.run.outcome else {
            throw .contradictingOutcome(id, known: known)
        }
        return known
    }

    /// How far a reporter's clock may be ahead of ours.
    private static let toleratedSeconds = 300.0

    private func requirePast(_ reports: [RunReport]) throws(DecisionError) {
        let now = self.now()
        let latest = now.advanced(bySeconds: Self.toleratedSeconds)
        for report in reports {
            if report.run.endedAt > latest, !Self.isOfLaterDecision(report, than: now) {
                throw .endsInFuture(
                    report.run.id,
                    startedAt: report.run.startedAt,
                    endedAt: report.run.endedAt,
                    now: now
                )
            }
            // Ids of this form are those of outcomes.
            if Decision.ID(report.run.id.description).number != nil,
                report.decision?.description != report.run.id.description
            {
                throw .reservedID(report.run.id)
            }
        }
    }

    /// The clock may have gone back since the run's decision was made; an id holds its time, with which the run starts.
    private static func isOfLaterDecision(_ report: RunReport, than now: Timestamp) -> Bool {
        guard let number = report.decision?.number else { return false }
        let start = report.run.startedAt.advanced(bySeconds: -Self.toleratedSeconds)
        return number >= DecisionSequence.leastNumber(at: max(start, now))
    }

    private func append(_ reports: [RunReport], to domain: String) async throws -> RunImport {
        do {
            let result = try await self.runs.append(reports, to: domain)
            self.wrote(nil)
            return result
        } catch let error as RunStoreError {
            // The report's fault, not the disk's.
            throw error
        } catch {
            self.wrote(error)
            throw error
        }
    }

    /// Keeps reports of runs, durably before it returns, and learns from those that are new.
    ///
    /// - Throws: ``DecisionError``: `endsInFuture`, `reservedID`, `tooManyTargets`; ``RunStoreError`` for a run that cannot
    ///   be kept, and the store's errors. Nothing is kept then, unless only the targets could not be read again: the same
    ///   reports do it later.
    package func collect(_ reports: [RunReport], domain: String) async throws -> RunImport {
        let serving = try self.serving(domain)
        try self.requirePast(reports)
        let runs = reports.lazy.map(\.run)
        let bringsTargets = serving.domain.catalog == .runs && serving.hasNewTargets(runs)
        if bringsTargets, serving.targetCount(with: runs) > DomainServing.runTargets {
            throw DecisionError.tooManyTargets(domain: domain, limit: DomainServing.runTargets)
        }
        for report in reports { if let id = report.decision { self.recent.reported(id) } }
        let result = try await self.append(reports, to: domain)
        self.measures.quality.collected(result, domain: domain)
        await self.bringToHand(result.kept.compactMap { reports[$0].decision })
        await self.feed.deliver()
        if bringsTargets { try await serving.takeUpTargets(from: self.runs, keepingTableIn: self.log) }
        return result
    }
}

extension DecisionService {
    /// Reads what was expected of older decisions, so that nobody else's report waits while it is read. What cannot be
    /// read is counted by the consumer that asks for it again.
    fileprivate func bringToHand(_ decisions: [Decision.ID]) async {
        for id in decisions {
            do { _ = try await self.expectations.expectation(of: id) } catch { return }
        }
    }
}

extension ObservedOutcome {
    /// The outcome that a run is of the decision that led to it.
    package init(_ run: Run) {
        self.init(runID: run.id, target: run.target.id, startedAt: run.startedAt, outcome: run.outcome)
    }
}
