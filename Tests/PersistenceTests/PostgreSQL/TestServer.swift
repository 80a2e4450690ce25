#if PostgreSQL
    import Foundation
    import PostgreSQL
    import SQL
    import Statistics
    import Testing

    /// The server that the environment names; `Scripts/postgresql.sh` starts one.
    enum TestServer {
        static let variable = "BERTH_TEST_POSTGRESQL"
        static let url = ProcessInfo.processInfo.environment[Self.variable]
        static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

        struct Missing: Error, CustomStringConvertible {
            let description = "\(TestServer.variable) names no server; Scripts/postgresql.sh runs a command with one"
        }

        /// A database at a server, with what the tests need to be told apart and repeated.
        static func database(
            _ url: String,
            connections: Int = 4,
            waiting: Int = 256,
            attempts: Int = 48,
            reconnects: Int = 4,
            connectSeconds: Double = 5,
            statementSeconds: Double = 30
        ) -> PostgreSQLDatabase {
            PostgreSQLDatabase(
                PostgreSQLSettings(
                    url: url,
                    connections: connections,
                    waiting: waiting,
                    attempts: attempts,
                    reconnects: reconnects,
                    connectSeconds: connectSeconds,
                    statementSeconds: statementSeconds
                ),
                makeID: { UUID().uuidString },
                generator: SeededGenerator(seed: 7),
                clock: ContinuousClock()
            )
        }
    }

    /// A schema of its own at the server, so that tests run beside each other. The server is thrown away in the end.
    struct TestSchema {
        /// Leads into the schema.
        let url: String
        let database: PostgreSQLDatabase

        init() async throws {
            guard let server = TestServer.url else { throw TestServer.Missing() }
            let name = "t" + UUID().uuidString.lowercased().replacing("-", with: "")
            _ = try await TestServer.database(server, connections: 1).write { try $0.execute("CREATE SCHEMA \(name)") }
            self.url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
            self.database = TestServer.database(self.url)
        }

        /// The same schema, reached through another port.
        func url(through port: UInt16) throws -> String {
            let own = try self.port
            return self.url.replacing(":\(own)/", with: ":\(port)/")
        }

        var port: UInt16 {
            get throws {
                let components = try #require(URLComponents(string: self.url))
                return UInt16(try #require(components.port))
            }
        }
    }
#endif
