import MetricRegistry
import Testing

/// The last hour of metrics.
struct MetricHistoryTests {
    /// One value of a series by its labels' values; `nil` where it is missing.
    private func values(
        _ registry: MetricRegistry,
        _ name: String,
        seconds: Int = 3600
    ) -> [String: [Double?]] {
        let window = registry.readHistory { $0.window(of: [name], seconds: seconds) }
        return Dictionary(
            uniqueKeysWithValues: window.series.map { series in
                (series.labels.map(\.value).joined(separator: "/"), series.values.map { $0.isNaN ? nil : $0 })
            }
        )
    }

    @Test func `each step has one value, the oldest first`() {
        let registry = MetricRegistry()
        let requests = registry.counter("requests_total", "h", labels: ["route"])
        let memory = registry.gauge("memory_bytes", "h")
        for step in 0..<4 {
            if step >= 2 { requests.add(1, "/a") }
            memory.set(Double(step * 10))
            registry.sample(step: 100 + step, at: 1000 + Double(step) * 5)
        }
        #expect(self.values(registry, "memory_bytes") == ["": [0, 10, 20, 30]])
        #expect(self.values(registry, "requests_total") == ["/a": [nil, nil, 1, 2]])
        #expect(self.values(registry, "memory_bytes", seconds: 10) == ["": [20, 30]])
        #expect(self.values(registry, "memory_bytes", seconds: 11) == ["": [10, 20, 30]])
        #expect(registry.readHistory { $0.window(of: ["memory_bytes"], seconds: 5).newestAt } == 1015)
    }

    @Test func `steps that were left out are missing, and a step is taken once`() {
        let registry = MetricRegistry()
        let memory = registry.gauge("memory_bytes", "h")
        for (step, value) in [(7, 1.0), (10, 2), (10, 3), (9, 4)] {
            memory.set(value)
            registry.sample(step: step, at: Double(step))
        }
        #expect(self.values(registry, "memory_bytes") == ["": [1, nil, nil, 2]])
        #expect(registry.readHistory { $0.window(of: [], seconds: 5).newestAt } == 10)
    }

    @Test func `what is older than an hour is forgotten, and a series that is gone so long with it`() {
        let registry = MetricRegistry()
        let load = registry.gauge("load_ratio", "h", labels: ["node"])
        load.set(1, "gone")
        load.set(2, "stays")
        registry.sample(step: 0, at: 0)
        load.remove("gone")
        for step in 1..<MetricHistory.stepLimit { registry.sample(step: step, at: Double(step)) }
        let before = self.values(registry, "load_ratio")
        #expect(before["gone"]?.first == 1)
        #expect(before["gone"]?.dropFirst().allSatisfy { $0 == nil } == true)
        registry.sample(step: MetricHistory.stepLimit, at: 0)
        let after = self.values(registry, "load_ratio")
        #expect(after["gone"] == nil)
        #expect(after["stays"] == [Double?](repeating: 2, count: MetricHistory.stepLimit))
        // What stood an hour ago does not come back where a step is left out.
        registry.sample(step: MetricHistory.stepLimit + 3, at: 0)
        #expect(self.values(registry, "load_ratio", seconds: 20)["stays"] == [2, nil, nil, 2])
        // After a longer silence nothing is left but the newest.
        registry.sample(step: 5000, at: 0)
        #expect(self.values(registry, "load_ratio")["stays"]?.compactMap(\.self) == [2])
    }

    @Test func `a histogram has its sum and its count`() {
        let registry = MetricRegistry()
        let seconds = registry.histogram("seconds", "h", labels: ["route"], bounds: [1, 2])
        seconds.observe(0.5, "/a")
        seconds.observe(1.5, "/a")
        registry.sample(step: 1, at: 0)
        #expect(registry.historyNames == ["seconds_count", "seconds_sum"])
        #expect(self.values(registry, "seconds_sum") == ["/a": [2]])
        #expect(self.values(registry, "seconds_count") == ["/a": [2]])
    }

    @Test func `gauges that are read are read for each step`() {
        let registry = MetricRegistry()
        let nodes = registry.gauge("nodes", "h")
        registry.beforeReading { nodes.add(1) }
        for step in 1...3 { registry.sample(step: step, at: 0) }
        #expect(self.values(registry, "nodes") == ["": [1, 2, 3]])
    }

    @Test func `series beyond the limit are left out, and told`() {
        let registry = MetricRegistry()
        let load = registry.gauge("load_ratio", "h", labels: ["node"])
        for node in 0..<MetricHistory.seriesLimit { load.set(1, "\(node)") }
        registry.sample(step: 1, at: 0)
        #expect(registry.readHistory(\.leftOut) == 0)
        for node in ["late", "later"] { load.set(1, node) }
        registry.sample(step: 2, at: 0)
        #expect(registry.readHistory { $0.seriesCount(of: ["load_ratio"]) } == MetricHistory.seriesLimit)
        #expect(registry.readHistory(\.leftOut) == 2)
        #expect(self.values(registry, "load_ratio")["late"] == nil)
        #expect(self.values(registry, "load_ratio")["17"] == [1, 1])
    }
}
