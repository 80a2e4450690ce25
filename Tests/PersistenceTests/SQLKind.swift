import Persistence
import SQL

/// Which database a store that is written in SQL is tested on.
enum SQLKind: String, CaseIterable {
    case sqlite
    #if PostgreSQL
        case postgresql
    #endif

    /// Those that are there: PostgreSQL where a server is named.
    static var available: [SQLKind] {
        #if PostgreSQL
            Self.allCases.filter { $0 != .postgresql || TestServer.url != nil }
        #else
            Self.allCases
        #endif
    }
}

/// An empty database with the tables of the stores; it goes with this object.
struct TestDatabase {
    let database: any SQLDatabase
    private let data = TemporaryData()
    #if PostgreSQL
        private let schema: TestSchema?
    #endif

    init(_ kind: SQLKind) async throws {
        switch kind {
        case .sqlite:
            self.database = SQLiteDriver(try self.data.database())
            #if PostgreSQL
                self.schema = nil
            #endif
        #if PostgreSQL
            case .postgresql:
                let schema = try await TestSchema()
                self.schema = schema
                self.database = schema.database
                try await SharedTables.migrations.apply(to: schema.database)
        #endif
        }
    }
}
