import MetricRegistry
import Testing

struct PrometheusTextTests {
    @Test func `counters, gauges and histograms have their text`() {
        let registry = MetricRegistry()
        let requests = registry.counter("berth_requests_total", "Requests.", labels: ["route", "status"])
        let memory = registry.gauge("process_resident_memory_bytes", "Memory.")
        let seconds = registry.histogram("berth_seconds", "Time.", labels: ["route"], bounds: [0.5, 2])
        requests.add(1, "/b", "200")
        requests.add(2, "/a", "404")
        memory.set(1.5)
        for value in [0.5, 0.75, 3, .nan] { seconds.observe(value, "/a") }
        #expect(
            PrometheusText.text(of: registry.snapshot) == """
                # HELP berth_requests_total Requests.
                # TYPE berth_requests_total counter
                berth_requests_total{route="/a",status="404"} 2
                berth_requests_total{route="/b",status="200"} 1
                # HELP process_resident_memory_bytes Memory.
                # TYPE process_resident_memory_bytes gauge
                process_resident_memory_bytes 1.5
                # HELP berth_seconds Time.
                # TYPE berth_seconds histogram
                berth_seconds_bucket{route="/a",le="0.5"} 1
                berth_seconds_bucket{route="/a",le="2"} 2
                berth_seconds_bucket{route="/a",le="+Inf"} 3
                berth_seconds_count{route="/a"} 3
                berth_seconds_sum{route="/a"} 4.25

                """
        )
    }

    @Test func `buckets of several labels stand together, in the order of their bounds`() {
        let registry = MetricRegistry()
        let seconds = registry.histogram("s", "h", labels: ["l"], bounds: [1, 10, 100])
        seconds.observe(5, "b")
        seconds.observe(5, "a")
        let buckets = PrometheusText.text(of: registry.snapshot).split(separator: "\n").filter {
            $0.contains("_bucket")
        }
        #expect(
            buckets.map { $0.drop { $0 != "{" } } == [
                #"{l="a",le="1"} 0"#, #"{l="a",le="10"} 1"#, #"{l="a",le="100"} 1"#, #"{l="a",le="+Inf"} 1"#,
                #"{l="b",le="1"} 0"#, #"{l="b",le="10"} 1"#, #"{l="b",le="100"} 1"#, #"{l="b",le="+Inf"} 1"#,
            ]
        )
    }

    @Test func `texts are escaped`() {
        let registry = MetricRegistry()
        registry.counter("c_total", "a \\ b\nc", labels: ["l"]).add(1, "x\"y\\z\n")
        #expect(
            PrometheusText.text(of: registry.snapshot)
                == "# HELP c_total a \\\\ b\\nc\n# TYPE c_total counter\nc_total{l=\"x\\\"y\\\\z\\n\"} 1\n"
        )
    }

    @Test func `texts are escaped scalar by scalar`() {
        let registry = MetricRegistry()
        registry.counter("c_total", "h", labels: ["l"]).add(1, "a\r\nb\"\u{301}")
        let lines = PrometheusText.text(of: registry.snapshot).utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 3)
        #expect(lines.last.map { String(decoding: Array($0), as: UTF8.self) } == "c_total{l=\"a\r\\nb\\\"\u{301}\"} 1")
    }

    @Test func `a metric without labels is there from the start, one with labels once it is used`() {
        let registry = MetricRegistry()
        _ = registry.counter("a_total", "a")
        _ = registry.counter("b_total", "b", labels: ["l"])
        let text = PrometheusText.text(of: registry.snapshot)
        #expect(text.contains("a_total 0"))
        #expect(!text.contains("b_total"))
    }

    @Test func `gauges that are read are refreshed first`() {
        let registry = MetricRegistry()
        let gauge = registry.gauge("g", "g")
        registry.beforeReading { gauge.add(1) }
        #expect(registry.snapshot.first?.samples.first?.value == 1)
        #expect(registry.snapshot.first?.samples.first?.value == 2)
    }
}
