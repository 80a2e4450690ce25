import Declarations
import Domains
import Expressions
import Features
import Foundation
import Placement
import Testing

@Suite struct ShippedDomainTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "domains")

    @Test func `every shipped domain loads under the name of its file`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(Set(["cluster.yaml", "instances.yaml", "sandbox.yaml", "serverless.yaml"]).isSubset(of: files))
        for file in files {
            let yaml = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
            let domain = try Domain(yaml: yaml, file: file)
            #expect("\(domain.name).yaml" == file)
            #expect(!domain.summary.isEmpty && !domain.program.features.isEmpty && domain.history != nil)
        }
    }
}

@Suite struct DomainDeclarationTests {
    static let least = "domain: d\nfeatures: {size: {from: workload.size}}\n"

    @Test func `what a file leaves out has its stated default`() throws {
        let domain = try Domain(yaml: Self.least, file: "d.yaml")
        #expect(domain.summary.isEmpty && domain.objective == .cost && domain.tolerance == 0.05)
        #expect(domain.currency == .usd && domain.failures == .retried && domain.catalog == .runs)
        #expect(domain.repeats == .pooled && domain.forest == .boosted)
        #expect(domain.policy == Policy(strategy: .hybrid, confidenceGate: 0.7, exploration: Exploration(share: 0.02)))
        #expect(domain.requirements.isEmpty && domain.rules.isEmpty && domain.identity.isEmpty)
        #expect(domain.hourlyPrice == nil && domain.family == nil && domain.history == nil)
        #expect(domain.strata.isEmpty && domain.proportions.isEmpty && domain.likeness == .none)
    }

    @Test func `every key is read`() throws {
        let domain = try Domain(
            yaml: Self.least + """
                summary: Words.
                objective: time
                tolerance: 0.1
                currency: EUR
                failures: counted
                catalog: sandboxes
                repeats: apart
                forest: random
                strata: [kind, size]
                family: workload.kind
                proportions: [target.cores]
                likeness: {numbers: [target.cores], categories: [target.provider]}
                hourlyPrice: target.price * workload.size
                identity: [workload.name]
                requirements: [{name: fits, require: workload.size < target.size}]
                rules: [{name: r, when: workload.big, keep: target.cores > 1, order: [target.price, -target.cores]}]
                policy: {strategy: model, gate: 1, exploration: {share: 0, budget: 5}}
                """,
            file: "d.yaml"
        )
        #expect(domain.summary == "Words." && domain.objective == .time && domain.tolerance == 0.1)
        #expect(domain.currency == .eur && domain.failures == .counted && domain.catalog == .sandboxes)
        #expect(domain.repeats == .apart && domain.forest == .random)
        #expect(domain.strata == ["kind", "size"] && domain.family?.text == "workload.kind")
        #expect(domain.proportions.map(\.text) == ["target.cores"])
        #expect(domain.likeness.numbers.map(\.text) == ["target.cores"])
        #expect(domain.likeness.categories.map(\.text) == ["target.provider"])
        #expect(domain.hourlyPrice?.text == "target.price * workload.size")
        #expect(domain.identity.map(\.text) == ["workload.name"])
        #expect(domain.requirements.map(\.name) == ["fits"])
        #expect(domain.requirements.map(\.condition.text) == ["workload.size < target.size"])
        let rule = try #require(domain.rules.first)
        #expect(rule.name == "r" && rule.when?.text == "workload.big" && rule.keep?.text == "target.cores > 1")
        #expect(rule.order.map(\.text) == ["target.price", "-target.cores"])
        #expect(
            domain.policy
                == Policy(strategy: .model, confidenceGate: 1, exploration: Exploration(share: 0, budget: 5))
        )
    }

    @Test(arguments: [
        // A key that is not known, at the line of the key, with the nearest one.
        ("objectve: cost", "d.yaml:3: unknown key 'objectve'; did you mean 'objective'? allowed: domain, summary, "),
        ("polcy:\n  gate: 1", "d.yaml:3: unknown key 'polcy'; did you mean 'policy'?"),
        ("policy: {gaet: 1}", "d.yaml:3: policy: unknown key 'gaet'; did you mean 'gate'?"),
        ("policy:\n  gate: 1\n  explore:\n    share: 1", "d.yaml:5: policy: unknown key 'explore'; allowed:"),
        ("policy: {exploration: {shar: 1}}", "d.yaml:3: policy.exploration: unknown key 'shar'; did you mean 'share'?"),
        ("rules: [{nam: r}]", "d.yaml:3: rules[0]: unknown key 'nam'; did you mean 'name'?"),
        (
            "requirements:\n  - {name: r, requires: target.x}",
            "d.yaml:4: requirements[0]: unknown key 'requires'; did you mean 'require'?"
        ),
        ("likeness: {number: []}", "d.yaml:3: likeness: unknown key 'number'; did you mean 'numbers'?"),
        // A choice among names.
        (
            "objective: costs",
            "d.yaml:3: objective: 'costs' is not allowed; expected one of cost, time, cost*time (did you mean 'cost'?)"
        ),
        (
            "failures: retred",
            "d.yaml:3: failures: 'retred' is not allowed; expected one of retried, counted (did you mean 'retried'?)"
        ),
        (
            "catalog: sandbox",
            "d.yaml:3: catalog: 'sandbox' is not allowed; expected one of runs, sandboxes, nodes, offerings (did you mean 'sandboxes'?)"
        ),
        (
            "policy: {strategy: rule}",
            "d.yaml:3: policy.strategy: 'rule' is not allowed; expected one of rules, model, hybrid (did you mean 'rules'?)"
        ),
        ("repeats: pool", "d.yaml:3: repeats: 'pool' is not allowed; expected one of pooled, apart"),
        ("forest: boost", "d.yaml:3: forest: 'boost' is not allowed; expected one of boosted, random"),
        // Powers of the objective.
        ("objective: {costs: 1}", "d.yaml:3: objective: unknown key 'costs'; did you mean 'cost'?"),
        ("objective: {}", "expected a power of cost or time: an expression over the workload"),
        ("objective:\n  cost: target.price", "d.yaml:4: objective.cost: 'target.price' is not allowed"),
        ("objective:\n  cost: 0\n  time: -1", "expected powers from 0 to 100, one of them above 0; objective: cost^0"),
        ("objective:\n  time: workload.a +", "d.yaml:4: objective.time: 'workload.a +' is not allowed"),
        // Numbers out of range, or none.
        ("tolerance: 0", "d.yaml:3: tolerance: '0' is not allowed; expected a number from 0.001 to 1"),
        ("tolerance: 1.01", "d.yaml:3: tolerance: '1.01' is not allowed; expected a number from 0.001 to 1"),
        ("tolerance: nan", "d.yaml:3: tolerance: 'nan' is not allowed"),
        ("tolerance: [1]", "d.yaml:3: tolerance: found a list, expected a number"),
        ("policy: {gate: 1.5}", "d.yaml:3: policy.gate: '1.5' is not allowed; expected a number from 0 to 1"),
        ("policy: {gate: high}", "d.yaml:3: policy.gate: 'high' is not allowed; expected a number from 0 to 1"),
        (
            "policy: {exploration: {share: -0.1}}",
            "d.yaml:3: policy.exploration.share: '-0.1' is not allowed; expected a number from 0 to 1"
        ),
        ("policy: {exploration: {budget: -1}}", "d.yaml:3: policy.exploration.budget: '-1' is not allowed"),
        (
            "policy: {exploration: 0.02}",
            "d.yaml:3: policy.exploration: found '0.02', expected a mapping of names to values"
        ),
        // Kinds.
        ("summary: [a]", "d.yaml:3: summary: found a list, expected a string"),
        (
            "currency: usd",
            "d.yaml:3: currency: 'usd' is not allowed; expected a currency code of three capital letters such as USD"
        ),
        ("private: {a: b}", "d.yaml:3: private: found a mapping, expected a list"),
        ("strata: {a: b}", "d.yaml:3: strata: found a mapping, expected a list"),
        ("rules: {name: r}", "d.yaml:3: rules: found a mapping, expected a list"),
        ("rules: [r]", "d.yaml:3: rules[0]: found 'r', expected a mapping of names to values"),
        ("rules: [{order: []}]", "d.yaml:3: rules[0]: 'name' is missing"),
        ("rules: [{name: r, order: target.x}]", "d.yaml:3: rules[0].order: found 'target.x', expected a list"),
        ("requirements: [{name: r}]", "d.yaml:3: requirements[0]: 'require' is missing"),
        ("requirements: yes", "d.yaml:3: requirements: found 'yes', expected a list"),
        ("history: {}", "d.yaml:3: history: "),
        // Expressions, and what they may read.
        (
            "hourlyPrice: target.price +",
            "d.yaml:3: hourlyPrice: 'target.price +' is not allowed; expected an expression; in 'target.price +' at column"
        ),
        (
            "hourlyPrice: tagret.price",
            "d.yaml:3: hourlyPrice: 'tagret.price' is not allowed; expected names of the form workload.… or target.…, not 'tagret.price'"
        ),
        (
            "family: target.kind",
            "d.yaml:3: family: 'target.kind' is not allowed; expected names of the form workload.…, not 'target.kind'"
        ),
        (
            "identity: [workload.a, target.b]",
            "d.yaml:3: identity[1]: 'target.b' is not allowed; expected names of the form workload.…"
        ),
        (
            "proportions: [workload.size]",
            "d.yaml:3: proportions[0]: 'workload.size' is not allowed; expected names of the form target.…"
        ),
        ("likeness: {numbers: [workload.size]}", "d.yaml:3: likeness.numbers[0]: 'workload.size' is not allowed"),
        ("likeness: {categories: [size]}", "d.yaml:3: likeness.categories[0]: 'size' is not allowed"),
        (
            "rules: [{name: r, when: target.cores > 1}]",
            "d.yaml:3: rules[0].when: 'target.cores > 1' is not allowed; expected names of the form workload.…"
        ),
        ("rules: [{name: r, keep: cores > 1}]", "d.yaml:3: rules[0].keep: 'cores > 1' is not allowed"),
        ("rules: [{name: r, order: [price]}]", "d.yaml:3: rules[0].order[0]: 'price' is not allowed"),
        (
            "requirements: [{name: r, require: 'memory < target.memory'}]",
            "d.yaml:3: requirements[0].require: 'memory < target.memory' is not allowed"
        ),
        ("requirements: [{name: r, require: lenght(workload.a) > 1}]", "did you mean 'length'?"),
        // Private attributes reach a key as hashes only.
        (
            "private: [workload.code]\nidentity: [workload.code]",
            "d.yaml:4: identity[0]: 'workload.code' is not allowed; expected hash(workload.code): it is private"
        ),
        (
            "private: [workload.env]\nidentity: ['concat(workload.env.KEY, \"\")']",
            "expected hash(workload.env.KEY): it is private"
        ),
    ])
    func `a fault names the file, the line, the key and what is allowed`(yaml: String, message: String) throws {
        let error = #expect(throws: DeclarationError.self) { try Domain(yaml: Self.least + yaml, file: "d.yaml") }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("d.yaml:") && text.contains(message), "\(text)")
    }

    @Test(arguments: [
        ("features: {a: {from: workload.a}}", "d.yaml:1: 'domain' is missing"),
        ("domain: d", "d.yaml:1: 'features' is missing"),
        (
            "domain: Sandbox\nfeatures: {a: {from: workload.a}}",
            "d.yaml:1: domain: 'Sandbox' is not allowed; expected a name of lowercase letters, digits and hyphens, at most 64"
        ),
        ("domain: a b\nfeatures: {}", "d.yaml:1: domain: 'a b' is not allowed"),
        ("domain: ../x\nfeatures: {}", "d.yaml:1: domain: '../x' is not allowed"),
        ("domain: ''\nfeatures: {}", "d.yaml:1: domain: found nothing, expected a string"),
        ("domain: d\nfeatures: {}", "d.yaml:2: features: "),
        ("domain: d\nfeatures: [a]", "d.yaml:2: features: found a list, expected a mapping"),
        (
            "domain: d\nfeatures:\n  a: {from: workload.a}\n  b: {form: workload.b}",
            "d.yaml:4: features.b: unknown key 'form'; did you mean 'from'?"
        ),
        ("domain: d\ndomain: e\nfeatures: {}", "d.yaml:"),
        ("- a", "d.yaml:1: found a list, expected a mapping of names to values"),
        ("", "d.yaml:1: not YAML: the file is empty"),
        ("domain: d\nfeatures: {a: [", "not YAML"),
    ])
    func `a file without its frame is refused`(yaml: String, message: String) throws {
        let error = #expect(throws: DeclarationError.self) { try Domain(yaml: yaml, file: "d.yaml") }
        let text = "\(try #require(error))"
        #expect(text.contains(message), "\(text)")
    }

    @Test func `a private attribute that the history's key names is refused`() throws {
        let yaml =
            Self.least + """
                private: [workload.code]
                history:
                  measured: [seconds, dollars]
                  workload: {key: {code: code}}
                  target: {id: {box: box}}
                  outcome: {time: {value: seconds, unit: s}, cost: {value: dollars, currency: USD}}
                """
        let error = #expect(throws: DeclarationError.self) { try Domain(yaml: yaml, file: "d.yaml") }
        #expect("\(try #require(error))".contains("expected a key of attributes that are not private"))
        _ = try Domain(yaml: yaml.replacing("{code: code}", with: "{fingerprint: hash(code)}"), file: "d.yaml")
    }

    @Test func `pursuing another objective changes nothing else`() throws {
        let file = ShippedDomainTests.folder.appending(path: "cluster.yaml")
        let domain = try Domain(yaml: try String(contentsOf: file, encoding: .utf8), file: "cluster.yaml")
        let other = domain.pursuing(.time)
        #expect(other.objective == .time && domain.objective == .cost)
        #expect(other.name == domain.name && other.summary == domain.summary && other.tolerance == domain.tolerance)
        #expect(other.program == domain.program && other.rules == domain.rules && other.policy == domain.policy)
        #expect(other.requirements == domain.requirements && other.hourlyPrice == domain.hourlyPrice)
        #expect(other.failures == domain.failures && other.strata == domain.strata && other.family == domain.family)
        #expect(other.proportions == domain.proportions && other.likeness == domain.likeness)
        #expect(other.identity == domain.identity && other.catalog == domain.catalog)
        #expect(other.repeats == domain.repeats && other.forest == domain.forest)
        #expect(other.history != nil && other.currency == domain.currency)
    }
}
