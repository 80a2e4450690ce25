import Problems
import Testing

struct NearestNameTests {
    @Test func `nearest names are near`() {
        #expect(nearestName(to: "Provder", among: ["region", "provider"]) == "provider")
        #expect(nearestName(to: "xyz", among: ["region", "provider"]) == nil)
    }
}
