import Foundation
import Synchronization
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What the service answered.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: self.body, as: UTF8.self) }

    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: self.body) as? [String: Any], "\(self.text)")
    }

    func list() throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: self.body) as? [[String: Any]], "\(self.text)")
    }

    /// A text of the answer's object.
    func text(_ key: String) throws -> String { try #require(try self.object()[key] as? String, "\(self.text)") }
}

/// A running `berth serve` on a port that the system chose, in a folder that it does not own.
final class ServedBerth: Sendable {
    let berth: Berth
    /// Such as `http://127.0.0.1:41234`.
    let address: URL
    private let process: Process
    private let exit: AsyncStream<Int32>
    private let log: Log
    private let session: URLSession

    /// The service did not come up.
    struct Refused: Error, CustomStringConvertible {
        let messages: String
        var description: String { "berth serve ended before it listened: \(self.messages)" }
    }

    /// Starts the service on the folder's `data` and waits until it listens.
    ///
    /// - Parameter launcher: A command that becomes the service, such as `nice -n 5`.
    init(
        in berth: Berth,
        _ options: [String] = [],
        environment: [String: String] = [:],
        launcher: [String] = []
    ) async throws {
        let places = ["--http", "127.0.0.1:0", "--domains", Berth.domains, "--data-dir", "data"]
        let process = try berth.process(
            ["serve"] + places + options,
            // Fixed histories grow old, and are kept all the same.
            environment: ["BERTH_RETENTION_RUN_DAYS": "3660"].merging(environment) { $1 },
            launcher: launcher
        )
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        let (exit, exited) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            exited.yield(process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
            exited.finish()
        }
        try process.run()
        let log = Log()
        let lines = log.follow(pipe.fileHandleForReading)
        var address: URL?
        for await line in lines {
            if let found = Self.address(in: line) {
                address = found
                break
            }
        }
        guard let address else { throw Refused(messages: log.text) }
        self.berth = berth
        self.address = address
        self.process = process
        self.exit = exit
        self.log = log
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 16
        configuration.timeoutIntervalForRequest = 120
        self.session = URLSession(configuration: configuration)
    }

    deinit {
        self.session.invalidateAndCancel()
        if self.process.isRunning { kill(self.process.processIdentifier, SIGKILL) }
    }

    private static func address(in line: String) -> URL? {
        guard let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String],
            entry["message"] == "listening"
        else { return nil }
        return entry["address"].flatMap { URL(string: $0) }
    }

    var processID: Int32 { self.process.processIdentifier }

    var port: UInt16 { UInt16(self.address.port ?? 0) }

    /// What the service has written to its log so far.
    var messages: String { self.log.text }

    // MARK: Ending

    func signal(_ signal: Int32) { kill(self.process.processIdentifier, signal) }

    /// Waits for the end.
    ///
    /// - Returns: The exit code; the negative signal when one ended the service.
    func ended() async throws -> Int32 {
        var status: Int32?
        for await code in self.exit { status = code }
        return try #require(status)
    }

    /// Asks the service to stop and requires that it does so in order.
    func stop() async throws {
        self.signal(SIGTERM)
        let status = try await self.ended()
        #expect(status == 0, "\(self.messages)")
    }

    // MARK: Asking

    func send(
        _ method: String,
        _ path: String,
        _ body: Data? = nil,
        type: String = "application/json",
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        let url = try #require(URL(string: self.address.absoluteString + path), "\(path)")
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let body {
            request.httpBody = body
            request.setValue(type, forHTTPHeaderField: "Content-Type")
        }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await self.session.data(for: request)
        let head = try #require(response as? HTTPURLResponse)
        var found: [String: String] = [:]
        for (name, value) in head.allHeaderFields { found["\(name)".lowercased()] = "\(value)" }
        return HTTPAnswer(status: head.statusCode, headers: found, body: data)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await self.send("GET", path, headers: headers)
    }

    func post(_ path: String, _ body: String, type: String = "application/json") async throws -> HTTPAnswer {
        try await self.send("POST", path, Data(body.utf8), type: type)
    }

    /// The answer's object, which has to be a success.
    func ask(_ method: String, _ path: String, _ body: String? = nil) async throws -> [String: Any] {
        let answer = try await self.send(method, path, body.map { Data($0.utf8) })
        try #require((200..<300).contains(answer.status), "\(method) \(path): \(answer.status) \(answer.text)")
        return try answer.object()
    }

    /// The lines of the service's log.
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])

        var text: String { self.lines.withLock { $0.joined(separator: "\n") } }

        /// Reads on a thread of its own until the service closes its end, so that it never waits for a reader.
        func follow(_ handle: FileHandle) -> AsyncStream<String> {
            let (stream, continuation) = AsyncStream.makeStream(of: String.self)
            Thread.detachNewThread { [self] in
                var rest = Data()
                while case let bytes = handle.availableData, !bytes.isEmpty {
                    rest.append(bytes)
                    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                        let line = String(decoding: rest[..<end], as: UTF8.self)
                        rest = Data(rest[rest.index(after: end)...])
                        self.lines.withLock { $0.append(line) }
                        continuation.yield(line)
                    }
                }
                continuation.finish()
            }
            return stream
        }
    }
}

/// Gives a suite one service on a copy of the trained folder, which its tests share.
struct SharedService: SuiteTrait, TestScoping {
    @TaskLocal static var current: ServedBerth?

    /// Once for the suite, not once for each of its tests.
    var isRecursive: Bool { false }

    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        try await Self.$current.withValue(service) { try await function() }
        try await service.stop()
    }

    static func service() throws -> ServedBerth { try #require(Self.current) }
}

extension Trait where Self == SharedService {
    /// One service for the suite.
    static var served: Self { Self() }
}
