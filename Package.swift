// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // domain
        .target(name: "Placement"),
        .target(name: "Declarations", dependencies: ["Placement", .product(name: "Yams", package: "Yams")]),
        .target(name: "Catalog", dependencies: ["Placement", "Declarations"]),
        // edges
        .target(name: "Interop", dependencies: ["Catalog", "Declarations", "Placement"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Declarations", "Placement"]),
        .testTarget(name: "InteropTests", dependencies: ["Interop", "Catalog", "Placement"]),
        .testTarget(name: "PlacementTests", dependencies: ["Placement"]),
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
