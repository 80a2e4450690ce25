import Domains
import Placement
import Testing

/// What people see of private attributes who may not read them.
struct PrivacyTests {
    @Test func `a private value says only how large it is, also inside of another`() throws {
        let domain = try Domain(
            yaml: """
                domain: small
                private: [workload.code, workload.settings.token, workload.absent, workload.flag, target.secret]
                features: {size: {from: workload.size}}
                identity: [workload.size]
                """,
            file: "small.yaml"
        )
        let shown = domain.hidingPrivateValues([
            "code": "ä", "settings": .record(["token": .record(["a": 1]), "name": "n"]), "flag": true, "size": 3,
            "secret": "of the workload, not of the target",
        ])
        #expect(
            shown == [
                "code": "(private, 2 bytes)",
                "settings": .record(["token": "(private, 1 members)", "name": "n"]), "flag": "(private)", "size": 3,
                "secret": "of the workload, not of the target",
            ]
        )
    }

    @Test func `what is missing, or holds less than its path says, stays`() throws {
        #expect(Value.missing.hidden == .missing)
        #expect(Value.list([1, 2]).hidden == "(private, 2 elements)")
        let domain = try Domain(
            yaml:
                "{domain: small, private: [workload.a.b], features: {size: {from: workload.size}}, identity: [workload.size]}",
            file: "small.yaml"
        )
        #expect(domain.hidingPrivateValues(["a": 5]) == ["a": 5])
        #expect(domain.hidingPrivateValues(["a": .record([:])]) == ["a": .record([:])])
    }
}
