package import Forest
package import NodeRuntime
package import Nodes
internal import Placement
package import Problems

/// Scores a payment with a forest.
///
/// Answers with the probability of fraud, a verdict, and the reasons: the features that moved the forest's score most,
/// with their contributions in log-odds.
package struct FraudDetection: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.fraudDetection
    private let forest: Forest

    /// Probabilities from which a payment is called fraud, and from which somebody should look at it. One payment in
    /// seventeen is fraud in the training; from 0.2 on, a flagged one is fraud in 38 of 100 cases, from 0.5 on in 62.
    static let fraudFrom = 0.5
    static let reviewFrom = 0.2
    private static let reasonCount = 3

    /// - Throws: What is wrong with the built-in model.
    package init() throws(ModelFormatError) { self.forest = try Forest(parsing: FraudModel.text) }

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let row = FraudModel.row(of: payload)
        let forest = self.forest
        return { supervision in
            try supervision.check()
            var probability = [0.0]
            try forest.predict(rows: row, count: 1, into: &probability)
            let contributions = try forest.contributions(rows: row, count: 1)
            return Self.answer(probability: probability[0], row: row, contributions: contributions)
        }
    }

    /// - Parameter contributions: One a feature, and last the expected score.
    private static func answer(probability: Double, row: [Double], contributions: [Double]) -> Value {
        let verdict =
            switch probability {
            case Self.fraudFrom...: "fraud"
            case Self.reviewFrom...: "review"
            default: "legitimate"
            }
        let strongest = row.indices
            .filter { contributions[$0] != 0 }
            // Ties keep the features' order.
            .sorted { (abs(contributions[$0]), $1) > (abs(contributions[$1]), $0) }
            .prefix(Self.reasonCount)
        let reasons = strongest.map { index -> Value in
            let name = FraudModel.features[index]
            let known: Value =
                row[index].isNaN
                ? .missing
                : name == "merchant" ? .text(FraudModel.merchants[Int(row[index])]) : .number(row[index])
            return .record([
                "feature": .text(name), "value": known, "contribution": .number(contributions[index]),
                "effect": .text(contributions[index] > 0 ? "raises" : "lowers"),
            ])
        }
        return .record([
            "probability": .number(probability), "verdict": .text(verdict), "reasons": .list(reasons),
            "expectedLogOdds": .number(contributions[contributions.count - 1]),
        ])
    }
}
