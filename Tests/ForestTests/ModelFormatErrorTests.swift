import Forest
import Testing

@Suite("A damaged model is refused with line, found and allowed")
struct ModelFormatErrorTests {
    @Test("the undamaged model is read")
    func good() throws {
        let forest = try Forest(parsing: SmallModel().text)
        #expect(forest.treeCount == 2)
        #expect(forest.parameters.map(\.name) == ["boosting", "objective"])
        #expect(forest.parameters.map(\.value) == ["gbdt", "regression"])
    }

    @Test("damage is named", arguments: Damage.headers + Damage.trees + Damage.frames)
    func damage(_ damage: Damage) throws {
        let error = try #require(throws: ModelFormatError.self) { try Forest(parsing: damage.text) }
        #expect(error.description.contains(damage.says), "\(error)")
    }

    @Test("a model cut anywhere is refused, unless only the training's settings or the data frame's note are lost")
    func cut() throws {
        let text = SmallModel().text
        let note = try #require(text.firstRange(of: "end of parameters")).upperBound
        for end in text.indices where end < note {
            if text[..<end].hasSuffix("kind=1\n") || text[..<end].hasSuffix("kind=1\n\n") { continue }
            #expect(throws: ModelFormatError.self, "\(text[..<end].suffix(20))") {
                try Forest(parsing: String(text[..<end]))
            }
        }
    }

    @Test("importances cut within a number are noticed")
    func cutImportances() {
        let text = SmallModel(tail: ["end of trees", "", "feature_importances:", "size=12"]).text.dropLast()
        let error = #expect(throws: ModelFormatError.self) { try Forest(parsing: String(text)) }
        #expect(error?.fault == .cutShort(expected: "the end of 'feature_importances:'"))
    }
}
