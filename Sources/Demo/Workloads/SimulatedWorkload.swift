package import Placement
internal import Statistics

/// A simulated workload: what a decision may know of it, and what it really needs.
package struct SimulatedWorkload: Sendable, Hashable {
    /// What it asks for; a demand may turn out to be more.
    package struct Request: Sendable, Hashable {
        /// The language's name in lower case.
        package let language: String
        /// Virtual CPUs.
        package let cpu: Double
        /// In MB (2²⁰ bytes).
        package let memoryMB: Double
        /// Whether it must have a GPU.
        package let gpu: Bool
        /// The longest that it may run, in seconds.
        package let timeoutSeconds: Double
        /// Names of packages.
        package let dependencies: [String]
        /// Size of the files that come with it, in bytes.
        package let fileBytes: Double
    }

    /// What a decision may know of it.
    package let workload: Workload
    /// The name of its family, such as `web-scrape`.
    package let family: String
    /// What it asks for.
    package let request: Request
    /// What it really needs, which no decision may read.
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
