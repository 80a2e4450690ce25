import Testing

@testable import Forest

@Suite("What splits tell apart")
struct SplitCodesTests {
    private static let values: [Double] = [
        -1, -0.6, -0.5, -1e-36, 0, 1e-36, 0.3, 1.4, 1.5, 1.6, 7, .infinity, -.infinity, .nan,
    ]
    private static let kinds: [Double] = [0, 1, 2, 2.5, 33, 34, -1, .nan, 1e18]

    @Test("rows with equal codes get equal scores")
    func equalCodes() throws {
        let forest = try Forest(parsing: SmallModel().text)
        let codes = SplitCodes([forest])
        let sizes = try #require(codes.codes(of: Self.values, feature: 0))
        let kinds = try #require(codes.codes(of: Self.kinds, feature: 1))
        #expect(sizes.codes.allSatisfy { (0..<Int32(sizes.count)).contains($0) })
        #expect(kinds.codes.allSatisfy { (0..<Int32(kinds.count)).contains($0) })
        var scores: [[Int32]: UInt64] = [:]
        for (size, sizeCode) in zip(Self.values, sizes.codes) {
            for (kind, kindCode) in zip(Self.kinds, kinds.codes) {
                let score = try forest.predictRaw(row: [size, kind])[0].bitPattern
                #expect(scores[[sizeCode, kindCode], default: score] == score, "\(size), \(kind)")
                scores[[sizeCode, kindCode]] = score
            }
        }
        // −1 to −0.5, up to 1.5, above it, next to zero, missing.
        #expect(Set(sizes.codes).count == 5)
    }

    @Test("a feature that no split asks for tells nothing apart")
    func unused() throws {
        let forest = try Forest(parsing: SmallModel().text)
        let codes = SplitCodes([forest.limited(toIterations: 1)])
        #expect(codes.isUsed(0) && codes.isUsed(1))
    }
}
