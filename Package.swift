// swift-tools-version: 6.2
import PackageDescription

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // mathematics
        .target(name: "Statistics", dependencies: [numerics]),
        .target(name: "MultiTask", dependencies: ["Statistics", numerics]),
        // domain
        .target(name: "Placement"),
        .target(name: "Declarations", dependencies: ["Placement", yams]),
        .target(name: "Tables", dependencies: ["Declarations", "Placement"]),
        .target(name: "Expressions", dependencies: ["Declarations", "Placement", "Statistics"]),
        .target(name: "RunHistory", dependencies: ["Declarations", "Expressions", "Placement", "Tables"]),
        .target(
            name: "Features",
            dependencies: ["Declarations", "Expressions", "Placement", "Statistics", crypto, numerics]),
        .target(name: "Catalog", dependencies: ["Declarations", "Placement"]),
        .target(
            name: "Domains",
            dependencies: ["Declarations", "Expressions", "Features", "Placement", "RunHistory", "Statistics"]),
        .target(
            name: "Engine",
            dependencies: [
                "Declarations", "Domains", "Expressions", "Features", "MultiTask", "Placement", "Statistics", numerics,
            ]),
        // capabilities
        .target(
            name: "Training",
            dependencies: [
                "Declarations", "Domains", "Engine", "Expressions", "Features", "MultiTask", "Placement", "Statistics", numerics,
            ]),
        .target(name: "LightGBMTrainer", dependencies: ["Declarations", "Training"]),
        .target(name: "Registry", dependencies: ["Declarations", "Placement", crypto]),
        .target(name: "Telemetry", dependencies: ["Declarations", "Domains", "Expressions", "Placement"]),
        // edges
        .target(name: "Interop", dependencies: ["Catalog", "Declarations", "Placement", "Tables"]),
        .target(name: "Persistence", dependencies: ["Catalog", "Placement", "Registry", "Telemetry"]),
        // tests
        .target(name: "BerthTesting", dependencies: ["Placement", "Registry", "Telemetry"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        .testTarget(name: "MultiTaskTests", dependencies: ["MultiTask", "Statistics", numerics]),
        .testTarget(name: "PlacementTests", dependencies: ["Placement"]),
        .testTarget(name: "DeclarationsTests", dependencies: ["Declarations", "Placement"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Declarations", "Placement"]),
        .testTarget(name: "InteropTests", dependencies: ["Catalog", "Interop", "Placement", "Tables"]),
        .testTarget(name: "TablesTests", dependencies: ["Tables", "Placement"]),
        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "Placement", "Statistics"]),
        .testTarget(
            name: "RunHistoryTests", dependencies: ["RunHistory", "Declarations", "Expressions", "Placement", "Tables"]),
        .testTarget(
            name: "FeaturesTests", dependencies: ["Declarations", "Expressions", "Features", "Placement", "Statistics"]),
        .testTarget(name: "RegistryTests", dependencies: ["BerthTesting", "Placement", "Registry"]),
        .testTarget(
            name: "TelemetryTests", dependencies: ["BerthTesting", "Declarations", "Domains", "Placement", "Telemetry"]),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["BerthTesting", "Catalog", "Persistence", "Placement", "Registry", "Statistics", "Telemetry"]),
        .testTarget(name: "TrainingTests", dependencies: ["Placement", "Training"], exclude: ["Data/Snapshots"]),
        .testTarget(name: "LightGBMTrainerTests", dependencies: ["LightGBMTrainer", "Training"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
