import Testing

/// What Berth expects to save against the rules.
struct SavingsTests {
    @Test func `what was chosen is held against what the rules would have chosen`() async throws {
        let service = try await TestService()
        // Rules decide, and nothing is predicted.
        _ = try await service.decided()
        let before = try await service.send("GET", "/metrics").text
        #expect(!before.contains("berth_expected_cost_total{"))
        // The model chooses the first, at $0.001; the rules' choice is the third, at $0.003.
        try service.serveModel()
        _ = try await service.decided()
        _ = try await service.decided()
        let after = try await service.send("GET", "/metrics").text
        #expect(after.contains(#"berth_expected_cost_total{domain="sandbox",currency="USD"} 0.002"#))
        #expect(after.contains(#"berth_rules_expected_cost_total{domain="sandbox",currency="USD"} 0.006"#))
        // The rules are followed where the model is not sure.
        try service.serveModel(FixedModel(sureness: 0))
        _ = try await service.decided()
        let followed = try await service.send("GET", "/metrics").text
        #expect(followed.contains(#"berth_expected_cost_total{domain="sandbox",currency="USD"} 0.005"#))
        #expect(followed.contains(#"berth_rules_expected_cost_total{domain="sandbox",currency="USD"} 0.009"#))
    }
}
