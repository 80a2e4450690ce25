package import Domains
package import Placement
package import Registry
internal import Resilience
package import Telemetry
package import Training

/// Trains within a running service, one training after the other, on a thread that steps back behind all others.
///
/// What is asked is in the journal before the first step and until the last. A training whose process was killed is
/// taken up by ``resume(failed:)``: with the same settings on the runs of the same stretch, from the first step on, since
/// what the steps between come to is nowhere but in memory.
package struct TrainingService: Sendable {
    private let domains: [String: Domain]
    private let runs: any RunStore
    private let models: any ModelStore
    private let journal: any TrainingJournal
    private let trainer: @Sendable () throws -> any TreeTrainer
    private let now: @Sendable () -> Timestamp
    private let line = WaitingLine(width: 1)
    private let executor = QuietExecutor(threadName: "berth-train")

    /// A training that has ended this many processes, such as by taking all their memory, is not taken up again.
    private static let attempts = 3

    /// - Parameters:
    ///   - trainer: Finds the library that trains; asked for each training.
    ///   - now: The clock.
    package init(
        domains: [Domain],
        runs: any RunStore,
        models: any ModelStore,
        journal: any TrainingJournal,
        trainer: @escaping @Sendable () throws -> any TreeTrainer,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.domains = Dictionary(uniqueKeysWithValues: domains.map { ($0.name, $0) })
        self.runs = runs
        self.models = models
        self.journal = journal
        self.trainer = trainer
        self.now = now
    }

    /// Trains and registers. The caller's task owns the training: when it is cancelled, so is the training.
    ///
    /// - Parameter progress: As of ``TrainingPipeline/train(_:progress:)``, on the training's thread.
    /// - Throws: What the pipeline throws; nothing is registered then.
    package func train(
        _ order: TrainingOrder,
        progress: @Sendable (TrainingProgress) -> Void = { _ in }
    ) async throws -> TrainedModel {
        let pipeline = try self.pipeline(order.domain)
        return try await self.line.run {
            let training = try await pipeline.begun(order)
            let number = try await self.journal.begin(training)
            return try await self.follow(training, number, pipeline, endsWhenCancelled: true, progress: progress)
        }
    }

    /// Trains on runs that are in no store. Such a training is not in the journal: nobody could take it up.
    package func train(
        _ order: TrainingOrder,
        on runs: [Run],
        progress: @Sendable (TrainingProgress) -> Void = { _ in }
    ) async throws -> TrainedModel {
        let pipeline = try self.pipeline(order.domain)
        return try await self.line.run {
            try await withTaskExecutorPreference(self.executor) {
                try await pipeline.train(order, on: runs, progress: progress)
            }
        }
    }

    /// Takes up what the end of a process has interrupted, the oldest first. When the caller's task is cancelled, what is
    /// left is taken up another time.
    ///
    /// - Parameter failed: Told of a training that came to nothing.
    /// - Returns: The versions that were registered.
    /// - Throws: `CancellationError`, and the journal's errors.
    package func resume(
        failed: @Sendable (NumberedTraining, any Error) -> Void
    ) async throws -> [ModelVersion.ID] {
        var registered: [ModelVersion.ID] = []
        for interrupted in try await self.journal.unfinished() {
            do {
                registered.append(try await self.takeUp(interrupted))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failed(interrupted, error)
            }
        }
        return registered
    }

    private func takeUp(_ interrupted: NumberedTraining) async throws -> ModelVersion.ID {
        var training = interrupted.training
        let number = interrupted.number
        if let version = try await self.registered(by: training) {
            training.state = .registered
            try await self.journal.update(number, to: training)
            return version
        }
        guard training.attempts < Self.attempts else {
            let error = InterruptedTraining(attempts: training.attempts)
            training.state = .failed(problem: "\(error)")
            try await self.journal.update(number, to: training)
            throw error
        }
        training.attempts += 1
        return try await self.line.run { [training] in
            let pipeline: TrainingPipeline
            do {
                pipeline = try self.pipeline(training.order.domain)
            } catch {
                try await self.end(training, number, as: .failed(problem: "\(error)"))
                throw error
            }
            return try await self.follow(training, number, pipeline, endsWhenCancelled: false, progress: { _ in })
                .record.id
        }
    }

    /// The version that an interrupted training had registered before it could say so.
    private func registered(by training: TrainingEntry) async throws -> ModelVersion.ID? {
        guard let runs = training.runs else { return nil }
        return try await self.models.versions(of: training.order.domain).first {
            $0.id.version == training.version && $0.trainingRuns == runs && $0.seed == training.order.settings.seed
                && $0.createdAt >= training.begunAt
        }?.id
    }

    private func pipeline(_ domain: String) throws -> TrainingPipeline {
        guard let known = self.domains[domain] else {
            throw PipelineError.unknownDomain(domain, known: self.domains.keys.sorted())
        }
        return TrainingPipeline(
            domain: known,
            runs: self.runs,
            models: self.models,
            trainer: try self.trainer(),
            now: self.now
        )
    }

    /// Runs a training and keeps in the journal how far it is and how it ends.
    private func follow(
        _ training: TrainingEntry,
        _ number: Int64,
        _ pipeline: TrainingPipeline,
        endsWhenCancelled: Bool,
        progress: @Sendable (TrainingProgress) -> Void
    ) async throws -> TrainedModel {
        var latest = training
        do {
            let model = try await withTaskExecutorPreference(self.executor) {
                try await pipeline.run(
                    training,
                    noting: { training in
                        latest = training
                        try await self.journal.update(number, to: training)
                    },
                    progress: progress
                )
            }
            try await self.end(latest, number, as: .registered)
            return model
        } catch let error as CancellationError {
            if endsWhenCancelled { try await self.end(latest, number, as: .cancelled) }
            throw error
        } catch {
            try await self.end(latest, number, as: .failed(problem: "\(error)"))
            throw error
        }
    }

    private func end(_ training: TrainingEntry, _ number: Int64, as state: TrainingEntry.State) async throws {
        var training = training
        training.state = state
        try await self.journal.update(number, to: training)
    }
}

/// A training that ended with its process again and again.
package struct InterruptedTraining: Error, Sendable, Hashable, CustomStringConvertible {
    /// How often it was begun.
    package let attempts: Int

    package init(attempts: Int) { self.attempts = attempts }

    package var description: String {
        "the process has ended during this training \(self.attempts) times; check whether it has enough memory, and train again"
    }
}
