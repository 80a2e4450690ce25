import Testing

@testable import LightGBMTrainer

@Suite("LightGBM log")
struct LightGBMLogTests {
    @Test("keeps warnings once each, and nothing else, up to the limit")
    func collects() {
        let collector = LightGBMLog.Collector(limit: 2)
        for line in ["[Warning] one", "[Info] noise", "[Warning] one", "[Warning] two", "[Warning] three"] {
            let text = line.split(separator: "]", maxSplits: 1)
            collector.take("[LightGBM] \(text[0])] ")
            collector.take(String(text[1].dropFirst()))
            collector.take("\n")
        }
        #expect(collector.warnings == ["one", "two"])
    }
}
