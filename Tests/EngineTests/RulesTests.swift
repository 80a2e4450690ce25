import BerthTesting
import Domains
import Engine
import Placement
import Testing

/// Rules as decisions follow them.
@Suite struct RulesTests {
    private static let plain = """
        domain: ruled
        features: {cores: {from: target.cores}}
        """

    private func choice(
        _ rules: String,
        workload: [String: Value] = [:],
        targets: [Target] = Small.targets
    ) throws -> (String?, Decision.Basis?) {
        let domain = try Domain(yaml: Self.plain + "\n" + rules, file: "ruled.yaml")
        let snapshot = try Small.snapshot(
            nil,
            policy: Policy(strategy: .rules),
            domain: domain,
            targets: targets
        )
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(Workload(key: Workload.Key("w"), attributes: workload)),
            with: snapshot,
            state: &state
        )
        return (decision.chosenCandidate?.target.id.description, decision.basis)
    }

    @Test(arguments: [
        ("rules: [{name: r, order: [target.price]}]", "a"),
        ("rules: [{name: r, order: [-target.cores]}]", "c"),
        ("rules: [{name: r, keep: target.provider == \"blue\", order: [target.price]}]", "d"),
        // Equal in the first, the second tells them apart; equal in all, the id does.
        ("rules: [{name: r, order: ['if(target.cores > 4, 0, 1)', -target.price]}]", "c"),
        ("rules: [{name: r, order: ['if(target.cores > 4, 0, 1)']}]", "b"),
        ("rules: [{name: r}]", "a"),
        // Missing comes last, whichever way the order goes.
        ("rules: [{name: r, order: ['if(target.cores > 2, target.cores, missing)']}]", "d"),
        ("rules: [{name: r, order: ['-if(target.cores < 8, target.cores, missing)']}]", "d"),
    ])
    func `candidates are kept, ordered, and told apart by their id`(rules: String, chosen: String) throws {
        for targets in [Small.targets, Small.targets.reversed()] {
            let (target, basis) = try self.choice(rules, targets: targets)
            #expect(target == chosen)
            #expect(basis == .rules(rule: "r"))
        }
    }

    @Test(
        arguments: [
            (["gpu": true, "size": 5], "first"), (["gpu": true, "size": 5000], "first"), (["size": 5000], "second"),
            // `when` is missing for a workload without a size: the rule does not apply.
            ([:], "third"), (["size": 1], "third"),
        ] as [([String: Value], String)]
    )
    func `the first rule decides whose condition holds and which leaves a candidate`(
        workload: [String: Value],
        rule: String
    ) throws {
        let rules = """
            rules:
              - {name: none left, keep: target.cores > 99}
              - {name: first, when: workload.gpu, order: [target.price]}
              - {name: second, when: workload.size > 1000, order: [target.price]}
              - {name: third}
            """
        #expect(try self.choice(rules, workload: workload).1 == .rules(rule: rule))
    }

    @Test(arguments: [
        ("hourlyPrice: target.price", "a", "least hourly price"),
        ("hourlyPrice: 'if(target.price < 3, missing, target.price)'", "b", "least hourly price"),
        ("{}", "a", "first by name"),
        ("rules: [{name: never, when: workload.gpu}]", "a", "first by name"),
    ])
    func `where no rule decides the least hourly price does, and without prices the first by name`(
        rules: String,
        chosen: String,
        rule: String
    ) throws {
        let (target, basis) = try self.choice(rules == "{}" ? "" : rules)
        #expect(target == chosen)
        #expect(basis == .rules(rule: rule))
    }
}
