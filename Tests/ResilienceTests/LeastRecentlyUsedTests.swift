import Resilience
import Statistics
import Testing

struct LeastRecentlyUsedTests {
    @Test func `what was not asked for longest goes first`() {
        var cache = LeastRecentlyUsed<String, Int>(capacity: 2)
        cache.insert(1, for: "a")
        cache.insert(2, for: "b")
        #expect(cache.value(for: "a") == 1)
        cache.insert(3, for: "c")
        #expect(cache.value(for: "b") == nil)
        #expect(cache.value(for: "a") == 1)
        #expect(cache.value(for: "c") == 3)
    }

    /// Against a list that is searched and reordered.
    @Test func `it does what the plain one does`() {
        var generator = SeededGenerator(seed: 11)
        var cache = LeastRecentlyUsed<Int, Int>(capacity: 7)
        var plain: [(key: Int, value: Int)] = []
        for step in 0..<20_000 {
            let key = Int(generator.uniform() * 12)
            switch Int(generator.uniform() * 3) {
            case 0:
                cache.insert(step, for: key)
                plain.removeAll { $0.key == key }
                plain.append((key, step))
                if plain.count > 7 { plain.removeFirst() }
            case 1:
                cache.remove(key)
                plain.removeAll { $0.key == key }
            default:
                let expected = plain.first { $0.key == key }
                #expect(cache.value(for: key) == expected?.value)
                if let expected {
                    plain.removeAll { $0.key == key }
                    plain.append(expected)
                }
            }
            #expect(cache.count == plain.count)
        }
    }
}
