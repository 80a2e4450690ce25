import Foundation
import Nodes
import Placement
import Problems
import Testing

@testable import ShippedTasks

struct ImageClassificationTests {
    private struct Answers: Decodable {
        let shapes: [String]
        let labels: [Int]
        let pixels: [String]
        let logits: [[Double]]
    }

    @Test func `the network computes what numpy computes`() throws {
        let answers = try Fixture.json("shapes.json", as: Answers.self)
        #expect(answers.shapes == Shape.allCases.map(\.rawValue))
        let network = ShapeNetwork()
        for (text, logits) in zip(answers.pixels, answers.logits) {
            let pixels = try #require(Data(base64Encoded: text)).map { Float($0) / 255 }
            let found = try #require(network.scores(pixels))
            #expect(zip(found, logits).allSatisfy { abs(Double($0) - $1) < 1e-3 }, "\(found) \(logits)")
        }
    }

    @Test func `drawn shapes are told apart as well as in training`() throws {
        let network = ShapeNetwork()
        var right = 0
        for seed in 0..<500 {
            let (shape, picture) = Shape.drawn(seed: UInt64(seed))
            let scores = try #require(network.scores(picture.resized(to: ShapeNetwork.side)))
            if scores.firstIndex(of: try #require(scores.max())) == Shape.allCases.firstIndex(of: shape) { right += 1 }
        }
        // 98.1 % of the script's pictures; three standard errors of 500 pictures are 1.8 %.
        #expect(Double(right) / 500 >= 0.96, "\(right) of 500")
    }

    @Test func `half precision is read exactly`() {
        #expect(HalfPrecision.number(0x3C00) == 1)
        #expect(HalfPrecision.number(0xC000) == -2)
        #expect(HalfPrecision.number(0x3555) == 0.333251953125)
        #expect(HalfPrecision.number(0x0001) == 0x1p-24)
        #expect(HalfPrecision.number(0x7BFF) == 65_504)
        #expect(HalfPrecision.number(0x7C00) == .infinity && HalfPrecision.number(0x7E00).isNaN)
    }

    @Test func `resizing takes the mean of what each pixel covers`() {
        let picture = Picture(width: 3, height: 2, pixels: [0, 255, 0, 255, 0, 255])
        let small = picture.resized(to: 2)
        // Each half of a row has one whole pixel and half of the middle one.
        let third: Float = 1.0 / 3
        let expected: [Float] = [third, third, 2 * third, 2 * third]
        #expect(zip(small, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(Picture(width: 1, height: 1, pixels: [51]).resized(to: 2) == [0.2, 0.2, 0.2, 0.2])
    }

    @Test func `a seed draws a shape, and the answer says which`() async throws {
        let answer = try await result(of: ImageClassification(), ["seed": 7])
        #expect(answer.text("label") == answer.text("drawn"))
        let sum = answer.list("probabilities").compactMap { $0.number("probability") }.reduce(0, +)
        #expect(abs(sum - 1) < 1e-9 && answer.list("probabilities").count == 5)
    }

    @Test func `a PNG is taken as it is or as a browser sends it`() async throws {
        let base64 = try Fixture.data("png/colour2-depth8.png").base64EncodedString()
        let plain = try await result(of: ImageClassification(), ["png": .text(base64)])
        #expect(plain.number("width") == 13 && plain["drawn"]?.isMissing == true)
        let url = try await result(of: ImageClassification(), ["png": .text("data:image/png;base64," + base64)])
        #expect(url == plain)
    }

    @Test(arguments: [("not base64!", "no base64"), ("R0lGODlh", "not a PNG")])
    func `what is no PNG is refused before it gets a slot`(text: String, found: String) throws {
        let payload = try TaskType.imageClassification.check(.record(["png": .text(text)]))
        let fault = #expect(throws: FieldFault.self) { try ImageClassification().work(on: payload) }
        #expect(fault?.field == "payload.png" && fault?.found.hasPrefix(found) == true)
    }
}
