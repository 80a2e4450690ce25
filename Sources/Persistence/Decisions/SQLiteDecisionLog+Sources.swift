internal import Decisions
package import Domains
internal import Foundation
internal import GRDB

/// What records name by its hash.
extension SQLiteDecisionLog: DeclarationStore {
    package func keep(_ declaration: DomainDeclaration, of domain: String) async throws {
        try await self.database.write { batch in
            try batch.run(
                "INSERT INTO domain_declarations (hash, domain, declaration) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [declaration.hash, domain, declaration.text]
            )
        }
    }

    package func declaration(_ hash: String) async throws -> DomainDeclaration? {
        try await self.declaration(where: "hash = ?", hash)
    }

    package func firstDeclaration(of domain: String) async throws -> DomainDeclaration? {
        try await self.declaration(where: "domain = ? ORDER BY number LIMIT 1", domain)
    }

    private func declaration(where condition: String, _ value: String) async throws -> DomainDeclaration? {
        try await self.database.read { database in
            try String.fetchOne(
                database,
                sql: "SELECT declaration FROM domain_declarations WHERE \(condition)",
                arguments: [value]
            ).map { DomainDeclaration($0) }
        }
    }
}

extension SQLiteDecisionLog: TargetTableStore {
    package func keep(targetTable bytes: [UInt8], hash: String) async throws {
        try await self.database.write { batch in
            try batch.run(
                "INSERT INTO target_tables (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [hash, bytes.databaseBlob]
            )
        }
    }

    package func targetTable(_ hash: String) async throws -> [UInt8]? {
        try await self.database.read { database in
            try Data.fetchOne(database, sql: "SELECT body FROM target_tables WHERE hash = ?", arguments: [hash])
                .map { [UInt8]($0) }
        }
    }

    package func removeTargetTables(except inForce: Set<String>) async throws -> Int {
        let unnamed = try await self.database.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT hash FROM target_tables t
                    WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.target_table = t.number)
                    """
            ).filter { !inForce.contains($0) }
        }
        guard !unnamed.isEmpty else { return 0 }
        return try await self.database.write(rows: unnamed.count) { batch in
            var removed = 0
            for hash in unnamed {
                try batch.run(
                    """
                    DELETE FROM target_tables WHERE hash = ?
                    AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.target_table = target_tables.number)
                    """,
                    [hash]
                )
                removed += batch.database.changesCount
            }
            return removed
        }
    }
}
