internal import Foundation
internal import Placement
package import Registry
internal import SQL

extension SQLModelRegistry {
    package func names() async throws -> [String] {
        try await self.database.read { try Self.names($0) }
    }

    package func versions(of name: String) async throws -> [RegisteredVersion] {
        _ = try DataDirectory.checked(name)
        return try await self.database.read { connection in
            let rows = try connection.query(
                "SELECT \(Self.columns) FROM model_versions WHERE model = $1 ORDER BY major, minor, patch",
                [.text(name)]
            )
            return try Self.versions(rows, of: name, connection)
        }
    }

    package func latest(of name: String) async throws -> RegisteredVersion? {
        _ = try DataDirectory.checked(name)
        return try await self.database.read { connection in
            guard let latest = try Self.numbers(of: name, connection).last else { return nil }
            return try Self.version(ModelVersion.ID(name: name, version: latest), connection)
        }
    }

    package func version(_ id: ModelVersion.ID) async throws -> RegisteredVersion {
        _ = try DataDirectory.checked(id.name)
        return try await self.database.read { try Self.version(id, $0) }
    }

    package func version(of name: String, alias: String) async throws -> RegisteredVersion {
        _ = try DataDirectory.checked(name)
        return try await self.database.read { connection in
            let rows = try connection.query(
                "SELECT alias, version FROM model_aliases WHERE model = $1 ORDER BY alias",
                [.text(name)]
            )
            let aliases = try rows.map { (alias: try $0.value("alias", as: String.self), row: $0) }
            guard let found = aliases.first(where: { SQLValue($0.alias) == SQLValue(alias) }) else {
                guard try !Self.numbers(of: name, connection).isEmpty else { throw try Self.unknown(name, connection) }
                throw ModelStoreError.unknownAlias(alias, of: name, known: aliases.map(\.alias))
            }
            let id = ModelVersion.ID(name: name, version: try Self.number(found.row))
            return try Self.version(id, connection)
        }
    }

    package func history(of name: String, before: Int64?, limit: Int) async throws -> [RegistryEntry] {
        _ = try DataDirectory.checked(name)
        return try await self.database.read { connection in
            try connection.query(
                """
                SELECT number, at, actor, model, version, action, name, before, after FROM model_history
                WHERE model = $1 AND number < $2 ORDER BY number DESC LIMIT $3
                """,
                [.text(name), .integer(before ?? .max), .integer(Int64(max(0, limit)))]
            ).map(Self.entry)
        }
    }

    // MARK: Within a transaction

    static func names(_ connection: any SQLConnection) throws -> [String] {
        try connection.query("SELECT DISTINCT model FROM model_versions ORDER BY model").map { try $0.value("model") }
    }

    /// Ascending.
    static func numbers(of name: String, _ connection: any SQLConnection) throws -> [SemanticVersion] {
        try connection.query(
            "SELECT version FROM model_versions WHERE model = $1 ORDER BY major, minor, patch",
            [.text(name)]
        ).map(Self.number)
    }

    static func unknown(_ name: String, _ connection: any SQLConnection) throws -> ModelStoreError {
        .unknownModel(name, known: try Self.names(connection))
    }

    static func require(_ id: ModelVersion.ID, _ connection: any SQLConnection) throws {
        let known = try Self.numbers(of: id.name, connection)
        guard !known.isEmpty else { throw try Self.unknown(id.name, connection) }
        guard known.contains(id.version) else { throw ModelStoreError.unknownVersion(id, known: known) }
    }

    static func row(_ id: ModelVersion.ID, _ connection: any SQLConnection) throws -> SQLRow {
        let rows = try connection.query(
            "SELECT \(Self.columns) FROM model_versions WHERE model = $1 AND version = $2",
            [.text(id.name), .text(id.version.description)]
        )
        guard let row = rows.first else {
            try Self.require(id, connection)
            throw ModelStoreError.unknownVersion(id, known: [])
        }
        return row
    }

    private static let columns = "version, stage, record"

    private static func number(_ row: SQLRow) throws -> SemanticVersion {
        let text: String = try row.value("version")
        do {
            return try SemanticVersion(parsing: text)
        } catch {
            throw SQLError.damaged(problem: "\(error)")
        }
    }

    /// The rows of one model's versions with what belongs to them.
    private static func versions(
        _ rows: [SQLRow],
        of name: String,
        only version: SemanticVersion? = nil,
        _ connection: any SQLConnection
    ) throws -> [RegisteredVersion] {
        func parts(_ columns: String, _ table: String, by order: String) throws -> [String: [SQLRow]] {
            let rows = try connection.query(
                """
                SELECT version, \(columns) FROM \(table)
                WHERE model = $1 AND (CAST($2 AS TEXT) IS NULL OR version = $2) ORDER BY \(order)
                """,
                [.text(name), SQLValue(version?.description)]
            )
            return try Dictionary(grouping: rows) { try $0.value("version") }
        }
        let files = try parts("name, sha256, bytes", "model_files", by: "name")
        let tags = try parts("name, value", "model_tags", by: "name")
        let aliases = try parts("alias", "model_aliases", by: "alias")
        return try rows.map { row in
            let number = try Self.number(row)
            let text: String = try row.value("stage")
            guard let stage = ModelStage(rawValue: text) else {
                throw SQLError.damaged(problem: "'\(text)' is not a stage of a model")
            }
            let id = ModelVersion.ID(name: name, version: number)
            return RegisteredVersion(
                version: try Self.record(try row.value("record"), of: id),
                files: try files[number.description, default: []].map(Self.file),
                stage: stage,
                tags: try tags[number.description, default: []].map {
                    ModelTag(name: try $0.value("name"), value: try $0.value("value"))
                },
                aliases: try aliases[number.description, default: []].map { try $0.value("alias") }
            )
        }
    }

    private static func version(_ id: ModelVersion.ID, _ connection: any SQLConnection) throws -> RegisteredVersion {
        let row = try Self.row(id, connection)
        guard let found = try Self.versions([row], of: id.name, only: id.version, connection).first else {
            preconditionFailure("one row is one version")
        }
        return found
    }

    private static func file(_ row: SQLRow) throws -> ArtifactFile {
        let byteCount: Int64 = try row.value("bytes")
        let fingerprint = ArtifactFingerprint(sha256: try row.value("sha256"), byteCount: Int(byteCount))
        return ArtifactFile(name: try row.value("name"), fingerprint: fingerprint)
    }

    private static func record(_ json: String, of id: ModelVersion.ID) throws -> ModelVersion {
        let version: ModelVersion
        do {
            version = try JSONDecoder().decode(ModelVersion.self, from: Data(json.utf8))
        } catch {
            throw SQLError.damaged(problem: "the record of \(id) cannot be read: \(error)")
        }
        guard version.id == id else { throw SQLError.damaged(problem: "the record of \(id) is that of \(version.id)") }
        return version
    }

    private static func entry(_ row: SQLRow) throws -> RegistryEntry {
        let text: String = try row.value("action")
        guard let action = RegistryEntry.Action(rawValue: text) else {
            throw SQLError.damaged(problem: "'\(text)' is not an action of the registry's history")
        }
        let version: String? = try row.value("version")
        return RegistryEntry(
            number: try row.value("number"),
            origin: ChangeOrigin(by: try row.value("actor"), at: Timestamp(microseconds: try row.value("at"))),
            model: try row.value("model"),
            version: try version.map { _ in try Self.number(row) },
            action: action,
            name: try row.value("name"),
            before: try row.value("before"),
            after: try row.value("after")
        )
    }
}
