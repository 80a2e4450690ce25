package import Placement
internal import Statistics

/// A simulated workload: what a decision may know of it, and what it really needs.
package struct SimulatedWorkload: Sendable, Hashable {
    /// What it asks for; a demand may turn out to be more.
    package struct Request: Sendable, Hashable {
        package let language: String
        package let cpu: Double
        package let memoryMB: Double
        package let gpu: Bool
        package let timeoutSeconds: Double
        package let dependencies: [String]
        package let fileBytes: Double
    }

    package let workload: Workload
    /// The name of its family, such as `web-scrape`.
    package let family: String
    package let request: Request
    package let demand: Demand

    init(family: String, code: String, request: Request, environment: [String], files: [Value], demand: Demand) {
        self.family = family
        self.request = request
        self.demand = demand
        let keys = [
            request.language, Value.spelling(of: StableHash.fraction(of: code)), Value.spelling(of: request.cpu),
            Value.spelling(of: request.memoryMB), "\(request.gpu)",
        ]
        self.workload = Workload(
            // As `identity` in domains/sandbox.yaml spells it; a test compares the two.
            key: Workload.Key(keys.joined(separator: "/")),
            attributes: [
                "language": .text(request.language), "code": .text(code), "cpu": .number(request.cpu),
                "memoryMB": .number(request.memoryMB), "gpu": .flag(request.gpu),
                "timeoutSeconds": .number(request.timeoutSeconds),
                "dependencies": .list(request.dependencies.map { .text($0) }),
                "environment": .record(
                    Dictionary(environment.map { ($0, .text("simulated")) }) { first, _ in first }
                ),
                "files": .list(files),
            ]
        )
    }
}
