import Access
import Testing

struct AccessTests {
    @Test(arguments: [Principal.local, .token(name: "ci:nightly"), .node(id: "edge-1")])
    func `a principal is read back from its name`(principal: Principal) {
        #expect(Principal("\(principal)") == principal)
    }

    @Test(arguments: ["", "root", "token:", "user:me"])
    func `what names nobody is refused`(text: String) {
        #expect(Principal(text) == nil)
    }

    @Test func `who may look may not change`() {
        #expect(Permission.allCases.filter { !$0.changes } == [.observe, .read, .join])
    }
}
