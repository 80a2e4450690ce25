import Forest
import Nodes
import Placement
import Testing

@testable import ShippedTasks

struct FraudDetectionTests {
    private struct Answers: Decodable {
        let features: [String]
        let rows: [[Double?]]
        let probability: [Double]
        let contributions: [[Double]]
    }

    @Test func `probabilities and contributions are LightGBM's`() throws {
        let answers = try Fixture.json("fraud.json", as: Answers.self)
        let forest = try Forest(parsing: FraudModel.text)
        #expect(forest.featureNames == FraudModel.features && answers.features == FraudModel.features)
        for (index, row) in answers.rows.enumerated() {
            let row = row.map { $0 ?? .nan }
            var found = [0.0]
            try forest.predict(rows: row, count: 1, into: &found)
            #expect(abs(found[0] - answers.probability[index]) < 1e-12)
            let contributions = try forest.contributions(rows: row, count: 1)
            #expect(zip(contributions, answers.contributions[index]).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    @Test func `merchants have the categories of the declaration`() {
        let field = TaskType.fraudDetection.fields.first { $0.name == "merchant" }
        #expect(field?.shape == .word(FraudModel.merchants))
    }

    @Test func `a payment becomes its row`() throws {
        let payload = try TaskType.fraudDetection.check(
            .record([
                "amount": 90, "usualAmount": 45, "hour": 3, "distanceKm": 100, "minutesSinceLast": 30,
                "merchant": "fuel", "isOnline": true, "isForeign": false,
            ])
        )
        let row = FraudModel.row(of: payload)
        #expect(row[0...4] == [90, 2, 3, 100, 200])
        #expect(row[5].isNaN && row[6].isNaN)
        #expect(row[7...9] == [1, 1, 0])
    }

    @Test func `the example is fraud, and a usual payment is not`() async throws {
        let handler = try FraudDetection()
        guard case .record(let example) = TaskType.fraudDetection.example else { return }
        let fraud = try await result(of: handler, example)
        #expect(fraud.text("verdict") == "fraud" && (fraud.number("probability") ?? 0) > 0.9)
        let reasons = fraud.list("reasons")
        #expect(reasons.count == 3 && reasons.allSatisfy { $0.text("effect") == "raises" })
        let strengths = reasons.compactMap { $0.number("contribution") }
        #expect(strengths == strengths.sorted(by: >))
        let usual = try await result(
            of: handler,
            [
                "amount": 40, "usualAmount": 45, "hour": 14, "distanceKm": 3, "minutesSinceLast": 600,
                "paymentsLastHour": 0, "cardAgeDays": 900, "merchant": "grocery", "isOnline": false, "isForeign": false,
            ]
        )
        #expect(usual.text("verdict") == "legitimate" && (usual.number("probability") ?? 1) < 0.02)
        let bare = try await result(of: handler, ["amount": 40])
        #expect(bare.text("verdict") != nil)
    }
}
