internal import CLimitedProcess
internal import Foundation

/// A program under limits, whose output is read as it comes.
///
/// Every process that it starts is in its group and ends with it. Whoever starts one calls ``finish()`` in the end.
struct LimitedProcess {
    struct Limits: Hashable {
        var cpuSeconds: UInt64
        var memoryBytes: UInt64
        var fileBytes: UInt64
        var openFiles: UInt64
    }

    /// It could not be started.
    struct Refusal: Error, Hashable {
        let errno: Int32
        var reason: String { String(cString: strerror(self.errno)) }
    }

    enum Ending: Hashable {
        case exit(Int32)
        case signal(Int32)
    }

    /// One of the two streams, of which the beginning is kept.
    struct Output {
        fileprivate let descriptor: Int32
        fileprivate let limit: Int
        fileprivate var isOpen = true
        fileprivate(set) var bytes: [UInt8] = []
        /// Bytes that came, kept or not.
        fileprivate(set) var count = 0

        var isCut: Bool { self.count > self.bytes.count }
    }

    private let pid: Int32
    private(set) var output: Output
    private(set) var errors: Output

    /// - Parameters:
    ///   - path: Of the program; no `PATH` is searched.
    ///   - folder: Where it works.
    ///   - keptBytes: Of each stream.
    init(
        path: String,
        arguments: [String],
        environment: [String],
        folder: String,
        limits: Limits,
        keptBytes: Int
    ) throws(Refusal) {
        var wanted = lp_limits(
            cpu_seconds: limits.cpuSeconds,
            memory_bytes: limits.memoryBytes,
            file_bytes: limits.fileBytes,
            open_files: limits.openFiles
        )
        var process = lp_process(pid: 0, output: 0, errors: 0)
        let failure = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(environment) { environment in
                lp_start(path, arguments, environment, folder, &wanted, &process)
            }
        }
        guard failure == 0 else { throw Refusal(errno: failure) }
        self.pid = process.pid
        self.output = Output(descriptor: process.output, limit: keptBytes)
        self.errors = Output(descriptor: process.errors, limit: keptBytes)
    }

    /// The pointers are valid within `body`, and freed after it; a text with a NUL would be cut there, and is refused
    /// before it comes here.
    private static func withCStrings<Answer>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Answer
    ) -> Answer {
        var pointers = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a list that ends with NULL is not empty") }
            return body(base)
        }
    }

    /// Waits for output or the end, a few milliseconds at most, and reads what there is.
    ///
    /// - Returns: How the program ended; `nil` while it runs.
    mutating func poll(milliseconds: Int32) -> Ending? {
        var watched = [self.output, self.errors].filter(\.isOpen).map {
            pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
        }
        _ = Foundation.poll(&watched, nfds_t(watched.count), milliseconds)
        self.output.read()
        self.errors.read()
        let status = lp_poll(self.pid)
        guard status.ended != 0 else { return nil }
        return status.exited != 0 ? .exit(status.code) : .signal(status.code)
    }

    /// Ends the program and all that it started, and reads the rest of its output.
    mutating func finish() {
        lp_kill_group(self.pid)
        lp_reap(self.pid)
        self.output.read()
        self.errors.read()
        close(self.output.descriptor)
        close(self.errors.descriptor)
    }
}

extension LimitedProcess.Output {
    /// Reads in one go at most, so that a program that never stops writing does not hold up its supervisor.
    private static let readLimit = 1 << 20

    fileprivate mutating func read() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var taken = 0
        while self.isOpen, taken < Self.readLimit {
            let count = Foundation.read(self.descriptor, &buffer, buffer.count)
            if count > 0 {
                taken += count
                self.count += count
                self.bytes += buffer.prefix(min(count, self.limit - self.bytes.count))
            } else if count == 0 || errno != EAGAIN && errno != EINTR {
                self.isOpen = false
            } else if errno == EAGAIN {
                return
            }
        }
    }
}
