internal import Features
internal import Placement

/// How far back the history features of a program look.
struct Horizons: Sendable {
    /// Whether any feature looks at history.
    let isNeeded: Bool
    /// Whether any looks at runs of the workload.
    let needsWorkloads: Bool
    private let targetSeconds: Double?
    /// `nil` when every hour has to be known apart.
    private let workloadSeconds: Double?
    /// The longest window over runs of the workload; 0 without one, and for features of all history that is kept.
    let longestWorkloadSeconds: Double

    init(of program: FeatureProgram) {
        var windows: [HistoryScope: [Double]] = [:]
        // Hours are counted, and a workload's hours on several targets are the same hours: sums do not tell.
        var countsAllHours = false
        for feature in program.features {
            guard case .history(let scope, let window) = feature.source else { continue }
            windows[scope, default: []].append(window ?? 0)
            if feature.transform == .availability, scope == .workload, window == nil { countsAllHours = true }
        }
        let workloads = [windows[.workload], windows[.pair]].compactMap(\.self).flatMap(\.self)
        self.isNeeded = !windows.isEmpty
        self.needsWorkloads = !workloads.isEmpty
        self.targetSeconds = windows[.target]?.max()
        self.workloadSeconds = countsAllHours ? nil : workloads.max() ?? 0
        self.longestWorkloadSeconds = workloads.max() ?? 0
    }

    /// The first hour that has to be known apart.
    func targetHour(at moment: Timestamp) -> Int64 {
        moment.advanced(bySeconds: -(self.targetSeconds ?? 0)).hoursSince1970
    }

    func workloadHour(at moment: Timestamp) -> Int64 {
        self.workloadSeconds.map { moment.advanced(bySeconds: -$0).hoursSince1970 } ?? .min
    }
}
