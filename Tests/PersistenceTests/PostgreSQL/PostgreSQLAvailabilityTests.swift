import Foundation
import PostgreSQL
import SQL
import Testing

/// Says visibly where the stores are not tested on PostgreSQL, and fails there on CI.
struct PostgreSQLAvailabilityTests {
    #if PostgreSQL
        @Test(.enabled(if: TestServer.url != nil || TestServer.isRequired, "\(TestServer.Missing())"))
        func `the contracts run on a real server of version 15 or later`() async throws {
            let schema = try await TestSchema()
            let version = try await schema.database.read { connection in
                try connection.query("SELECT current_setting('server_version_num') AS version")[0]
                    .value("version", as: String.self)
            }
            #expect(try #require(Int(version)) >= 150_000)
        }
    #else
        private static let missing: Comment = "this build lacks the trait PostgreSQL, with which make test builds"

        @Test(.enabled(if: ProcessInfo.processInfo.environment["CI"] == "true", Self.missing))
        func `the contracts run on a real server of version 15 or later`() { Issue.record(Self.missing) }
    #endif
}
