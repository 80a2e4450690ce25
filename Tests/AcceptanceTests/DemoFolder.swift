import Foundation
import Testing

/// Gives a suite one folder in which the demo ran; a test that writes takes a copy.
struct DemoFolder: SuiteTrait, TestScoping {
    static let runs = 400
    @TaskLocal static var current: (berth: Berth, demo: CommandAnswer)?

    /// Once for the suite, not once for each of its tests.
    var isRecursive: Bool { false }

    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let berth = try Berth()
        let demo = try await berth.run(
            "demo",
            "--once",
            "--runs",
            "\(Self.runs)",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        try await Self.$current.withValue((berth, demo)) { try await function() }
    }

    static func read() throws -> Berth { try #require(Self.current).berth }

    static func copy() throws -> Berth { try Berth(copying: Self.read()) }
}

extension Trait where Self == DemoFolder {
    /// The demo has run in the suite's folder.
    static var afterDemo: Self { Self() }
}
