internal import Foundation
internal import Synchronization

/// Threads of their own for the work of tasks, so that computing never holds up the threads that answer.
///
/// As many as there are slots: a task in a slot always has a thread.
final class WorkerThreads: TaskExecutor {
    private let jobs = JobQueue()

    init(count: Int) {
        let jobs = self.jobs
        for number in 1...max(1, count) {
            let thread = Thread { jobs.work() }
            thread.name = "berth-work-\(number)"
            // Training nests little, but sorting and SQL want more than the half megabyte of a secondary thread.
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    deinit { self.jobs.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        self.jobs.add(Job(job: UnownedJob(job), executor: self.asUnownedTaskExecutor()))
    }
}

private struct Job: Sendable {
    let job: UnownedJob
    let executor: UnownedTaskExecutor
}

/// What waits for a thread. Apart from the executor, so that its threads do not keep it alive.
private final class JobQueue: Sendable {
    private let waiting = Mutex<(jobs: [Job], isClosed: Bool)>(([], false))
    private let available = DispatchSemaphore(value: 0)

    func add(_ job: Job) {
        self.waiting.withLock { $0.jobs.append(job) }
        self.available.signal()
    }

    func close() {
        self.waiting.withLock { $0.isClosed = true }
        self.available.signal()
    }

    func work() {
        while true {
            self.available.wait()
            let (job, isClosed): (Job?, Bool) = self.waiting.withLock { waiting in
                (waiting.jobs.isEmpty ? nil : waiting.jobs.removeFirst(), waiting.isClosed)
            }
            if let job {
                job.job.runSynchronously(on: job.executor)
            } else if isClosed {
                // The next thread is told likewise.
                self.available.signal()
                return
            }
        }
    }
}
