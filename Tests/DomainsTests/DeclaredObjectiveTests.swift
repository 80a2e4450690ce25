import Domains
import Expressions
import Placement
import Testing

@Suite struct DeclaredObjectiveTests {
    private static func domain(_ objective: String) throws -> Domain {
        try Domain(
            yaml: "domain: d\nfeatures: {size: {from: workload.size}}\nobjective: \(objective)",
            file: "d.yaml"
        )
    }

    private static func workload(_ attributes: [String: Value]) -> Workload {
        Workload(key: Workload.Key("w"), attributes: attributes)
    }

    @Test func `a workload's attributes give the powers of its objective`() throws {
        let domain = try Self.domain("{cost: 'coalesce(workload.thrift, 5) / 10', time: workload.hurry}")
        #expect(
            try domain.objective(of: Self.workload(["thrift": 2, "hurry": 1.5]))
                == Objective(costExponent: 0.2, timeExponent: 1.5)
        )
        #expect(
            try domain.objective(of: Self.workload(["hurry": 0]))
                == Objective(costExponent: 0.5, timeExponent: 0)
        )
        #expect(domain.objective.fixed == nil)
        #expect(domain.objective.text == "cost^(coalesce(workload.thrift, 5) / 10)*time^(workload.hurry)")
        #expect(WorkloadSchema(of: domain).attributes == ["hurry", "size", "thrift"])
    }

    @Test func `one power is enough, and powers without names are the same for every workload`() throws {
        let cost = try Self.domain("{cost: workload.thrift}")
        #expect(
            try cost.objective(of: Self.workload(["thrift": 3])) == Objective(costExponent: 3, timeExponent: 0)
        )
        let fixed = try Self.domain("{cost: 0.7, time: 0.3}")
        #expect(fixed.objective.fixed == Objective(costExponent: 0.7, timeExponent: 0.3))
    }

    @Test(
        arguments: [
            ([:], "objective: 'workload.hurry' is missing; declare a default with coalesce"),
            (["hurry": 0], "objective: cost^0 × time^0 is not allowed; powers lie from 0 to 100, one of them above 0"),
            (["hurry": 101], "objective: cost^0 × time^101 is not allowed"),
            (
                ["hurry": "much"],
                "objective: in 'workload.hurry' at column 1: "
            ),
        ] as [([String: Value], String)]
    )
    func `attributes that give no objective are refused`(attributes: [String: Value], message: String) throws {
        let domain = try Self.domain("{time: workload.hurry}")
        let error = #expect(throws: ObjectiveError.self) { try domain.objective(of: Self.workload(attributes)) }
        #expect("\(try #require(error))".hasPrefix(message))
    }

    @Test func `runs that stand apart have everything in common or nothing`() throws {
        let yaml = "domain: d\nfeatures: {size: {from: workload.size}}\nidentity: [workload.size]\n"
        let apart = try Domain(yaml: yaml + "repeats: apart", file: "d.yaml")
        let pooled = try Domain(yaml: yaml, file: "d.yaml")
        let (idle, busy) = (try apart.workload(["size": 1, "load": 0]), try apart.workload(["size": 1, "load": 9]))
        #expect(idle.key == busy.key)
        #expect(apart.repetition(of: idle) != apart.repetition(of: busy))
        #expect(apart.repetition(of: idle) == apart.repetition(of: try apart.workload(["load": 0, "size": 1])))
        #expect(pooled.repetition(of: idle) == pooled.repetition(of: busy))
    }
}
