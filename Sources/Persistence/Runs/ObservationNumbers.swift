internal import GRDB

/// The numbers that runs have as observations: from 1, one more for each run that was kept, never given twice.
enum ObservationNumbers {
    /// Of the newest observation, whatever became of it; 0 before the first.
    static func newest(in database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT max(
                        (SELECT ifnull(max(number), 0) FROM runs),
                        (SELECT ifnull(max(highest), 0) FROM run_segment_numbers),
                        (SELECT ifnull(max(number), 0) FROM removed_observations)
                    )
                    """
            )
        ) ?? 0
    }

    /// Remembers that a number was given, since its run goes.
    static func removed(upTo number: Int64, _ batch: WriteBatch) throws {
        try batch.run(
            """
            INSERT INTO removed_observations (only, number) VALUES (1, ?)
            ON CONFLICT DO UPDATE SET number = max(number, excluded.number)
            """,
            [number]
        )
    }

    // MARK: Databases from before

    /// Numbers the runs of a database that did not: those of each segment in the order of their starts, the segments in the
    /// order in which they were packed, then the rows.
    static func fill(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO run_segment_numbers (segment, lowest, highest)
                SELECT number, last - count + 1, last FROM (
                    SELECT number, count, sum(count) OVER (ORDER BY number) AS last FROM run_segments
                );
                """
        )
        let packed = try Int64.fetchOne(database, sql: "SELECT ifnull(max(highest), 0) FROM run_segment_numbers") ?? 0
        let rows = try Row.fetchOne(database, sql: "SELECT count(*), ifnull(max(number), 0) FROM runs")
        guard let rows, packed > 0 || (rows[0] as Int64) != rows[1] else { return }
        // Out of the way first, as no two rows may have one number at any time.
        try database.execute(sql: "UPDATE runs SET number = -number")
        try database.execute(
            sql: """
                UPDATE runs SET number = ? + place FROM (
                    SELECT number AS former, row_number() OVER (ORDER BY number DESC) AS place FROM runs
                ) WHERE number = former
                """,
            arguments: [packed]
        )
    }
}
