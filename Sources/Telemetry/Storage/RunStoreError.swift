package import Placement

/// Why a store of runs refuses.
package enum RunStoreError: Error, Hashable {
    /// None of the runs given together was kept.
    case unstorable(Run.ID, Problem)

    /// How deep lists and objects of an attribute may be nested.
    package static let depthLimit = 16
    /// The longest time of a run, about 30,000 years, so that its end can be told.
    package static let longestSeconds = 1e12

    /// What is wrong with a run.
    package enum Problem: Hashable, Sendable {
        case emptyID
        case time(seconds: Double)
        case cost(Money)
        /// An attribute, by its dotted path, holds a number that is not finite.
        case attribute(path: String, value: Double)
        /// Lists and objects of an attribute are nested deeper than ``RunStoreError/depthLimit``.
        case tooDeep(attribute: String)
        /// Before the year 1 or after the year 9999.
        case start(Timestamp)
    }
}

extension RunStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unstorable(let id, let problem): "run '\(id)' cannot be stored: \(problem)"
        }
    }
}

extension RunStoreError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyID: "its id is empty"
        case .time(let seconds): "its time is \(seconds) s; a number from 0 to 1e12 is needed"
        case .cost(let cost):
            "its cost is \(Value.spelling(of: cost.units)) \(cost.currency); an amount of at least 0 is needed"
        case .attribute(let path, let value): "\(path) is \(value); omit what is not known"
        case .tooDeep(let attribute):
            "\(attribute) is nested more than \(RunStoreError.depthLimit) deep; keep attributes flat"
        case .start(let start): "it started at \(start.secondsSince1970) s since 1970; only years 1 to 9999 are allowed"
        }
    }
}

extension Run {
    /// What every store refuses, whatever it keeps runs in.
    package func requireStorable() throws(RunStoreError) {
        func refuse(_ problem: RunStoreError.Problem) -> RunStoreError { .unstorable(self.id, problem) }
        guard !self.id.description.isEmpty else { throw refuse(.emptyID) }
        guard (0...RunStoreError.longestSeconds).contains(self.outcome.timeSeconds) else {
            throw refuse(.time(seconds: self.outcome.timeSeconds))
        }
        guard self.outcome.cost.nanos >= 0 else { throw refuse(.cost(self.outcome.cost)) }
        guard Self.keptStarts.contains(self.startedAt.microseconds) else { throw refuse(.start(self.startedAt)) }
        for (owner, attributes) in [("workload", self.workload.attributes), ("target", self.target.attributes)]
        where attributes.values.contains(where: { !$0.isStorable }) {
            for (name, value) in attributes.sorted(by: { $0.key < $1.key })
            where value.isDeeper(than: RunStoreError.depthLimit) {
                throw refuse(.tooDeep(attribute: "\(owner).\(name)"))
            }
            if let (path, value) = Value.record(attributes).firstNotFinite(under: owner) {
                throw refuse(.attribute(path: path, value: value))
            }
        }
    }

    /// The years 1 to 9999, whose spelling has four digits.
    private static let keptStarts: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
}

extension Value {
    /// Whether nothing is wrong with it; what is wrong is looked for only then.
    fileprivate var isStorable: Bool {
        switch self {
        case .missing, .flag, .text: true
        case .number(let number): number.isFinite
        case .list, .record: !self.isDeeper(than: RunStoreError.depthLimit) && self.firstNotFinite(under: "") == nil
        }
    }

    fileprivate func isDeeper(than limit: Int) -> Bool {
        switch self {
        case .missing, .flag, .number, .text: false
        case .list(let elements): limit == 0 || elements.contains { $0.isDeeper(than: limit - 1) }
        case .record(let fields): limit == 0 || fields.values.contains { $0.isDeeper(than: limit - 1) }
        }
    }

    /// The first number in the value, by path, that is infinite or not a number.
    fileprivate func firstNotFinite(under path: String) -> (path: String, value: Double)? {
        switch self {
        case .number(let number): return number.isFinite ? nil : (path, number)
        case .missing, .flag, .text: return nil
        case .list(let elements):
            return elements.enumerated().lazy
                .compactMap { $0.element.firstNotFinite(under: "\(path)[\($0.offset)]") }.first
        case .record(let fields):
            return fields.compactMap { $0.value.firstNotFinite(under: "\(path).\($0.key)") }.min { $0.path < $1.path }
        }
    }
}
