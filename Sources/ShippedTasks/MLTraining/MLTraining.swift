package import NodeRuntime
package import Nodes
internal import Placement
package import Problems
internal import Statistics

/// Trains a classifier on generated rows by mini-batch gradient descent, and tells of each epoch.
///
/// A fifth of the rows is held out, and judges the result.
package struct MLTraining: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.mlTraining

    /// Keeps nothing from one task to the next.
    package init() {}

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let job = TrainingJob(
            rows: payload.wholeNumber("rows"),
            features: payload.wholeNumber("features"),
            classes: payload.wholeNumber("classes"),
            hidden: payload.wholeNumber("hidden"),
            epochs: payload.wholeNumber("epochs"),
            batchSize: payload.wholeNumber("batchSize"),
            learningRate: payload.number("learningRate"),
            seed: UInt64(payload.wholeNumber("seed"))
        )
        return { try job.run($0) }
    }
}

/// One training, from rows to figures.
struct TrainingJob: Sendable {
    let rows: Int
    let features: Int
    let classes: Int
    let hidden: Int
    let epochs: Int
    let batchSize: Int
    let learningRate: Double
    let seed: UInt64

    /// Mean loss in nats and share of right answers.
    struct Figures: Hashable {
        var loss: Double
        var accuracy: Double
    }

    private static let heldOutShare = 0.2

    func run(_ supervision: Supervision) throws -> Value {
        var generator = SeededGenerator(seed: self.seed, stream: "rows")
        var known = LabelledRows(features: self.features, classes: self.classes, using: &generator)
        for first in stride(from: 0, to: self.rows, by: 1_000) {
            try supervision.check()
            known.add(min(1_000, self.rows - first), using: &generator)
        }
        let heldOut = known.split(last: Int(Double(self.rows) * Self.heldOutShare))
        var training = SeededGenerator(seed: self.seed, stream: "training")
        var classifier = Classifier(
            inputs: self.features,
            hidden: self.hidden,
            classes: self.classes,
            using: &training
        )
        var order = Array(0..<known.count)
        var last = Figures(loss: 0, accuracy: 0)
        for epoch in 1...self.epochs {
            training.shuffle(&order)
            last = try self.epoch(order, known, &classifier, supervision)
            guard last.loss.isFinite else {
                throw TaskFailure("the training diverged in epoch \(epoch); use a smaller learningRate")
            }
            supervision.progress(
                Double(epoch) / Double(self.epochs),
                "epoch \(epoch) of \(self.epochs)",
                figures: ["loss": last.loss, "accuracy": last.accuracy]
            )
        }
        let judged = try Self.judge(classifier, on: heldOut, supervision)
        return .record([
            "loss": .number(last.loss), "accuracy": .number(last.accuracy),
            "heldOutLoss": .number(judged.loss), "heldOutAccuracy": .number(judged.accuracy),
            "epochs": .number(Double(self.epochs)), "trainingRows": .number(Double(known.count)),
            "heldOutRows": .number(Double(heldOut.count)),
            "parameters": .number(
                Double(
                    classifier.hiddenWeights.count + classifier.hiddenBiases.count + classifier.outputWeights.count
                        + classifier.outputBiases.count
                )
            ),
        ])
    }

    /// One pass over the rows in this order.
    private func epoch(
        _ order: [Int],
        _ rows: LabelledRows,
        _ classifier: inout Classifier,
        _ supervision: Supervision
    ) throws(CancellationError) -> Figures {
        var loss = 0.0
        var right = 0
        for first in stride(from: 0, to: order.count, by: self.batchSize) {
            try supervision.check()
            let batch = order[first..<min(first + self.batchSize, order.count)]
            var gradient = Classifier.Gradient(of: classifier)
            for row in batch {
                let judged = classifier.accumulate(rows[row], label: rows.labels[row], into: &gradient)
                loss += judged.loss
                right += judged.isRight ? 1 : 0
            }
            classifier.step(gradient, length: self.learningRate / Double(batch.count))
        }
        return Figures(loss: loss / Double(order.count), accuracy: Double(right) / Double(order.count))
    }

    private static func judge(
        _ classifier: Classifier,
        on rows: LabelledRows,
        _ supervision: Supervision
    ) throws(CancellationError) -> Figures {
        var loss = 0.0
        var right = 0
        var unused = Classifier.Gradient(of: classifier)
        for row in 0..<rows.count {
            if row.isMultiple(of: 256) { try supervision.check() }
            let judged = classifier.accumulate(rows[row], label: rows.labels[row], into: &unused)
            loss += judged.loss
            right += judged.isRight ? 1 : 0
        }
        return Figures(loss: loss / Double(rows.count), accuracy: Double(right) / Double(rows.count))
    }
}
