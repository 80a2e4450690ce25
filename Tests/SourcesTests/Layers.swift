/// The layers of the package, the lowest first, and the modules of each. A module may import those of its own layer
/// where `exceptions` or the layer says so, and those of the layers below.
enum Layer: Int, CaseIterable, Comparable {
    case mathematics, base, domain, models, library, capabilities, problems, edges, composition, executable

    static let modules: [Layer: [String]] = [
        .mathematics: ["Statistics", "MultiTask", "CForestKernels", "Forest", "CSHA256"],
        .base: [
            "Placement", "Problems", "JSON", "Declarations", "Tables", "MetricRegistry", "Resilience", "Compression",
            "Access", "Web", "Files", "SQL", "CEmbeddedFiles", "CLibPQ", "CLimitedProcess", "CZlib",
        ],
        .domain: ["Expressions", "RunMapping", "Features", "Catalog", "Domains", "Engine", "Nodes", "NodeWire"],
        // Predictors that the engine can ask.
        .models: ["LearnedModels"],
        // What other packages may import: the engine behind public types. Nothing of ours stands on it.
        .library: ["Berthing"],
        .capabilities: [
            "Training", "LightGBMTrainer", "Registry", "Telemetry", "Replay", "Decisions", "Delivery", "Pipelines",
            "NodeRuntime", "ShippedTasks", "TaskDispatch", "TaskPlacement",
        ],
        // The table from the errors of domain and capabilities to what a client is told; for every edge.
        .problems: ["ProblemTable"],
        // Demo simulates the world outside; like an edge it is for the executable alone.
        .edges: [
            "Artifacts", "Dashboard", "HTTPAPI", "Interop", "NodeLink", "NodeServer", "Persistence", "PostgreSQL",
            "Demo",
        ],
        .composition: ["BerthServer"],
        .executable: ["berth"],
    ]

    /// In `Sources`, but for tests only: it may import everything, and nothing but tests imports it.
    static let testSupport: Set<String> = ["BerthTesting"]

    static func of(_ module: String) -> Layer? { Self.allCases.first { Self.modules[$0]?.contains(module) ?? false } }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Capabilities that import another one, with the reason.
    static let exceptions: [String: [String: String]] = [
        "LightGBMTrainer": ["Training": "implements the protocol of tree trainers that Training owns"],
        "Decisions": ["Telemetry": "what became of a decision is a reported run, kept with the other runs"],
        "Delivery": [
            "Decisions": "lets models serve, which only the decision service can put to work",
            "Registry": "takes the versions that serve out of the registry",
        ],
        "Pipelines": [
            "Registry": "a training ends with a registered version",
            "Telemetry": "a training begins with the runs that were reported",
            "Training": "takes the steps of a training one after the other",
        ],
        "TaskPlacement": [
            "Decisions": "decides where tasks run as everything else is decided",
            "TaskDispatch": "implements the protocol of placers that TaskDispatch owns",
        ],
        "ShippedTasks": ["NodeRuntime": "implements the protocol of task handlers that NodeRuntime owns"],
        "Replay": ["Training": "judges what a training learns, behind the protocol of learners that Training owns"],
    ]

    /// The C library under its names on different systems.
    static let system: Set<String> = ["Darwin", "Glibc", "Musl"]

    /// Modules from outside the package that a layer may import; composition and the executable may import any.
    static let outside: [Layer: Set<String>] = [
        // The C library's mathematical functions, such as those of `Forest`'s transforms.
        .mathematics: Self.system.union(["RealModule"]),
        .base: ["Foundation", "Synchronization", "Yams"],
        .domain: ["Foundation", "RealModule", "Synchronization"],
        .models: ["Foundation", "RealModule", "Synchronization"],
        .library: ["Foundation"],
        .capabilities: Self.system.union(["Foundation", "RealModule", "Synchronization"]),
        .problems: [],
        .edges: Self.system.union([
            "AsyncHTTPClient", "Foundation", "GRDB", "HTTPTypes", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
            "RealModule", "Synchronization",
        ]),
    ]

    /// Modules from outside the package that one module may import beyond those of its layer, with the reason.
    static let outsideExceptions: [String: [String: String]] = [
        "Web": Dictionary(
            uniqueKeysWithValues: [
                "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTPTypes", "NIOPosix",
                "ServiceLifecycle",
            ].map { ($0, "the one place where HTTP is served; every HTTP edge stands on it") }
        ),
        "ShippedTasks": [
            "GRDB": "SQL is the work of the task daily_report, not a place where the module keeps something"
        ],
    ]

    /// What is wrong with a module that imports these; empty when nothing is.
    static func faults(of module: String, importing imports: Set<String>) -> [String] {
        if Self.testSupport.contains(module) { return [] }
        guard let layer = Self.of(module) else {
            return ["\(module) is on no layer; enter it in the table of layers"]
        }
        return imports.sorted().compactMap { imported in
            if Self.testSupport.contains(imported) { return "\(module) imports \(imported), which is for tests" }
            guard let other = Self.of(imported) else {
                let isAllowed =
                    layer >= .composition || Self.outside[layer]?.contains(imported) ?? false
                    || Self.outsideExceptions[module]?[imported] != nil
                return isAllowed
                    ? nil : "\(module) (\(layer)) imports \(imported), which its layer does not allow"
            }
            if other > layer { return "\(module) (\(layer)) imports \(imported), which is above it (\(other))" }
            guard other == layer else { return nil }
            switch layer {
            case .mathematics, .base, .domain, .models, .library, .problems, .composition, .executable: return nil
            case .edges: return "\(module) imports \(imported); edges never import each other"
            case .capabilities:
                return Self.exceptions[module]?[imported] != nil
                    ? nil : "\(module) imports \(imported); capabilities import each other only with a declared reason"
            }
        }
    }
}
