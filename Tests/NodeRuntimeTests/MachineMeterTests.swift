import Foundation
import Testing

@testable import NodeRuntime

struct MachineMeterTests {
    private func stat(_ ticks: String) -> String { "cpu  \(ticks)\ncpu0 1 2 3 4\nintr 5\n" }

    @Test func `busy is what is neither idle nor waiting for a disk`() throws {
        let before = try #require(CPUTimes(stat: self.stat("100 10 50 800 40 0 0 0 7 7")))
        let after = try #require(CPUTimes(stat: self.stat("160 10 70 890 60 5 5 0 9 9")))
        #expect(before == CPUTimes(stat: self.stat("100 10 50 800 40 0 0 0")))
        #expect(after.busyShare(since: before) == 90.0 / 200)
        #expect(before.busyShare(since: before) == nil)
        #expect(before.busyShare(since: after) == nil)
    }

    @Test(arguments: ["", "cpu", "cpu 1 2 3", "intr 1 2 3 4 5"])
    func `what is no table of processor times is not measured`(text: String) {
        #expect(CPUTimes(stat: text) == nil)
    }

    @Test func `memory in use is what is not available`() {
        #expect(MachineMeter.memoryShare(meminfo: "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable: 250 kB\n") == 0.75)
        #expect(MachineMeter.memoryShare(meminfo: "MemTotal: 1000 kB\n") == nil)
    }

    @Test func `a machine without these files is not measured`() {
        let reading = MachineMeter(stat: "/nowhere/stat", meminfo: "/nowhere/meminfo").read()
        #expect(reading.cpuShare == nil && reading.memoryShare == nil)
    }

    @Test func `the first reading has nothing to compare with`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "berth-meter-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "stat")
        try self.stat("100 0 0 100").write(to: file, atomically: true, encoding: .utf8)
        let meter = MachineMeter(stat: file.path(), meminfo: "/nowhere")
        #expect(meter.read().cpuShare == nil)
        try self.stat("125 0 0 175").write(to: file, atomically: true, encoding: .utf8)
        #expect(meter.read().cpuShare == 0.25)
    }
}
