internal import Access
internal import Decisions
internal import JSON
internal import Placement
internal import Problems

/// What asks where to run a piece of code.
enum PredictBody {
    /// The domain of such requests.
    static let domain = "sandbox"

    private static let constraints = ["maxCostUSD", "maxLatencyMS", "providers", "excludeProviders", "regions"]
    private static let amounts = 0.0...1e12

    /// - Parameter attributes: What the domain reads of a workload, which is what `spec` may hold. The names that every
    ///   sandbox router knows are checked here; what a domain file adds is checked as its workload is.
    static func request(_ bytes: [UInt8], attributes: [String], by principal: Principal) throws
        -> DecisionService.Request
    {
        let fields = try JSONObject(try JSONScanner.value(of: bytes), allowed: ["spec", "constraints"])
        guard let spec = try fields.optionalObject("spec", allowed: attributes) else {
            throw fields.missing("spec", expected: "an object with at least a language")
        }
        return DecisionService.Request(
            domain: Self.domain,
            attributes: try Self.attributes(spec),
            constraints: try Self.constraints(fields),
            caller: Caller.ID("\(principal)")
        )
    }

    private static func attributes(_ spec: JSONObject) throws(FieldFault) -> [String: Value] {
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

    private static func check(files spec: JSONObject) throws(FieldFault) {
        for (index, file) in (try spec.optionalList("files") ?? []).enumerated() {
            let fields = try JSONObject(file, at: "\(spec.name("files"))[\(index)]", allowed: ["path", "bytes"])
            _ = try fields.text("path", characters: 1...4096)
            _ = try fields.number("bytes", 0...1e15, unit: "bytes")
        }
    }

    private static func constraints(_ fields: JSONObject) throws(FieldFault) -> Constraints {
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
