internal import Engine
internal import Features
internal import Placement
internal import Resilience
internal import Synchronization

/// A model that remembers what it predicted for a workload, for as long as it serves and an entry lives.
///
/// A record made from remembered predictions holds the features that they were made from, so it is recomputed like any
/// other. Whoever changes model, targets, prices or policy makes a new one: it is prepared for one list of targets.
final class CachingPredictor: Predictor {
    private let model: any Predictor
    private let lifetimeSeconds: Double
    private let state: Mutex<Remembered>

    private struct Key: Hashable, Sendable {
        let workload: Workload
        /// Places in the list of targets.
        let chosen: [Int]
        let objective: Objective
    }

    /// Larger workloads are not remembered: the number of entries alone would not bound the memory.
    fileprivate static let keyBytes = 16_384

    private struct Entry: Sendable {
        let predictions: [PredictedTarget]
        let from: Timestamp
        let until: Timestamp

        /// A moment before its making means that the clock went back, and its age is not known.
        func lives(at moment: Timestamp) -> Bool { self.from <= moment && moment < self.until }
    }

    private struct Remembered {
        var entries: LeastRecentlyUsed<Key, Entry>
        var lookups = Lookups()
    }

    /// - Parameter capacity: Workloads; each holds one row of features a target.
    init(_ model: any Predictor, lifetimeSeconds: Double, capacity: Int) {
        self.model = model
        self.lifetimeSeconds = lifetimeSeconds
        self.state = Mutex(Remembered(entries: LeastRecentlyUsed(capacity: capacity)))
    }

    var modelID: String { self.model.modelID }
    var programHash: String { self.model.programHash }
    var lookups: Lookups { self.state.withLock { $0.lookups } }

    func predictions(
        for workload: Workload,
        on targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        history: any HistorySource
    ) throws(PredictionError) -> [PredictedTarget] {
        try self.model.predictions(for: workload, on: targets, objective: objective, at: moment, history: history)
    }

    func prepared(for targets: [Target]) -> any PreparedPredictor {
        Prepared(cache: self, model: self.model.prepared(for: targets))
    }

    /// Finds the best of very many without a memory: the answer for each row would have to be kept.
    func prepared(for table: TargetTable) -> any TablePredictor { self.model.prepared(for: table) }

    private struct Prepared: PreparedPredictor {
        let cache: CachingPredictor
        let model: any PreparedPredictor

        func predictions(_ question: Question) throws(PredictionError) -> [PredictedTarget] {
            let (workload, moment) = (question.workload, question.moment)
            let isSmall = workload.attributes.values.reduce(0) { $0 + $1.approximateBytes } <= CachingPredictor.keyBytes
            let key = Key(workload: workload, chosen: question.targets, objective: question.objective)
            if isSmall, let known = self.cache.known(key, at: moment) { return known }
            let predictions = try self.model.predictions(question)
            if isSmall { self.cache.remember(predictions, for: key, at: moment) }
            return predictions
        }
    }

    private func known(_ key: Key, at moment: Timestamp) -> [PredictedTarget]? {
        self.state.withLock { state in
            guard let entry = state.entries.value(for: key), entry.lives(at: moment) else {
                state.lookups.misses += 1
                return nil
            }
            state.lookups.hits += 1
            return entry.predictions
        }
    }

    private func remember(_ predictions: [PredictedTarget], for key: Key, at moment: Timestamp) {
        let entry = Entry(
            predictions: predictions,
            from: moment,
            until: moment.advanced(bySeconds: self.lifetimeSeconds)
        )
        self.state.withLock { $0.entries.insert(entry, for: key) }
    }

    func nearBest(choosing chosen: Int, among predictions: [Prediction]) -> Double {
        self.model.nearBest(choosing: chosen, among: predictions)
    }

    func reasons(
        for workload: Workload,
        chosen: PredictedTarget,
        rival: PredictedTarget,
        objective: Objective
    ) -> [Reason] {
        self.model.reasons(for: workload, chosen: chosen, rival: rival, objective: objective)
    }
}

extension Value {
    /// About how much memory the value takes.
    fileprivate var approximateBytes: Int {
        switch self {
        case .missing, .flag, .number: 16
        case .text(let text): 16 + text.utf8.count
        case .list(let list): list.reduce(16) { $0 + $1.approximateBytes }
        case .record(let record): record.reduce(16) { $0 + $1.key.utf8.count + $1.value.approximateBytes }
        }
    }
}
