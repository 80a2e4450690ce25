// swift-format-ignore-file
// Written from Sources/SQL/SQL.docc/SQL.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import SQL

private func example(database: any SQLDatabase, domain: String, json: String) async throws {
    let number = try await database.write { connection in
        try connection.execute(
            """
            INSERT INTO policies (domain, policy) VALUES ($1, $2)
            ON CONFLICT (domain) DO UPDATE SET policy = excluded.policy
            """,
            [.text(domain), .text(json)]
        )
        return try connection.nextNumber(of: "control")
    }
    _ = number
}
