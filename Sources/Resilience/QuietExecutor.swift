internal import Foundation
internal import Synchronization

/// Runs tasks one after the other on a thread that steps back behind all others of the process.
///
/// Loading a large model keeps a processor busy for tens of milliseconds, training one for minutes. On the threads that
/// answer requests those would wait so long; on a thread of the same rank they would share the processors with it.
package final class QuietExecutor: TaskExecutor {
    private let threadName: String
    /// Of the scale of nice(2), on which other threads have 0. At 19 a busy service would hardly load at all: its threads
    /// would get sixty times as much.
    private static let niceness: Int32 = 5

    private let queue = Mutex(Queue())

    /// - Parameter threadName: What the system calls the thread, at most 15 bytes.
    package init(threadName: String) { self.threadName = threadName }

    private struct Queue {
        /// One for each piece of work that is under way, and not more.
        var jobs: [UnownedJob] = []
        /// Whether a thread is there to run them; it ends with the last one.
        var isServed = false
    }

    /// Adds a job behind those that wait.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isServed = self.queue.withLock { queue in
            queue.jobs.append(job)
            defer { queue.isServed = true }
            return queue.isServed
        }
        guard !isServed else { return }
        let thread = Thread { self.run() }
        thread.qualityOfService = .utility
        thread.start()
    }

    private func run() {
        #if canImport(Glibc)
            // Foundation may not know the new thread's handle yet, and would then name none. Without its name the thread
            // works as well.
            try? Data(self.threadName.utf8).write(to: URL(filePath: "/proc/thread-self/comm"))
            // On Linux, unlike what POSIX says, it is the calling thread whose niceness changes, and qualities of service
            // mean nothing. A refusal would leave the thread as it is, which is no fault of the model.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        #else
            Thread.current.name = self.threadName
        #endif
        while let job = self.next() { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        self.queue.withLock { queue in
            guard !queue.jobs.isEmpty else {
                queue.isServed = false
                return nil
            }
            return queue.jobs.removeFirst()
        }
    }
}
