// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    products: [],
    targets: [
        // mathematics
        .target(name: "CForestKernels"),
        .target(name: "Forest", dependencies: ["CForestKernels"]),
        .testTarget(name: "ForestTests", dependencies: ["Forest"], resources: [.copy("Fixtures")]),
        .executableTarget(name: "forest-bench", dependencies: ["Forest", "CForestKernels"], path: "Benchmarks/forest/Sources"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.name != "CForestKernels" {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
