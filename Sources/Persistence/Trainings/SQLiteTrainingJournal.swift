internal import Foundation
internal import GRDB
package import Pipelines

/// Keeps trainings in the data directory's database.
package struct SQLiteTrainingJournal: TrainingJournal {
    private let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    /// So many are kept, the newest.
    static let kept = 1_000

    package func begin(_ training: TrainingEntry) async throws -> Int64 {
        let entry = try Self.text(of: training)
        return try await self.database.write { batch in
            try batch.run(
                "INSERT INTO trainings (domain, unfinished, entry) VALUES (?, ?, ?)",
                [training.order.domain, training.isUnfinished, entry]
            )
            let number = batch.database.lastInsertedRowID
            try batch.run("DELETE FROM trainings WHERE number <= ?", [number - Int64(Self.kept)])
            return number
        }
    }

    package func update(_ number: Int64, to training: TrainingEntry) async throws {
        let entry = try Self.text(of: training)
        try await self.database.write { batch in
            try batch.run(
                "UPDATE trainings SET unfinished = ?, entry = ? WHERE number = ?",
                [training.isUnfinished, entry, number]
            )
        }
    }

    package func unfinished() async throws -> [NumberedTraining] {
        try await self.trainings("WHERE unfinished ORDER BY number", [])
    }

    package func trainings(limit: Int) async throws -> [NumberedTraining] {
        try await self.trainings("ORDER BY number DESC LIMIT ?", [limit])
    }

    private func trainings(_ selection: String, _ arguments: StatementArguments) async throws -> [NumberedTraining] {
        try await self.database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT number, entry FROM trainings \(selection)",
                arguments: arguments
            )
            return try rows.map { NumberedTraining(number: $0[0], training: try Self.training($0[1])) }
        }
    }

    private static func text(of training: TrainingEntry) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(training), as: UTF8.self)
    }

    private static func training(_ text: String) throws -> TrainingEntry {
        do {
            return try JSONDecoder().decode(TrainingEntry.self, from: Data(text.utf8))
        } catch {
            throw DataDirectoryError.damagedFile(file: SQLiteDatabase.file, problem: "a training: \(error)")
        }
    }
}
