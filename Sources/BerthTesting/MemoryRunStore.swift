package import Placement
internal import Synchronization
package import Telemetry

/// Keeps runs in memory.
package final class MemoryRunStore: RunStore {
    private let stored = Mutex<[String: [Run.ID: Run]]>([:])

    package init() {}

    package func append(_ runs: [Run], to domain: String) throws -> RunImport {
        for run in runs { try run.requireStorable() }
        return self.stored.withLock { stored in
            var result = RunImport()
            for run in runs {
                switch stored[domain]?[run.id] {
                case nil:
                    stored[domain, default: [:]][run.id] = run
                    result.imported += 1
                case run: result.duplicates += 1
                case .some: result.contradicting.append(run.id)
                }
            }
            return result
        }
    }

    package func runs(_ query: RunQuery) -> [Run] { query.answer(from: self.all(query.domain)) }

    package func summary(of domain: String) -> RunSummary {
        var summary = RunSummary()
        for run in self.all(domain) { summary.add(run) }
        return summary
    }

    package func domains() -> [String] { self.stored.withLock { $0.keys.sorted() } }

    private func all(_ domain: String) -> [Run] { self.stored.withLock { $0[domain].map { Array($0.values) } ?? [] } }
}
