import NodeRuntime
import Nodes
import Placement
import Statistics
import Synchronization
import Testing

@testable import ShippedTasks

struct MLTrainingTests {
    @Test(arguments: [0, 3])
    func `derivatives are those of finite differences`(hidden: Int) {
        var generator = SeededGenerator(seed: 11)
        var rows = LabelledRows(features: 4, classes: 3, using: &generator)
        rows.add(5, using: &generator)
        let classifier = Classifier(inputs: 4, hidden: hidden, classes: 3, using: &generator)
        func loss(_ classifier: Classifier) -> Double {
            var unused = Classifier.Gradient(of: classifier)
            return (0..<rows.count).reduce(0) { sum, row in
                sum + classifier.accumulate(rows[row], label: rows.labels[row], into: &unused).loss
            }
        }
        var gradient = Classifier.Gradient(of: classifier)
        for row in 0..<rows.count {
            _ = classifier.accumulate(rows[row], label: rows.labels[row], into: &gradient)
        }
        func check(_ path: WritableKeyPath<Classifier, [Double]>, _ derivatives: [Double]) {
            for index in derivatives.indices {
                let step = 1e-6
                var (more, less) = (classifier, classifier)
                more[keyPath: path][index] += step
                less[keyPath: path][index] -= step
                let slope = (loss(more) - loss(less)) / (2 * step)
                #expect(abs(slope - derivatives[index]) < 1e-5 * max(1, abs(slope)))
            }
        }
        check(\.hiddenWeights, gradient.hiddenWeights)
        check(\.hiddenBiases, gradient.hiddenBiases)
        check(\.outputWeights, gradient.outputWeights)
        check(\.outputBiases, gradient.outputBiases)
    }

    @Test func `training learns, tells of each epoch, and is the same for the same seed`() async throws {
        let payload = try TaskType.mlTraining.check(.record(["rows": 500, "epochs": 8, "features": 6, "seed": 3]))
        let seen = Mutex<[TaskProgress]>([])
        let supervision = Supervision(slowdown: 1, nanoseconds: { 0 }) { progress in
            seen.withLock { $0.append(progress) }
        }
        guard case .record(let first) = try await MLTraining().work(on: payload)(supervision) else { return }
        let told = seen.withLock { $0 }
        #expect(told.map(\.share) == (1...8).map { Double($0) / 8 })
        let losses = told.compactMap { $0.figures["loss"] }
        #expect(losses.count == 8 && losses[7] < 0.6 * losses[0], "\(losses)")
        // Three classes: a guess is right in a third of all cases.
        #expect((first.number("heldOutAccuracy") ?? 0) > 0.7, "\(first)")
        #expect(first.number("trainingRows") == 400 && first.number("heldOutRows") == 100)
        let second = try await result(of: MLTraining(), ["rows": 500, "epochs": 8, "features": 6, "seed": 3])
        #expect(second == first)
        let other = try await result(of: MLTraining(), ["rows": 500, "epochs": 8, "features": 6, "seed": 4])
        #expect(other != first)
    }

    @Test func `a step too long is a failure that says what to do`() {
        let job = TrainingJob(
            rows: 200,
            features: 4,
            classes: 3,
            hidden: 8,
            epochs: 20,
            batchSize: 32,
            learningRate: 1e200,
            seed: 1
        )
        let error = #expect(throws: TaskFailure.self) { try job.run(.idle) }
        #expect(error?.reason.contains("learningRate") == true)
    }
}
