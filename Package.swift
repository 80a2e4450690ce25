// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let libpq = Target.Dependency.target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTesting = Target.Dependency.product(
    name: "ServiceLifecycleTestKit",
    package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// Arrows point downwards only: a target may depend on targets of the layers above it in this list, and on those of its
// own layer where the design says so.
let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "berth", targets: ["berth"]),
        .library(name: "Berthing", targets: ["Berthing"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "The driver for PostgreSQL, which needs libpq and its header.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.99.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // mathematics
        .target(name: "CSHA256"),
        .target(name: "Statistics", dependencies: ["CSHA256", numerics]),
        .target(name: "MultiTask", dependencies: ["Statistics", numerics]),
        .target(name: "CForestKernels"),
        .target(name: "Forest", dependencies: ["CForestKernels", "Statistics"]),
        .target(name: "CLimitedProcess"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        // base
        .target(name: "CEmbeddedFiles"),
        .target(name: "Files"),
        .target(name: "SQL"),
        .target(name: "Placement"),
        .target(name: "Problems"),
        .target(name: "JSON", dependencies: ["Placement", "Problems", "Statistics"]),
        .target(name: "MetricRegistry"),
        .target(name: "Resilience", dependencies: ["Placement"]),
        .target(name: "Compression", dependencies: ["CZlib"]),
        .target(name: "Declarations", dependencies: ["Placement", "Problems", yams]),
        .target(name: "Tables", dependencies: ["Placement", "Problems"]),
        .target(name: "Expressions", dependencies: ["Declarations", "Placement", "Problems", "Statistics"]),
        .target(name: "Access"),
        .target(
            name: "Web",
            dependencies: [
                "Access", "JSON", "MetricRegistry", "Placement", "Problems", httpTypes, hummingbird, hummingbirdCore,
                lifecycle, logging, nioCore, nioHTTPTypes, nioPosix,
            ]
        ),
        // domain
        .target(name: "NodeWire", dependencies: ["JSON", "Nodes", "Placement", "Problems"]),
        .target(name: "RunMapping", dependencies: ["Declarations", "Expressions", "Placement", "Problems", "Tables"]),
        .target(
            name: "Features",
            dependencies: ["Declarations", "Expressions", "Placement", "Statistics", numerics]
        ),
        .target(name: "Catalog", dependencies: ["CEmbeddedFiles", "Declarations", "Placement", "Problems"]),
        .target(name: "Nodes", dependencies: ["Placement", "Problems"]),
        .target(
            name: "Domains",
            dependencies: [
                "Declarations", "Expressions", "Features", "Placement", "Problems", "RunMapping", "Statistics",
            ]
        ),
        .target(
            name: "Engine",
            dependencies: [
                "Domains", "Expressions", "Features", "Placement", "Problems", "Resilience", "Statistics", numerics,
            ]
        ),
        // models
        .target(
            name: "LearnedModels",
            dependencies: [
                "Domains", "Engine", "Expressions", "Features", "Forest", "JSON", "MultiTask", "Placement",
                "Resilience", "Statistics", numerics,
            ]
        ),
        // capabilities
        .target(
            name: "Training",
            dependencies: [
                "Domains", "Engine", "Expressions", "Features", "Forest", "LearnedModels", "MultiTask", "Placement",
                "Problems", "Statistics", numerics,
            ]
        ),
        .target(name: "LightGBMTrainer", dependencies: ["Problems", "Training"]),
        .target(name: "Registry", dependencies: ["Placement", "Problems", "Statistics"]),
        .target(
            name: "Telemetry",
            dependencies: ["Domains", "Expressions", "JSON", "MetricRegistry", "Placement", "Problems"]
        ),
        .target(
            name: "Replay",
            dependencies: [
                "Domains", "Engine", "Expressions", "Features", "Placement", "Problems", "RunMapping", "Statistics",
                "Tables", "Training", numerics,
            ]
        ),
        .target(
            name: "Decisions",
            dependencies: [
                "Access", "Catalog", "Domains", "Engine", "Expressions", "Features", "JSON", "MetricRegistry",
                "Placement", "Problems", "Resilience", "RunMapping", "Statistics", "Telemetry",
            ]
        ),
        .target(
            name: "Delivery",
            dependencies: [
                "Access", "Decisions", "Domains", "Engine", "Features", "LearnedModels", "Placement", "Registry",
                "Resilience",
            ]
        ),
        .target(
            name: "Pipelines",
            dependencies: [
                "Domains", "Features", "LearnedModels", "Placement", "Problems", "Registry", "Resilience", "Telemetry",
                "Training",
            ]
        ),
        .target(
            name: "TaskDispatch",
            dependencies: ["Engine", "MetricRegistry", "Nodes", "Placement", "Problems", "Resilience"]
        ),
        .target(name: "TaskPlacement", dependencies: ["Decisions", "Engine", "Nodes", "Placement", "TaskDispatch"]),
        .target(
            name: "ShippedTasks",
            dependencies: [
                "CLimitedProcess", "Compression", "Forest", "NodeRuntime", "Nodes", "Placement", "Problems",
                "Statistics", grdb, numerics,
            ]
        ),
        .target(
            name: "NodeRuntime",
            dependencies: ["MetricRegistry", "Nodes", "Placement", "Problems", "Resilience", "Statistics"]
        ),
        // edges
        .target(
            name: "NodeServer",
            dependencies: [
                "Access", "JSON", "MetricRegistry", "NodeRuntime", "NodeWire", "Nodes", "Placement", "Problems", "Web",
                httpTypes, logging,
            ]
        ),
        .target(
            name: "NodeLink",
            dependencies: [
                "JSON", "NodeWire", "Nodes", "Placement", "TaskDispatch", asyncHTTPClient, logging, nioCore, nioHTTP1,
                nioPosix,
            ]
        ),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "Access", "CEmbeddedFiles", "Decisions", "Delivery", "Domains", "Engine", "Features", "JSON",
                "MetricRegistry", "NodeWire", "Nodes", "Placement", "ProblemTable", "Problems", "Registry",
                "Resilience", "TaskDispatch", "Telemetry", "Web", httpTypes, logging,
            ]
        ),
        .target(
            name: "ProblemTable",
            dependencies: [
                "Decisions", "Domains", "Engine", "JSON", "Nodes", "Placement", "Problems", "Registry", "TaskDispatch",
                "Telemetry",
            ]
        ),
        .target(name: "Artifacts", dependencies: ["Files", "Registry"]),
        .target(name: "Dashboard", dependencies: ["CEmbeddedFiles", "Statistics"], exclude: ["Assets"]),
        .target(name: "Interop", dependencies: ["Catalog", "Placement", "Problems", "Tables"]),
        .target(name: "PostgreSQL", dependencies: ["SQL", "Statistics", libpq]),
        .target(
            name: "Persistence",
            dependencies: [
                "Access", "Catalog", "Compression", "Decisions", "Delivery", "Domains", "Engine", "Features", "Files",
                "JSON", "Nodes", "Pipelines", "Placement", "Registry", "Resilience", "SQL", "Statistics",
                "TaskDispatch", "Telemetry", grdb,
            ]
        ),
        // library
        .target(
            name: "Berthing",
            dependencies: [
                "Catalog", "Declarations", "Domains", "Engine", "Expressions", "Features", "LearnedModels", "Placement",
            ]
        ),
        // simulation, for the demo only
        .target(
            name: "Demo",
            dependencies: [
                "Catalog", "Nodes", "Placement", "Statistics", "Tables", "TaskDispatch", "TaskPlacement", numerics,
            ]
        ),
        // composition
        .target(
            name: "BerthServer",
            dependencies: [
                "Artifacts", "Catalog", "Compression", "Dashboard", "Decisions", "Declarations", "Delivery", "Domains",
                "Engine", "Files", "HTTPAPI", "JSON", "MetricRegistry", "NodeLink", "NodeRuntime", "NodeServer",
                "Nodes", "Persistence", "Pipelines", "Placement", "ProblemTable", "Problems", "Registry", "Resilience",
                "ShippedTasks", "TaskDispatch", "TaskPlacement", "Telemetry", "Training", "Web", asyncHTTPClient,
                lifecycle, logging, nioCore, nioHTTP1, nioPosix, signals,
            ]
        ),
        // executable
        .executableTarget(
            name: "berth",
            dependencies: [
                "BerthServer", "Catalog", "Decisions", "Declarations", "Delivery", "Demo", "Domains", "Engine",
                "Features", "Forest", "Interop", "JSON", "LearnedModels", "LightGBMTrainer", "Nodes", "Persistence",
                "Pipelines", "Placement", "Problems", "Registry", "Replay", "RunMapping", "Statistics", "Tables",
                "Telemetry", "Training", argumentParser, asyncHTTPClient, logging, nioCore, nioHTTP1,
            ]
        ),
        // examples: they see what a program of another package sees
        .executableTarget(
            name: "decide-in-process",
            dependencies: ["Berthing"],
            path: "Examples/decide-in-process",
            packageAccess: false
        ),
        // speed
        .executableTarget(
            name: "forest-bench",
            dependencies: ["Forest"],
            path: "Benchmarks/forest/Sources"
        ),
        .executableTarget(
            name: "engine-bench",
            dependencies: [
                "Catalog", "Demo", "Domains", "Engine", "Features", "LearnedModels", "LightGBMTrainer", "Placement",
                "Resilience", "Training",
            ],
            path: "Benchmarks/engine/Sources"
        ),
        .executableTarget(
            name: "target-bench",
            dependencies: [
                "Catalog", "Decisions", "Domains", "Engine", "Features", "Interop", "LearnedModels", "LightGBMTrainer",
                "Placement", "RunMapping", "Tables", "Training",
            ],
            path: "Benchmarks/targets/Sources"
        ),
        .executableTarget(
            name: "task-bench",
            dependencies: [
                "Demo", "Domains", "Engine", "Expressions", "Features", "LearnedModels", "LightGBMTrainer", "Placement",
                "RunMapping", "Statistics", "Tables", "TaskPlacement", "Training",
            ],
            path: "Benchmarks/task/Sources"
        ),
        .executableTarget(
            name: "storage-bench",
            dependencies: [
                "BerthTesting", "Decisions", "Domains", "JSON", "Persistence", "Placement", "Statistics", "Telemetry",
            ],
            path: "Benchmarks/storage/Sources"
        ),
        .executableTarget(
            name: "request-bench",
            dependencies: [
                "BerthServer", "BerthTesting", "Decisions", "HTTPAPI", "MetricRegistry", "Persistence", "Placement",
                "TaskDispatch", "Web", httpTypes, hummingbird, logging, nioCore,
            ],
            path: "Benchmarks/service/Sources"
        ),
        // tests
        .target(
            name: "BerthTesting",
            dependencies: [
                "Decisions", "Delivery", "Domains", "Engine", "Features", "Nodes", "Pipelines", "Placement", "Registry",
                "Statistics", "TaskDispatch", "Telemetry", numerics,
            ]
        ),
        .target(name: "CSyncProbe", path: "Tests/CSyncProbe", linkerSettings: [.linkedLibrary("sqlite3")]),
        .testTarget(name: "AcceptanceTests", dependencies: ["BerthTesting", "berth", "decide-in-process"]),
        .testTarget(name: "AccessTests", dependencies: ["Access"]),
        .testTarget(name: "WebTests", dependencies: ["Web", httpTypes, nioCore, nioEmbedded, nioHTTPTypes]),
        .testTarget(name: "NodeWireTests", dependencies: ["JSON", "NodeWire", "Nodes", "Placement", "Problems"]),
        .testTarget(
            name: "NodeServerTests",
            dependencies: [
                "BerthServer", "BerthTesting", "JSON", "NodeLink", "NodeServer", "NodeWire", "Nodes", "Placement",
                "TaskDispatch", "Web", asyncHTTPClient, hummingbird, lifecycleTesting, logging, nioCore, nioHTTP1,
                nioPosix,
            ]
        ),
        .testTarget(name: "NodeLinkTests", dependencies: ["NodeLink", "Nodes", "Placement", asyncHTTPClient, logging]),
        .testTarget(
            name: "ProblemTableTests",
            dependencies: [
                "Decisions", "Domains", "Engine", "JSON", "Placement", "ProblemTable", "Problems", "Registry",
                "TaskDispatch", "Telemetry",
            ]
        ),
        .testTarget(name: "BerthingTests", dependencies: ["Berthing"]),
        .testTarget(name: "DashboardTests", dependencies: ["Dashboard"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Declarations", "Placement"]),
        .testTarget(
            name: "BerthServerTests",
            dependencies: ["BerthServer", "BerthTesting", "Decisions", "Placement", "Telemetry"]
        ),
        .testTarget(
            name: "DecisionsTests",
            dependencies: [
                "Access", "BerthTesting", "Catalog", "Decisions", "Domains", "Engine", "Features", "MetricRegistry",
                "Placement", "Resilience", "Statistics", "Telemetry",
            ]
        ),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Placement", "Problems"]),
        .testTarget(name: "ProblemsTests", dependencies: ["Problems"]),
        .testTarget(name: "ResilienceTests", dependencies: ["Placement", "Resilience", "Statistics"]),
        .testTarget(name: "DeclarationsTests", dependencies: ["Declarations", "Placement", "Problems"]),
        .testTarget(
            name: "DemoTests",
            dependencies: [
                "Catalog", "Declarations", "Demo", "Domains", "Engine", "Features", "Placement", "RunMapping",
                "Statistics", "Tables",
            ]
        ),
        .testTarget(
            name: "DomainsTests",
            dependencies: ["Declarations", "Domains", "Expressions", "Features", "Placement"]
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "BerthTesting", "Domains", "Engine", "Features", "Placement", "Resilience", "Statistics", numerics,
            ],
            exclude: ["Snapshots"]
        ),
        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "Placement", "Statistics"]),
        .testTarget(name: "FeaturesTests", dependencies: ["Declarations", "Expressions", "Features", "Placement"]),
        .testTarget(name: "ForestTests", dependencies: ["Forest"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "Access", "BerthTesting", "Decisions", "Delivery", "Domains", "Engine", "Features", "HTTPAPI", "JSON",
                "LearnedModels", "MetricRegistry", "Nodes", "Placement", "ProblemTable", "Registry", "TaskDispatch",
                "Telemetry", "Web", httpTypes, hummingbird, logging, nioCore, nioPosix, yams,
            ]
        ),
        .testTarget(name: "InteropTests", dependencies: ["Catalog", "Interop", "Placement"]),
        .testTarget(
            name: "LearnedModelsTests",
            dependencies: [
                "BerthTesting", "Domains", "Engine", "Features", "LearnedModels", "MultiTask", "Placement",
                "Statistics", numerics,
            ]
        ),
        .testTarget(name: "LightGBMTrainerTests", dependencies: ["BerthTesting", "LightGBMTrainer", "Training"]),
        .testTarget(name: "MetricRegistryTests", dependencies: ["MetricRegistry"]),
        .testTarget(name: "MultiTaskTests", dependencies: ["MultiTask", "Statistics", numerics]),
        .testTarget(
            name: "PersistenceTests",
            dependencies: [
                "Access", "Artifacts", "BerthTesting", "CSyncProbe", "Catalog", "Decisions", "Delivery", "Domains",
                "Engine", "Features", "Files", "LearnedModels", "Nodes", "Persistence", "Pipelines", "Placement",
                "PostgreSQL", "Registry", "Resilience", "SQL", "Statistics", "TaskDispatch", "Telemetry", "Training",
                grdb,
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "TaskDispatchTests",
            dependencies: [
                "BerthTesting", "MetricRegistry", "Nodes", "Placement", "Problems", "Resilience", "Statistics",
                "TaskDispatch",
            ]
        ),
        .testTarget(
            name: "NodeRuntimeTests",
            dependencies: ["BerthTesting", "MetricRegistry", "NodeRuntime", "Nodes", "Placement", "Problems"]
        ),
        .testTarget(
            name: "ShippedTasksTests",
            dependencies: [
                "BerthTesting", "Compression", "Forest", "NodeRuntime", "Nodes", "Placement", "Problems",
                "ShippedTasks", "Statistics",
            ],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(
            name: "TaskPlacementTests",
            dependencies: [
                "Domains", "Expressions", "Features", "Nodes", "Placement", "RunMapping", "TaskDispatch",
                "TaskPlacement",
            ]
        ),
        .testTarget(name: "NodesTests", dependencies: ["Nodes", "Placement", "Problems"]),
        .testTarget(
            name: "PipelinesTests",
            dependencies: [
                "Access", "BerthTesting", "Decisions", "Delivery", "Domains", "Engine", "LearnedModels",
                "LightGBMTrainer", "MetricRegistry", "Pipelines", "Placement", "Registry", "Telemetry", "Training",
            ]
        ),
        .testTarget(name: "PlacementTests", dependencies: ["Placement"]),
        .testTarget(name: "RegistryTests", dependencies: ["BerthTesting", "Placement", "Registry"]),
        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "Domains", "Engine", "Features", "Placement", "Replay", "RunMapping", "Statistics", "Tables",
                "Training", numerics,
            ],
            exclude: ["Snapshots"]
        ),
        .testTarget(
            name: "RunMappingTests",
            dependencies: ["Declarations", "Expressions", "Placement", "RunMapping", "Tables"]
        ),
        .testTarget(
            name: "PageExampleTests",
            dependencies: [
                "Artifacts", "Berthing", "Catalog", "Compression", "Decisions", "Declarations", "Demo", "Domains",
                "Engine", "Expressions", "Features", "Files", "Forest", "Interop", "JSON", "LearnedModels",
                "LightGBMTrainer", "MetricRegistry", "MultiTask", "NodeRuntime", "NodeWire", "Nodes", "Pipelines",
                "Placement", "Problems", "Registry", "Replay", "Resilience", "RunMapping", "SQL", "ShippedTasks",
                "Statistics", "Tables", "TaskDispatch", "TaskPlacement", "Telemetry", "Training",
            ]
        ),
        .testTarget(name: "SourcesTests"),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(name: "TablesTests", dependencies: ["Placement", "Tables"]),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["BerthTesting", "Domains", "MetricRegistry", "Placement", "Telemetry"]
        ),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "Demo", "Domains", "Engine", "Features", "LearnedModels", "LightGBMTrainer", "Placement", "Replay",
                "RunMapping", "Statistics", "Tables", "Training", numerics,
            ],
            exclude: ["Data/Snapshots"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let modulesOfC = ["CEmbeddedFiles", "CForestKernels", "CLibPQ", "CLimitedProcess", "CSHA256", "CSyncProbe", "CZlib"]

for target in package.targets where !modulesOfC.contains(target.name) {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
