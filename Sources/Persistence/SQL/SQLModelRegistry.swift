internal import Foundation
internal import Placement
package import Registry
package import SQL

/// Keeps what is known of models in a database.
package struct SQLModelRegistry: ModelRegistry {
    let database: any SQLDatabase

    /// - Parameter database: With the tables of ``SharedTables``.
    package init(_ database: any SQLDatabase) { self.database = database }

    // MARK: Writing

    package func register(
        _ versions: [(version: ModelVersion, files: [ArtifactFile])],
        as action: RegistryEntry.Action,
        _ origin: ChangeOrigin
    ) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Checked before they are written down: a metric that is no number is none in JSON either.
        for (version, files) in versions { try version.requireRegistrable(with: files, beside: []) }
        let rows = try versions.map { version, files in
            _ = try DataDirectory.checked(version.id.name)
            return (
                version: version, files: files, record: String(decoding: try encoder.encode(version), as: UTF8.self)
            )
        }
        try await self.database.write { connection in
            for row in rows {
                let id = row.version.id
                let taken = try Self.numbers(of: id.name, connection)
                try row.version.requireRegistrable(with: row.files, beside: taken)
                try Self.insert(row.version, row.record, row.files, connection)
                try Self.note(id.name, id.version, action, name: nil, before: nil, after: nil, origin, connection)
            }
        }
    }

    private static func insert(
        _ version: ModelVersion,
        _ record: String,
        _ files: [ArtifactFile],
        _ connection: any SQLConnection
    ) throws {
        let number = version.id.version
        let key: [SQLValue] = [.text(version.id.name), .text(number.description)]
        try connection.execute(
            """
            INSERT INTO model_versions (model, version, major, minor, patch, stage, record)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            key + [
                .integer(Int64(number.major)), .integer(Int64(number.minor)), .integer(Int64(number.patch)),
                .text(ModelStage.none.rawValue), .text(record),
            ]
        )
        for file in files {
            try connection.execute(
                "INSERT INTO model_files (model, version, name, sha256, bytes) VALUES ($1, $2, $3, $4, $5)",
                key + [
                    .text(file.name), .text(file.fingerprint.sha256), .integer(Int64(file.fingerprint.byteCount)),
                ]
            )
        }
    }

    package func change(_ name: String, _ change: ModelChange, _ origin: ChangeOrigin) async throws {
        _ = try DataDirectory.checked(name)
        try change.requireUsable()
        try await self.database.write { connection in
            switch change {
            case .alias(let alias, let version): try Self.set(alias, version, of: name, origin, connection)
            case .stage(let version, let stage): try Self.set(stage, version, of: name, origin, connection)
            case .tag(let version, let tag, let value):
                try Self.set(tag, value, version, of: name, origin, connection)
            }
        }
    }

    private static func set(
        _ alias: String,
        _ version: SemanticVersion?,
        of name: String,
        _ origin: ChangeOrigin,
        _ connection: any SQLConnection
    ) throws {
        if let version {
            try Self.require(ModelVersion.ID(name: name, version: version), connection)
        } else {
            guard try !Self.numbers(of: name, connection).isEmpty else { throw try Self.unknown(name, connection) }
        }
        let key: [SQLValue] = [.text(name), .text(alias)]
        let before: String? = try connection.query(
            "SELECT version FROM model_aliases WHERE model = $1 AND alias = $2",
            key
        ).first?.value("version")
        let after = version?.description
        guard before != after else { return }
        if let after {
            try connection.execute(
                """
                INSERT INTO model_aliases (model, alias, version) VALUES ($1, $2, $3)
                ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
                """,
                key + [.text(after)]
            )
        } else {
            try connection.execute("DELETE FROM model_aliases WHERE model = $1 AND alias = $2", key)
        }
        try Self.note(name, version, .alias, name: alias, before: before, after: after, origin, connection)
    }

    private static func set(
        _ stage: ModelStage,
        _ version: SemanticVersion,
        of name: String,
        _ origin: ChangeOrigin,
        _ connection: any SQLConnection
    ) throws {
        let id = ModelVersion.ID(name: name, version: version)
        let before: String = try Self.row(id, connection).value("stage")
        guard before != stage.rawValue else { return }
        try connection.execute(
            "UPDATE model_versions SET stage = $3 WHERE model = $1 AND version = $2",
            [.text(name), .text(version.description), .text(stage.rawValue)]
        )
        try Self.note(name, version, .stage, name: nil, before: before, after: stage.rawValue, origin, connection)
    }

    private static func set(
        _ tag: String,
        _ value: String?,
        _ version: SemanticVersion,
        of name: String,
        _ origin: ChangeOrigin,
        _ connection: any SQLConnection
    ) throws {
        try Self.require(ModelVersion.ID(name: name, version: version), connection)
        let key: [SQLValue] = [.text(name), .text(version.description), .text(tag)]
        let before: String? = try connection.query(
            "SELECT value FROM model_tags WHERE model = $1 AND version = $2 AND name = $3",
            key
        ).first?.value("value")
        guard SQLValue(before) != SQLValue(value) else { return }
        if let value {
            try connection.execute(
                """
                INSERT INTO model_tags (model, version, name, value) VALUES ($1, $2, $3, $4)
                ON CONFLICT (model, version, name) DO UPDATE SET value = excluded.value
                """,
                key + [.text(value)]
            )
        } else {
            try connection.execute("DELETE FROM model_tags WHERE model = $1 AND version = $2 AND name = $3", key)
        }
        try Self.note(name, version, .tag, name: tag, before: before, after: value, origin, connection)
    }

    private static func note(
        _ model: String,
        _ version: SemanticVersion?,
        _ action: RegistryEntry.Action,
        name: String?,
        before: String?,
        after: String?,
        _ origin: ChangeOrigin,
        _ connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO model_history (number, at, actor, model, version, action, name, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .integer(try connection.nextNumber(of: "models")), .integer(origin.at.microseconds), .text(origin.by),
                .text(model), SQLValue(version?.description), .text(action.rawValue), SQLValue(name),
                SQLValue(before), SQLValue(after),
            ]
        )
    }
}
