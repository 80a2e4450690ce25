internal import Placement
internal import Telemetry

// Who hears of each run as soon as it is kept. All are in memory, and made anew from the stores at a start.

/// Finds the domain of an observation; `nil` for one that is not served.
typealias ServingOfDomain = @Sendable (_ domain: String) -> DomainServing?

/// Adds runs to the sums that decisions see.
struct HistoryConsumer: ObservationConsumer {
    let name = "history"
    let serving: ServingOfDomain
    let now: @Sendable () -> Timestamp

    func take(_ observations: [Observation]) {
        for (domain, observations) in observations.byDomain {
            self.serving(domain)?.history.record(observations.map(\.run), at: self.now())
        }
    }
}

/// Tells which targets fail again and again.
struct AvailabilityConsumer: ObservationConsumer {
    let name = "availability"
    let serving: ServingOfDomain
    let measures: RunMeasures
    let now: @Sendable () -> Timestamp

    func take(_ observations: [Observation]) {
        for (domain, observations) in observations.byDomain {
            guard let serving = self.serving(domain) else { continue }
            for target in serving.availability.observe(observations.map(\.run), at: self.now()) {
                self.measures.breakerOpened(target, domain: domain)
            }
        }
    }
}

/// Counts runs and what they lack.
struct RunMeasuresConsumer: ObservationConsumer {
    let name = "run-metrics"
    let serving: ServingOfDomain
    let measures: ServiceMeasures

    func take(_ observations: [Observation]) {
        for (domain, observations) in observations.byDomain {
            guard let serving = self.serving(domain) else { continue }
            let runs = observations.map(\.run)
            self.measures.quality.kept(runs, schema: serving.schema, domain: domain)
            for run in runs { self.measures.runs.ran(run, domain: domain) }
        }
    }
}

/// Compares runs with what was predicted of them.
struct PredictionErrorConsumer: ObservationConsumer {
    let name = "prediction-errors"
    let expectations: Expectations
    let measures: RunMeasures

    func take(_ observations: [Observation]) async {
        for observation in observations {
            guard let id = observation.report.decision else { continue }
            do {
                if let expectation = try await self.expectations.expectation(of: id) {
                    self.measures.compare(observation.run.outcome, with: expectation)
                }
            } catch {
                // The run is kept; only a figure about it is missing.
                self.measures.uncompared()
            }
        }
    }
}
