// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "berth",
    platforms: [.macOS(.v15)],
    products: [],
    targets: [
        // capabilities
        .target(name: "Training"),
        .target(name: "LightGBMTrainer", dependencies: ["Training"]),
        .testTarget(name: "LightGBMTrainerTests", dependencies: ["LightGBMTrainer", "Training"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
