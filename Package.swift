// swift-tools-version: 6.2
import PackageDescription

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
        .target(name: "Statistics", dependencies: [.product(name: "RealModule", package: "swift-numerics")]),
        .target(
            name: "MultiTask", dependencies: ["Statistics", .product(name: "RealModule", package: "swift-numerics")]),
        .testTarget(name: "MultiTaskTests",
            dependencies: ["MultiTask", "Statistics", .product(name: "RealModule", package: "swift-numerics")]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
        // domain
        .target(name: "Placement"),
        .target(name: "Declarations", dependencies: ["Placement", .product(name: "Yams", package: "Yams")]),
        .target(name: "Expressions", dependencies: ["Declarations", "Placement"]),
        .target(
            name: "Features",
            dependencies: [
                "Declarations", "Expressions", "Placement", "Statistics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .testTarget(name: "PlacementTests", dependencies: ["Placement"]),
        .testTarget(
            name: "FeaturesTests", dependencies: ["Declarations", "Expressions", "Features", "Placement", "Statistics"]),
        .testTarget(name: "DeclarationsTests", dependencies: ["Declarations", "Placement"]),
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
