/// A change of the tables, the same for every database. Once released it is never changed; later ones are added.
package struct SQLMigration: Sendable {
    /// Unique and kept in the database: which were applied.
    package let name: String
    /// In order, in the dialect's words.
    package let statements: @Sendable (SQLDialect) -> [String]

    package init(_ name: String, _ statements: @escaping @Sendable (SQLDialect) -> [String]) {
        self.name = name
        self.statements = statements
    }
}

extension [SQLMigration] {
    /// Brings a database up to date, whole or not at all; several processes may try at once.
    ///
    /// - Throws: ``SQLError/newerSchema(migration:)`` when the database has a migration that is not among these.
    package func apply(to database: any SQLDatabase) async throws {
        do {
            try await database.write { connection in
                let dialect = connection.dialect
                try connection.execute(
                    "CREATE TABLE IF NOT EXISTS migrations (name \(dialect.text) PRIMARY KEY NOT NULL)\(dialect.strict)"
                )
            }
        } catch SQLError.duplicate {
            // Another process made it in the same moment.
        }
        try await database.write { connection in
            if let lock = connection.dialect.exclusive("migrations") { try connection.execute(lock) }
            let applied = try connection.query("SELECT name FROM migrations ORDER BY name")
                .map { try $0.value("name", as: String.self) }
            if let unknown = applied.first(where: { name in !self.contains { $0.name == name } }) {
                throw SQLError.newerSchema(migration: unknown)
            }
            for migration in self where !applied.contains(migration.name) {
                for statement in migration.statements(connection.dialect) { try connection.execute(statement) }
                try connection.execute("INSERT INTO migrations (name) VALUES ($1)", [.text(migration.name)])
            }
        }
    }
}
