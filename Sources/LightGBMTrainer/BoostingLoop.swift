internal import Training

/// Trains round after round, keeps what the metrics say, and decides when to end.
struct BoostingLoop {
    private let job: TreeTrainingJob
    /// One per evaluated part and metric; parts in the job's order, metrics in LightGBM's.
    private var traces: [MetricTrace]
    private let metricCount: Int
    /// Where the watched metric stands in `traces`, with the rule that ends the training.
    private var watch: (trace: Int, stopping: EarlyStopping)?

    /// What a training gives.
    struct Outcome {
        let modelText: String
        let bestIteration: Int?
        let iterations: Int
        let end: TrainedTrees.End
        let evaluations: [MetricTrace]
    }

    init(job: TreeTrainingJob, metrics: [String]) {
        self.job = job
        self.metricCount = metrics.count
        self.traces = job.evaluated.flatMap { part in
            metrics.map { name in
                let higherIsBetter = BoostingMetric(reportedName: name)?.higherIsBetter ?? false
                return MetricTrace(dataset: part, metric: name, higherIsBetter: higherIsBetter)
            }
        }
        self.watch = Self.watch(job.parameters, traces: self.traces)
    }

    /// Watches the first metric that was asked for, on the validation rows; at its first position when it has several.
    private static func watch(
        _ parameters: BoostingParameters,
        traces: [MetricTrace]
    ) -> (trace: Int, stopping: EarlyStopping)? {
        guard parameters.earlyStoppingRounds > 0, let metric = parameters.evaluatedMetrics.first else { return nil }
        let index = traces.firstIndex { trace in
            trace.dataset == .validation && BoostingMetric(reportedName: trace.metric) == metric
        }
        guard let index else { return nil }
        let stopping = EarlyStopping(
            patience: parameters.earlyStoppingRounds,
            minimumImprovement: parameters.earlyStoppingMinimumImprovement,
            higherIsBetter: traces[index].higherIsBetter
        )
        return (index, stopping)
    }

    mutating func run(
        _ booster: inout LightGBMBooster,
        progress: (BoostingProgress) throws -> Void
    ) throws -> Outcome {
        let end = try self.train(&booster, progress: progress)
        let iterations = try booster.iterationCount()
        let best = self.watch?.stopping.bestRound
        let kept = best ?? iterations
        let text = try booster.modelText(iterations: kept)
        try Self.checkFormat(of: text)
        return Outcome(modelText: text, bestIteration: best, iterations: kept, end: end, evaluations: self.traces)
    }

    private mutating func train(
        _ booster: inout LightGBMBooster,
        progress: (BoostingProgress) throws -> Void
    ) throws -> TrainedTrees.End {
        let rounds = self.job.parameters.rounds
        var iterations = 0
        for round in 1...rounds {
            try Task.checkCancellation()
            let hasSplit = try booster.update()
            let trained = try booster.iterationCount()
            var shouldStop = false
            // A round whose trees found no split adds nothing, so there is nothing new to evaluate.
            if trained > iterations {
                iterations = trained
                try self.evaluate(booster)
                shouldStop = self.shouldStop(after: iterations)
            }
            try progress(BoostingProgress(round: round, rounds: rounds, evaluations: self.latest))
            if shouldStop { return .earlyStopping }
            if !hasSplit && !self.laterRoundsMayDiffer { return .noFurtherSplit }
        }
        return .allRounds
    }

    /// Whether a later round can find a split where this one found none, because it sees other rows or features.
    ///
    /// LightGBM's command line ends the training either way, which leaves a model unfinished after one unlucky draw;
    /// its Python package goes on. Extra parameters may switch on other sampling.
    private var laterRoundsMayDiffer: Bool {
        self.job.parameters.drawsSamples || !self.job.parameters.extra.isEmpty
    }

    private mutating func evaluate(_ booster: borrowing LightGBMBooster) throws(LightGBMError) {
        for (position, part) in self.job.evaluated.enumerated() {
            let values = try booster.evaluate(part, metricCount: self.metricCount)
            for (metric, value) in values.enumerated() {
                self.traces[position * self.metricCount + metric].values.append(value)
            }
        }
    }

    private mutating func shouldStop(after iteration: Int) -> Bool {
        guard let trace = self.watch?.trace, let value = self.traces[trace].values.last else { return false }
        return self.watch?.stopping.shouldStop(after: iteration, value: value) ?? false
    }

    private var latest: [BoostingProgress.Evaluation] {
        self.traces.compactMap { trace in
            trace.values.last.map { value in
                BoostingProgress.Evaluation(dataset: trace.dataset, metric: trace.metric, value: value)
            }
        }
    }

    /// A later LightGBM may write a text that Forest does not read; that has to show here and not when deciding.
    private static func checkFormat(of text: String) throws(LightGBMError) {
        let expected = "version=v4"
        let second = text.prefix(200).split(separator: "\n").dropFirst().first.map(String.init) ?? ""
        guard second == expected else { throw .unknownModelFormat(found: second, expected: expected) }
    }
}
