#if PostgreSQL
    internal import CLibPQ
    internal import Foundation
    internal import SQL

    /// An open connection to the server: libpq's object, which one thread at a time may use.
    ///
    /// It is not `Sendable` and lives in the actor of its connection, whose executor is one thread; only `deinit` may run
    /// elsewhere, when nobody else can hold it any more.
    final class Link {
        private let connection: OpaquePointer
        private let pipe: WakePipe
        private let settings: PostgreSQLSettings

        deinit { PQfinish(self.connection) }

        /// Connects, or gives up after the settings' time or when asked to.
        ///
        /// The name of a host is resolved by the system, within the call, and may take as long as it takes.
        init(_ settings: PostgreSQLSettings, _ pipe: WakePipe, _ cancellation: Cancellation?) throws(LinkFailure) {
            self.settings = settings
            self.pipe = pipe
            // A peer that is gone is noticed after seconds, also while a cancellation is being sent.
            let parameters = [
                "dbname": settings.url, "client_encoding": "UTF8", "fallback_application_name": "berth",
                "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
                "tcp_user_timeout": "\(Int(settings.connectSeconds * 2000))",
            ]
            guard let connection = Self.start(parameters) else { throw .lost("out of memory") }
            self.connection = connection
            guard PQstatus(connection) != CONNECTION_BAD else { throw .lost(self.message) }
            let deadline = Deadline(seconds: settings.connectSeconds)
            var wanted = PGRES_POLLING_WRITING
            while wanted != PGRES_POLLING_OK {
                let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
                let wake = try self.wait(Int16(events), until: deadline)
                if cancellation?.isRequested == true { throw .canceled }
                switch wake {
                case .ready:
                    wanted = PQconnectPoll(connection)
                    if wanted == PGRES_POLLING_FAILED { throw .lost(self.message) }
                // libpq takes a call for a sign that the socket is ready.
                case .woken: break
                case .late: throw .lost("no answer within \(settings.connectSeconds) s")
                }
            }
            guard PQsetnonblocking(connection, 1) == 0 else { throw .lost(self.message) }
        }

        private static func start(_ parameters: [String: String]) -> OpaquePointer? {
            let pairs = parameters.sorted { $0.key < $1.key }
            // Copies that live until libpq has read them; it makes its own.
            let keys: [UnsafeMutablePointer<CChar>?] = pairs.map { strdup($0.key) } + [nil]
            let values: [UnsafeMutablePointer<CChar>?] = pairs.map { strdup($0.value) } + [nil]
            defer { for text in keys + values { free(text) } }
            // 1: the value of `dbname` is read as a URI or as pairs.
            return PQconnectStartParams(
                keys.map { $0.map { UnsafePointer($0) } },
                values.map { $0.map { UnsafePointer($0) } },
                1
            )
        }

        private var message: String {
            String(cString: PQerrorMessage(self.connection)).split(separator: "\n").joined(separator: "; ")
        }

        var isOpen: Bool { PQstatus(self.connection) == CONNECTION_OK }

        /// Runs one statement and waits for its answer.
        ///
        /// - Parameter cancellation: Asks the server to cancel the statement, whose answer is then waited for all the same.
        func run(
            _ statement: String,
            _ values: [SQLValue] = [],
            _ cancellation: Cancellation? = nil
        ) throws(LinkFailure) -> Answer {
            if cancellation?.isRequested == true { throw .canceled }
            let parameters: Parameters
            do throws(SQLError) { parameters = try Parameters(values) } catch { throw .refused(error) }
            guard parameters.send(statement, on: self.connection) == 1 else { throw .lost(self.message) }
            // The server cancels it in time; a server that does not even say so is gone.
            let deadline = Deadline(seconds: self.settings.statementSeconds + self.settings.connectSeconds)
            var isCanceled = false
            while true {
                let unsent = PQflush(self.connection)
                guard unsent >= 0 else { throw .lost(self.message) }
                if unsent == 0, PQisBusy(self.connection) == 0 { break }
                let wake = try self.wait(Int16(unsent == 1 ? POLLIN | POLLOUT : POLLIN), until: deadline)
                if wake == .late { throw .lost("no answer within \(deadline.seconds) s") }
                if cancellation?.isRequested == true, !isCanceled {
                    isCanceled = true
                    self.cancel()
                }
                guard PQconsumeInput(self.connection) == 1 else { throw .lost(self.message) }
            }
            return try self.answer(canceled: isCanceled)
        }

        /// The answer that has come in whole.
        private func answer(canceled: Bool) throws(LinkFailure) -> Answer {
            guard let first = PQgetResult(self.connection) else { throw .lost(self.message) }
            let answer = Answer(first)
            // One statement has one answer, after which libpq says that there is no more.
            while let more = PQgetResult(self.connection) { PQclear(more) }
            switch answer.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return answer
            case PGRES_FATAL_ERROR where !self.isOpen: throw .lost(self.message)
            default:
                let (state, message) = answer.problem
                throw LinkFailure(
                    state: state,
                    message: message,
                    canceled: canceled,
                    patience: self.settings.statementSeconds
                )
            }
        }

        /// Asks the server, over a connection of libpq's own, to cancel what runs. When that fails, the statement goes on
        /// until its time is over.
        private func cancel() {
            guard let cancel = PQgetCancel(self.connection) else { return }
            defer { PQfreeCancel(cancel) }
            var problem = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel, &problem, Int32(problem.count))
        }

        private enum Wake { case ready, woken, late }

        /// Waits until the connection's socket is ready, somebody wakes the thread, or the time is over.
        private func wait(_ events: Int16, until deadline: Deadline) throws(LinkFailure) -> Wake {
            // The socket may change while a connection comes about.
            let socket = PQsocket(self.connection)
            guard socket >= 0 else { throw .lost(self.message) }
            var waiting = [
                pollfd(fd: socket, events: events, revents: 0),
                pollfd(fd: self.pipe.reading, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waiting, 2, deadline.milliseconds)
            if count < 0, errno != EINTR { throw .lost("poll: \(String(cString: strerror(errno)))") }
            if waiting[1].revents != 0 { self.pipe.drain() }
            // An interrupted call has seen nothing.
            guard count != 0 else { return .late }
            return count > 0 && waiting[0].revents != 0 ? .ready : .woken
        }
    }

    /// An end on the monotonic clock, for poll(2): how long the operating system is to wait, which no clock of a test can
    /// stand in for.
    struct Deadline {
        let seconds: Double
        private let end: UInt64

        init(seconds: Double) {
            self.seconds = seconds
            self.end = Self.now + UInt64(seconds * 1000)
        }

        /// What is left, for poll(2), which takes a negative time for "without end".
        var milliseconds: Int32 { max(0, Int32(clamping: Int64(self.end) - Int64(Self.now))) }

        private static var now: UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
        }
    }
#endif
