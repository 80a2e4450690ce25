import Foundation
import Testing

/// What a run of the built `berth` left behind.
struct CommandAnswer {
    let status: Int32
    let output: String
    let messages: String

    /// Standard output as a JSON object.
    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(self.output.utf8)) as? [String: Any])
    }

    func list() throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(self.output.utf8)) as? [[String: Any]])
    }

    var lines: [String] { self.output.split(separator: "\n").map(String.init) }
}

/// The built executable, run in a folder of its own, which is removed in the end.
final class Berth: Sendable {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    let folder: URL

    /// An empty folder, or a copy of another.
    init(copying other: Berth? = nil) throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "berth-acceptance-\(UUID().uuidString)")
        if let other {
            try FileManager.default.copyItem(at: other.folder, to: self.folder)
        } else {
            try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: self.folder) }

    func write(_ name: String, _ text: String) throws {
        let file = self.folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: self.folder.appending(path: name), encoding: .utf8)
    }

    /// The name of the file with a registered model's bytes, in the data directory `data`.
    func artifact(_ model: String, _ version: String, in data: String = "data") async throws -> String {
        let record = try await self.run("models", "show", model, version, "--data-dir", data, "--json").object()
        let fingerprint = try #require(record["artifact"] as? [String: Any])
        let sha256 = try #require(fingerprint["sha256"] as? String)
        return "\(data)/artifacts/\(sha256.prefix(2))/\(sha256)"
    }

    func path(_ name: String) -> String { self.folder.appending(path: name).path() }

    /// Runs `berth` with these arguments, the folder as its working directory and the package's domains.
    @discardableResult
    func run(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> CommandAnswer {
        try await self.start(arguments, input: input, environment: environment).answer()
    }

    /// A run that has not ended.
    struct Running {
        let process: Process
        let output: URL
        let messages: URL
        fileprivate let exit: AsyncStream<Int32>

        func answer() async throws -> CommandAnswer {
            var status: Int32?
            for await code in self.exit { status = code }
            defer { try? FileManager.default.removeItem(at: self.output.deletingLastPathComponent()) }
            return CommandAnswer(
                status: try #require(status),
                output: String(decoding: try Data(contentsOf: self.output), as: UTF8.self),
                messages: String(decoding: try Data(contentsOf: self.messages), as: UTF8.self)
            )
        }
    }

    func start(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Running {
        let name = UUID().uuidString
        // Files, not pipes: nothing blocks however much is written.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "berth-acceptance-io-\(name)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = try self.process(arguments, environment: environment)
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let (exit, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        return Running(process: process, output: files[1], messages: files[2], exit: exit)
    }

    /// `berth` with these arguments, not yet started.
    ///
    /// - Parameter launcher: A command that is given the program and its arguments, such as `nice -n 5`.
    func process(_ arguments: [String], environment: [String: String], launcher: [String] = []) throws -> Process {
        let command = launcher + [try Self.executable().path()] + arguments
        let process = Process()
        process.executableURL = URL(filePath: launcher.isEmpty ? command[0] : "/usr/bin/env")
        process.arguments = launcher.isEmpty ? arguments : command
        process.currentDirectoryURL = self.folder
        process.environment = Self.environment
            .merging(["HOME": self.path("home")]) { $1 }
            .merging(environment) { $1 }
        return process
    }

    /// No setting of the machine reaches the runs, but where LightGBM lies.
    private static let environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "BERTH_LIGHTGBM_LIBRARY": root.appending(path: ".deps/lightgbm/lib/lib_lightgbm.\(suffix)").path(),
    ]

    #if os(macOS)
        private static let suffix = "dylib"
    #else
        private static let suffix = "so"
    #endif

    struct NotBuilt: Error, CustomStringConvertible {
        let places: [String]
        var description: String { "berth is not built; looked for \(self.places.joined(separator: ", "))" }
    }

    /// `berth` lies beside the test bundle.
    static func executable() throws -> URL {
        let bundles = [Bundle.main.executableURL, Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
        let arguments = CommandLine.arguments.filter { $0.contains("/") }.map { URL(filePath: $0) }
        let places =
            (bundles.compactMap(\.self) + arguments).map { $0.deletingLastPathComponent().appending(path: "berth") }
            + ["debug", "release"].map { self.root.appending(path: ".build/\($0)/berth") }
        guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path()) }) else {
            throw NotBuilt(places: places.map { $0.path() })
        }
        return found
    }

    static var domains: String { self.root.appending(path: "domains").path() }
}
