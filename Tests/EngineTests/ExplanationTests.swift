import BerthTesting
import Engine
import Foundation
import Placement
import RealModule
import Testing

/// Explanations as people read them, kept in `Snapshots`; `BERTH_REWRITE_SNAPSHOTS=1` writes them anew.
@Suite struct ExplanationTests {
    private static let policy = Policy(strategy: .hybrid, exploration: .off)

    private static func candidate(
        _ target: Int,
        cost: Double,
        situation: Situation = .known,
        selection: Double? = nil,
        exclusion: Exclusion? = nil,
        propensity: Double = 0
    ) -> Candidate {
        let prediction = Prediction(
            timeSeconds: Estimate(value: cost * 100, lower: cost * 80, upper: cost * 125),
            cost: Estimate(value: cost, lower: cost / 2, upper: cost * 2),
            successProbability: 0.985,
            logValue: Double.log(cost),
            logValueDeviation: 0.1,
            situation: situation,
            selectionProbability: selection
        )
        return Candidate(
            target: Small.targets[target],
            features: FeatureVector([1]),
            prediction: prediction,
            exclusion: exclusion,
            propensity: propensity
        )
    }

    private static func unasked(_ target: Int, _ exclusion: Exclusion? = nil) -> Candidate {
        Candidate(
            target: Small.targets[target],
            features: FeatureVector([]),
            prediction: nil,
            exclusion: exclusion,
            propensity: 0
        )
    }

    private static func decision(
        _ candidates: [Candidate],
        chosen: Int?,
        basis: Decision.Basis?,
        confidence: Double?,
        policy: Policy = ExplanationTests.policy,
        objective: Objective = .cost
    ) -> Decision {
        Decision(
            id: Decision.ID("d"),
            at: Small.moment,
            domain: "small",
            workload: Small.workload(),
            constraints: .none,
            objective: objective,
            policy: policy,
            model: "m",
            programHash: "h",
            candidates: candidates,
            chosen: chosen,
            basis: basis,
            nearBest: confidence,
            draws: [],
            explorationSpent: 0
        )
    }

    private static let two = [Self.candidate(0, cost: 0.2), Self.candidate(1, cost: 0.25)]

    private static let examples: [(String, Decision, (any Predictor)?)] = [
        ("model", Self.decision(Self.two, chosen: 0, basis: .model, confidence: 0.82), nil),
        (
            "model, strategy model, objective time",
            Self.decision(
                Self.two,
                chosen: 0,
                basis: .model,
                confidence: 0.5,
                policy: Policy(strategy: .model),
                objective: .time
            ),
            nil
        ),
        (
            "rules",
            Self.decision(
                [Self.unasked(0), Self.unasked(1)],
                chosen: 1,
                basis: .rules(rule: "least hourly price"),
                confidence: nil,
                policy: Policy(strategy: .rules)
            ), nil
        ),
        (
            "exploration",
            Self.decision(
                [Self.candidate(0, cost: 0.2), Self.candidate(1, cost: 0.25, situation: .newTarget, propensity: 0.01)],
                chosen: 1,
                basis: .exploration,
                confidence: 0.82,
                objective: .costTime
            ), nil
        ),
        (
            "low confidence, a classifier of another mind",
            Self.decision(
                [
                    Self.candidate(0, cost: 0.2, situation: .newWorkload, selection: 0.3),
                    Self.candidate(1, cost: 0.25, situation: .newWorkload, selection: 0.7),
                ],
                chosen: 0,
                basis: .lowConfidence(rule: "small first"),
                confidence: 0.69
            ), nil
        ),
        (
            "a classifier that agrees among the feasible",
            Self.decision(
                [
                    Self.candidate(0, cost: 0.2, selection: 0.25), Self.candidate(1, cost: 0.25, selection: 0.05),
                    Self.candidate(2, cost: 3, selection: 0.7, exclusion: .tooCostly(predicted: 3, limit: 2.5)),
                ],
                chosen: 0,
                basis: .model,
                confidence: 1
            ), nil
        ),
        (
            "no model",
            Self.decision(
                [Self.unasked(0)],
                chosen: 0,
                basis: .modelUnavailable(reason: "no model is trained", rule: "first by name"),
                confidence: nil
            ), nil
        ),
        (
            "reasons for and against",
            Self.decision(Self.two, chosen: 0, basis: .model, confidence: 0.82),
            FixedPredictor(spoken: [
                Reason(about: "price", logEffect: Double.log(0.5)), Reason(about: "cores", logEffect: Double.log(1.25)),
                Reason(about: "size", logEffect: Double.log(0.9)), Reason(about: "hour", logEffect: Double.log(0.95)),
                Reason(about: "kind", logEffect: Double.log(0.99)), Reason(about: "age", logEffect: Double.log(1.01)),
            ])
        ),
        (
            "a reason against only",
            Self.decision(Self.two, chosen: 1, basis: .lowConfidence(rule: "r"), confidence: 0.1),
            FixedPredictor(spoken: [Reason(about: "measured cost", logEffect: Double.log(1.25))])
        ),
        (
            "a reason beyond all numbers",
            Self.decision(
                [Self.candidate(0, cost: 1e-30), Self.candidate(1, cost: 1e30)],
                chosen: 1,
                basis: .exploration,
                confidence: 0.1
            ),
            FixedPredictor(spoken: [Reason(about: "cost", logEffect: 138)])
        ),
        (
            "one feasible, every kind of exclusion",
            Self.decision(
                [
                    Self.candidate(0, cost: 0.2),
                    Self.unasked(1, .notAllowed(attribute: "provider", value: "red", allowed: ["blue", "green"])),
                    Self.unasked(1, .notAllowed(attribute: "provider", value: "unknown", allowed: ["blue"])),
                    Self.unasked(2, .ruledOut(attribute: "provider", value: "blue")),
                    Self.unasked(3, .requirement(name: "memory", condition: "workload.memory <= target.memory")),
                    Self.candidate(2, cost: 3, exclusion: .tooCostly(predicted: 3, limit: 2.5)),
                    Self.candidate(3, cost: 40, exclusion: .tooSlow(predictedSeconds: 4000, limitSeconds: 3600)),
                    Self.unasked(2, .unavailable(reason: "its region is down")),
                ],
                chosen: 0,
                basis: .model,
                confidence: 1
            ), nil
        ),
        (
            "nothing feasible",
            Self.decision(
                [Self.unasked(0, .ruledOut(attribute: "provider", value: "red"))],
                chosen: nil,
                basis: nil,
                confidence: nil
            ), nil
        ),
    ]

    @Test func `every basis, exclusion and reason is told in sentences`() throws {
        let text =
            Self.examples.map { name, decision, model in
                ([name + ":"] + Explanation(decision, model: model).sentences.map { "  " + $0 }).joined(separator: "\n")
            }.joined(separator: "\n") + "\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Snapshots/explanations.txt")
        if ProcessInfo.processInfo.environment["BERTH_REWRITE_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test func `an explanation is the same from a record that was stored`() throws {
        for (_, decision, model) in Self.examples {
            let explanation = Explanation(decision, model: model)
            #expect(Explanation(try throughJSON(decision), model: model) == explanation)
            #expect(try throughJSON(explanation) == explanation)
        }
    }
}
