internal import GRDB
package import Telemetry

/// Keeps in the data directory's database how far each consumer of observations has come.
package struct SQLiteObservationCursors: ObservationCursors {
    private let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    package func cursor(of consumer: String) async throws -> ObservationCursor? {
        try await self.database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT number, missed FROM observation_cursors WHERE consumer = ?"),
                arguments: [consumer]
            ).map { ObservationCursor(number: $0[0], missed: $0[1]) }
        }
    }

    package func move(_ consumer: String, to cursor: ObservationCursor) async throws {
        try await self.database.write { try Self.move(consumer, to: cursor, $0) }
    }

    /// Moves a cursor in the transaction that keeps what the consumer made of the observations: both are kept, or
    /// neither.
    static func move(_ consumer: String, to cursor: ObservationCursor, _ batch: WriteBatch) throws {
        try batch.run(
            """
            INSERT INTO observation_cursors (consumer, number, missed) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET number = excluded.number, missed = excluded.missed
            """,
            [consumer, cursor.number, cursor.missed]
        )
    }
}
