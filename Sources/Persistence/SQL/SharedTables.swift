package import SQL

/// The tables of the stores that are written in SQL for every database, made in one place for all of them.
///
/// Names and versions are texts, times are microseconds since 1970.
package enum SharedTables {
    /// In order; only ever added to.
    package static let migrations: [SQLMigration] = [
        SQLMigration("control", Self.control),
        SQLMigration("lineups", Self.lineups),
        SQLMigration("counters", Self.counters),
        SQLMigration("models", Self.models),
        SQLMigration("actors of changes", Self.actors),
    ]

    /// Those that are not part of the first migration of the data directory's database.
    static var later: ArraySlice<SQLMigration> { Self.migrations.dropFirst() }

    /// What operators have set, and an entry for every change.
    static func control(_ sql: SQLDialect) -> [String] {
        let number = sql == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "\(sql.integer) PRIMARY KEY"
        return [
            """
            CREATE TABLE policies (
                domain \(sql.text) PRIMARY KEY NOT NULL,
                policy \(sql.text) NOT NULL CHECK (\(sql.isJSON("policy")))
            )\(sql.strict)
            """,
            """
            CREATE TABLE target_states (
                domain \(sql.text) NOT NULL,
                target \(sql.text) NOT NULL,
                mode \(sql.text) NOT NULL CHECK (mode IN ('enabled', 'draining', 'disabled')),
                reason \(sql.text),
                PRIMARY KEY (domain, target)
            )\(sql.strict)
            """,
            """
            CREATE TABLE served_models (
                model \(sql.text) PRIMARY KEY NOT NULL,
                version \(sql.text) NOT NULL,
                previous \(sql.text),
                since \(sql.integer) NOT NULL
            )\(sql.strict)
            """,
            """
            CREATE TABLE audit (
                number \(number),
                at \(sql.integer) NOT NULL,
                subject \(sql.text) NOT NULL CHECK (subject IN ('policy', 'target', 'model')),
                name \(sql.text) NOT NULL,
                before \(sql.text),
                after \(sql.text) NOT NULL,
                request \(sql.text)
            )\(sql.strict)
            """,
        ]
    }

    /// Beside the versions that answer: experiment and shadows.
    private static func lineups(_ sql: SQLDialect) -> [String] {
        [
            """
            ALTER TABLE served_models ADD COLUMN beside \(sql.text)
            CHECK (beside IS NULL OR \(sql.isJSON("beside")))
            """
        ]
    }

    /// One row a counter, which a transaction holds until it ends: numbers have no gaps and are in the order of commits.
    private static func counters(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE counters (
                name \(sql.text) PRIMARY KEY NOT NULL,
                number \(sql.integer) NOT NULL CHECK (number >= 0)
            )\(sql.strict)
            """,
            "INSERT INTO counters (name, number) SELECT 'control', coalesce(max(number), 0) FROM audit",
        ]
    }

    /// Who changed something. Until then nobody but who ran the process could.
    private static func actors(_ sql: SQLDialect) -> [String] {
        ["ALTER TABLE audit ADD COLUMN actor \(sql.text) NOT NULL DEFAULT 'local'"]
    }

    /// Registered versions with what may change about them, and an entry for every change.
    private static func models(_ sql: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE model_versions (
                model \(sql.text) NOT NULL,
                version \(sql.text) NOT NULL,
                major \(sql.integer) NOT NULL,
                minor \(sql.integer) NOT NULL,
                patch \(sql.integer) NOT NULL,
                stage \(sql.text) NOT NULL,
                record \(sql.text) NOT NULL,
                PRIMARY KEY (model, version)
            )\(sql.strict)
            """,
            """
            CREATE TABLE model_files (
                model \(sql.text) NOT NULL,
                version \(sql.text) NOT NULL,
                name \(sql.text) NOT NULL,
                sha256 \(sql.text) NOT NULL,
                bytes \(sql.integer) NOT NULL CHECK (bytes >= 0),
                PRIMARY KEY (model, version, name),
                FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
            )\(sql.strict)
            """,
            """
            CREATE TABLE model_aliases (
                model \(sql.text) NOT NULL,
                alias \(sql.text) NOT NULL,
                version \(sql.text) NOT NULL,
                PRIMARY KEY (model, alias),
                FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
            )\(sql.strict)
            """,
            """
            CREATE TABLE model_tags (
                model \(sql.text) NOT NULL,
                version \(sql.text) NOT NULL,
                name \(sql.text) NOT NULL,
                value \(sql.text) NOT NULL,
                PRIMARY KEY (model, version, name),
                FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
            )\(sql.strict)
            """,
            """
            CREATE TABLE model_history (
                number \(sql.integer) PRIMARY KEY NOT NULL,
                at \(sql.integer) NOT NULL,
                actor \(sql.text) NOT NULL,
                model \(sql.text) NOT NULL,
                version \(sql.text),
                action \(sql.text) NOT NULL,
                name \(sql.text),
                before \(sql.text),
                after \(sql.text)
            )\(sql.strict)
            """,
            "CREATE INDEX model_history_by_model ON model_history (model, number)",
            "INSERT INTO counters (name, number) VALUES ('models', 0)",
        ]
    }
}
