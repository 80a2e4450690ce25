internal import Decisions
internal import Placement

/// What asks where to run a piece of code.
enum PredictBody {
    /// The domain of such requests.
    static let domain = "sandbox"

    private static let spec = [
        "language", "code", "cpu", "memoryMB", "gpu", "timeoutSeconds", "dependencies", "environment", "files",
    ]
    private static let constraints = ["maxCostUSD", "maxLatencyMS", "providers", "excludeProviders", "regions"]
    private static let amounts = 0.0...1e12

    static func request(_ bytes: [UInt8]) throws(Problem) -> DecisionService.Request {
        let fields = try Fields(try Body.value(bytes), allowed: ["spec", "constraints"])
        guard let spec = try fields.optionalObject("spec", allowed: Self.spec) else {
            throw fields.missing("spec", expected: "an object with at least a language")
        }
        return DecisionService.Request(
            domain: Self.domain,
            attributes: try Self.attributes(spec),
            constraints: try Self.constraints(fields)
        )
    }

    private static func attributes(_ spec: Fields) throws(Problem) -> [String: Value] {
        _ = try spec.text("language", characters: 1...100)
        _ = try spec.optionalText("code")
        _ = try spec.optionalNumber("cpu", Self.amounts)
        _ = try spec.optionalNumber("memoryMB", Self.amounts, unit: "MB")
        _ = try spec.optionalFlag("gpu")
        _ = try spec.optionalNumber("timeoutSeconds", Self.amounts, unit: "s")
        _ = try spec.optionalTexts("dependencies")
        if let environment = try spec.optionalObject("environment", allowed: nil) {
            for name in environment.names { _ = try environment.optionalText(name) }
        }
        try Self.check(files: spec)
        return spec.all
    }

    private static func check(files spec: Fields) throws(Problem) {
        for (index, file) in (try spec.optionalList("files") ?? []).enumerated() {
            let fields = try Fields(file, at: "\(spec.name("files"))[\(index)]", allowed: ["path", "bytes"])
            _ = try fields.text("path", characters: 1...4096)
            _ = try fields.number("bytes", 0...1e15, unit: "bytes")
        }
    }

    private static func constraints(_ fields: Fields) throws(Problem) -> Constraints {
        guard let fields = try fields.optionalObject("constraints", allowed: Self.constraints) else { return .none }
        let milliseconds = try fields.optionalNumber("maxLatencyMS", 0...1e15, unit: "ms")
        var only: [String: Set<String>] = [:]
        if let providers = try fields.optionalTexts("providers", atLeast: 1) { only["provider"] = Set(providers) }
        if let regions = try fields.optionalTexts("regions", atLeast: 1) { only["region"] = Set(regions) }
        var except: [String: Set<String>] = [:]
        if let providers = try fields.optionalTexts("excludeProviders"), !providers.isEmpty {
            except["provider"] = Set(providers)
        }
        return Constraints(
            maxCost: try fields.optionalNumber("maxCostUSD", 0...1e15, unit: "USD"),
            maxTimeSeconds: milliseconds.map { $0 / 1000 },
            only: only,
            except: except
        )
    }
}
