package import Training

/// Trains trees with LightGBM's C library.
///
/// Trainings may run on several threads at a time: what LightGBM keeps per thread (log, last error) never leaves the
/// thread of the call, and `ThreadCountGate` keeps trainings apart whose number of threads differs.
///
/// The same job gives the same trees, byte for byte, on the same machine and library.
package struct LightGBMTrainer: TreeTrainer {
    private let library: LightGBMLibrary

    package init(library: LightGBMLibrary) {
        self.library = library
    }

    /// "LightGBM" and the version, for example "LightGBM 4.7.0".
    package var libraryDescription: String { "LightGBM \(self.library.version)" }

    /// Trains one ensemble.
    ///
    /// - Throws: `LightGBMError`, `CancellationError`, or what `progress` throws.
    package func train(
        _ job: TreeTrainingJob,
        progress: (BoostingProgress) throws -> Void
    ) throws -> TrainedTrees {
        let parameters = try LightGBMParameters(
            job.parameters,
            categoricalFeatures: job.training.categoricalFeatures,
            knownNames: self.library.parameterNames
        ).text
        let (outcome, warnings) = try ThreadCountGate.shared.withThreads(job.parameters.threads) {
            try LightGBMLog.collecting(with: self.library) {
                try self.boost(job, parameters: parameters, progress: progress)
            }
        }
        return TrainedTrees(
            modelText: outcome.modelText,
            bestIteration: outcome.bestIteration,
            iterations: outcome.iterations,
            end: outcome.end,
            evaluations: outcome.evaluations,
            warnings: warnings,
            parameters: job.parameters,
            libraryDescription: self.libraryDescription
        )
    }

    private func boost(
        _ job: TreeTrainingJob,
        parameters: String,
        progress: (BoostingProgress) throws -> Void
    ) throws -> BoostingLoop.Outcome {
        let training = try LightGBMDataset.copy(
            job.training,
            parameters: parameters,
            reference: nil,
            library: self.library
        )
        let reference = training.handle
        var booster = try LightGBMBooster(training: training, parameters: parameters, library: self.library)
        if let validation = job.validation {
            let dataset = try LightGBMDataset.copy(
                validation,
                parameters: parameters,
                reference: reference,
                library: self.library
            )
            try booster.add(validation: dataset)
        }
        var loop = try BoostingLoop(job: job, metrics: booster.metricNames())
        return try loop.run(&booster, progress: progress)
    }
}
