#if PostgreSQL
    internal import Foundation
    internal import Synchronization

    /// The thread of one connection, as the executor of its actor: jobs run there one after the other.
    ///
    /// A statement holds the thread up until its answer is there, and no thread of Swift's own pool. Idle, it waits in
    /// poll(2). It ends after ``stop()``, which the actor calls when it goes: no job can come after that, as a job keeps
    /// its actor alive.
    final class ConnectionThread: SerialExecutor {
        /// Written to when there is a job, and when a statement shall be canceled.
        let pipe: WakePipe
        private let state = Mutex(State())

        private struct State {
            var jobs: [UnownedJob] = []
            var isStopped = false
        }

        private enum Next {
            case job(UnownedJob)
            case wait
            case end
        }

        init() throws(LinkFailure) {
            self.pipe = try WakePipe()
            let thread = Thread { self.run() }
            thread.name = "berth-postgresql"
            thread.start()
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            self.state.withLock { $0.jobs.append(job) }
            self.pipe.wake()
        }

        func stop() {
            self.state.withLock { $0.isStopped = true }
            self.pipe.wake()
        }

        private func run() {
            while true {
                switch self.next() {
                case .job(let job): job.runSynchronously(on: self.asUnownedSerialExecutor())
                case .wait:
                    var waiting = pollfd(fd: self.pipe.reading, events: Int16(POLLIN), revents: 0)
                    _ = poll(&waiting, 1, -1)
                    self.pipe.drain()
                case .end: return
                }
            }
        }

        private func next() -> Next {
            self.state.withLock { state in
                if !state.jobs.isEmpty { return .job(state.jobs.removeFirst()) }
                return state.isStopped ? .end : .wait
            }
        }
    }
#endif
