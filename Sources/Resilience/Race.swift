/// How work that raced against its time ended.
package enum RaceEnd<Answer: Sendable>: Sendable {
    /// It was done in time.
    case done(Answer)
    /// Its time was up first.
    case late
    /// Somebody called it off first, or the task that waited for it was cancelled.
    case calledOff

    /// What the work came to; `nil` where something else came first.
    package var answer: Answer? {
        if case .done(let answer) = self { return answer }
        return nil
    }
}

/// Does work until it ends, its time is up, or somebody calls it off: the first of these decides.
///
/// Whatever came second is cancelled, and has ended when this returns. Work that does not heed its cancellation is
/// waited for, so that nothing goes on behind the caller's back.
///
/// - Parameters:
///   - limit: How long the work may take; for zero and less, its time is up at once.
///   - clock: The clock that measures it.
///   - calls: Calls the work off with its first element, and when it finishes.
///   - executor: Where the work runs; `nil` for where the caller's tasks do.
///   - work: What is done.
/// - Throws: What `work` throws, where that is what came first.
package func race<Answer: Sendable, Failure: Error>(
    against limit: Duration,
    on clock: some Clock<Duration>,
    until calls: AsyncStream<Void>? = nil,
    executor: (any TaskExecutor)? = nil,
    _ work: @escaping @Sendable () async throws(Failure) -> Answer
) async throws(Failure) -> RaceEnd<Answer> {
    let first = await withTaskGroup(of: Result<RaceEnd<Answer>, Failure>.self) { group in
        group.addTask(executorPreference: executor) {
            do throws(Failure) {
                return .success(.done(try await work()))
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            do {
                try await clock.sleep(for: limit)
                return .success(.late)
            } catch {
                return .success(.calledOff)
            }
        }
        if let calls {
            group.addTask {
                for await _ in calls { break }
                return .success(.calledOff)
            }
        }
        let first = await group.next() ?? .success(.calledOff)
        group.cancelAll()
        return first
    }
    return try first.get()
}
