internal import Foundation
internal import Synchronization

/// How busy the machine is: processors and memory, as the system counts them.
///
/// Measured on Linux, from `/proc/stat` and `/proc/meminfo`: the whole machine, also in a container. Elsewhere the
/// answers are `nil`, which means not measured.
package final class MachineMeter: Sendable {
    private let stat: String
    private let meminfo: String
    private let before = Mutex<CPUTimes?>(nil)

    /// - Parameters:
    ///   - stat: The file of processor times.
    ///   - meminfo: The file of memory sizes.
    package init(stat: String = "/proc/stat", meminfo: String = "/proc/meminfo") {
        self.stat = stat
        self.meminfo = meminfo
    }

    /// The shares, 0 to 1, of the processors' time since the last call, and of the memory now.
    ///
    /// The first call after the start has no time to compare with, and says `nil` of the processors.
    package func read() -> (cpuShare: Double?, memoryShare: Double?) {
        let now = Self.text(self.stat).flatMap(CPUTimes.init(stat:))
        let cpu = self.before.withLock { before -> Double? in
            defer { before = now }
            guard let now, let before else { return nil }
            return now.busyShare(since: before)
        }
        return (cpu, Self.text(self.meminfo).flatMap(Self.memoryShare(meminfo:)))
    }

    /// `nil` where there is no such file.
    private static func text(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// What is not available of all memory.
    ///
    /// - SeeAlso: proc_meminfo(5), `MemTotal`, `MemAvailable`.
    static func memoryShare(meminfo: String) -> Double? {
        func kilobytes(_ name: String) -> Double? {
            meminfo.split(separator: "\n").first { $0.hasPrefix(name + ":") }
                .flatMap { $0.split(separator: " ").dropFirst().first }
                .flatMap { Double($0) }
        }
        guard let total = kilobytes("MemTotal"), let available = kilobytes("MemAvailable"), total > 0 else {
            return nil
        }
        return min(1, max(0, 1 - available / total))
    }
}

/// Ticks that all processors spent since the machine's start.
struct CPUTimes: Hashable {
    let busy: UInt64
    let all: UInt64

    /// - Parameter stat: The text of `/proc/stat`, whose first line sums up all processors.
    /// - SeeAlso: proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal.
    init?(stat: String) {
        guard let line = stat.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
        let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { UInt64($0) }
        guard ticks.count >= 4 else { return nil }
        let idle = ticks[3] + (ticks.count > 4 ? ticks[4] : 0)
        self.all = ticks.reduce(0, &+)
        self.busy = self.all &- idle
    }

    /// `nil` when no time has passed.
    func busyShare(since before: CPUTimes) -> Double? {
        guard self.all > before.all else { return nil }
        let busy = self.busy > before.busy ? self.busy - before.busy : 0
        return min(1, Double(busy) / Double(self.all - before.all))
    }
}
