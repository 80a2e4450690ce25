internal import Foundation
internal import GRDB
internal import Nodes
package import Placement
package import TaskDispatch

/// Keeps tasks in the data directory's database.
package struct SQLiteTaskStore: TaskStore, TaskArchive {
    private let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    // MARK: Writing

    package func add(_ submission: Submission) async throws -> TaskRecord.ID? {
        let row = TaskRow.Submitted(submission)
        return try await self.database.write(rows: 1) { batch in
            if let key = submission.key {
                let known = try String.fetchOne(
                    batch.database.cachedStatement(sql: "SELECT id FROM tasks WHERE key = ?"),
                    arguments: [key]
                )
                if let known { return TaskRecord.ID(known) }
            }
            try batch.run(
                """
                INSERT INTO tasks (id, key, status, type, submitted, submission, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    submission.id.description, submission.key, TaskRecord.Status.queued.rawValue, submission.type,
                    submission.at.microseconds, row.submission, row.payload,
                ]
            )
            return nil
        }
    }

    package func order(_ task: TaskRecord) async throws {
        let placement = task.placement.map { placement in TaskRow.json { $0.placement(placement) } }
        try await self.database.write(rows: 1) { batch in
            // A task that ended meanwhile stays as it ended, and an older order does not undo a newer one.
            try batch.run(
                """
                UPDATE tasks SET status = ?, token = ?, kind = ?, node = ?, placement = ?
                WHERE id = ? AND token <= ? AND ended IS NULL
                """,
                [
                    TaskRecord.Status.running.rawValue, task.attempts, task.placement?.kind.rawValue,
                    task.node?.description, placement, task.id.description, task.attempts,
                ]
            )
        }
    }

    package func wait(_ task: TaskRecord) async throws {
        try await self.database.write(rows: 1) { batch in
            // A newer order may have been written before.
            try batch.run(
                "UPDATE tasks SET status = ?, node = NULL, losses = ? WHERE id = ? AND token = ? AND ended IS NULL",
                [TaskRecord.Status.queued.rawValue, task.losses, task.id.description, task.attempts]
            )
        }
    }

    package func end(_ task: TaskRecord) async throws {
        guard let end = task.end else { preconditionFailure("a task that ended says when") }
        let row = TaskRow.Ended(end)
        let placement = task.placement.map { placement in TaskRow.json { $0.placement(placement) } }
        try await self.database.write(rows: 1) { batch in
            // With the order, which may not have been written.
            try batch.run(
                """
                UPDATE tasks SET status = ?, token = ?, kind = ?, node = ?, placement = ?, losses = ?, ended = ?,
                figures = ?, result = ? WHERE id = ? AND ended IS NULL
                """,
                [
                    end.status.rawValue, task.attempts, task.placement?.kind.rawValue, task.node?.description,
                    placement, task.losses, end.at.microseconds, row.figures, row.result, task.id.description,
                ]
            )
            guard batch.database.changesCount == 0 else { return }
            let isThere = try Bool.fetchOne(
                batch.database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM tasks WHERE id = ?)"),
                arguments: [task.id.description]
            )
            if isThere != true { throw TaskNotAdded(id: task.id) }
        }
    }

    package func removeTasks(endedBefore moment: Timestamp, limit: Int) async throws -> Int {
        let numbers = try await self.database.read { database in
            try Int64.fetchAll(
                database,
                sql: "SELECT number FROM tasks WHERE ended < ? LIMIT ?",
                arguments: [moment.microseconds, limit]
            )
        }
        guard !numbers.isEmpty else { return 0 }
        try await self.database.write(rows: numbers.count) { batch in
            for number in numbers { try batch.run("DELETE FROM tasks WHERE number = ?", [number]) }
        }
        return numbers.count
    }

    // MARK: Reading

    package func open() async throws -> [TaskRecord] {
        try await self.database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT \(TaskRow.all) FROM tasks WHERE ended IS NULL ORDER BY number"
            ).map { try TaskRow.task($0) }
        }
    }

    package func task(_ id: TaskRecord.ID) async throws -> TaskRecord? {
        try await self.database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT \(TaskRow.all) FROM tasks WHERE id = ?"),
                arguments: [id.description]
            ).map { try TaskRow.task($0) }
        }
    }

    package func tasks(_ query: TaskQuery) async throws -> TaskPage {
        let filter = TaskFilter(query)
        return try await self.database.readInLine { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT \(TaskRow.summary) FROM tasks WHERE \(filter.sql) ORDER BY number DESC LIMIT \(query.limit + 1)
                    """,
                arguments: filter.arguments
            )
            let tasks = try rows.prefix(query.limit).map { try TaskRow.task($0) }
            return TaskPage(
                tasks: tasks,
                next: rows.count > query.limit ? rows.prefix(query.limit).last?[0] : nil
            )
        }
    }
}

/// A query as a condition on rows.
private struct TaskFilter {
    private var conditions: [String] = []
    private(set) var arguments = StatementArguments()

    init(_ query: TaskQuery) {
        if let statuses = query.statuses {
            let names = statuses.map(\.rawValue).sorted()
            let marks = names.map { _ in "?" }.joined(separator: ", ")
            self.add("status IN (\(marks))", StatementArguments(names))
        }
        if let type = query.type { self.add("type = ?", [type]) }
        if let kind = query.kind { self.add("kind = ?", [kind.rawValue]) }
        if let node = query.node { self.add("node = ?", [node.description]) }
        self.add(from: query.from, until: query.until)
        if let before = query.before { self.add("number < ?", [before]) }
    }

    /// The index tells between which numbers a span of time lies, so that no row outside of it is read.
    private mutating func add(from: Timestamp?, until: Timestamp?) {
        var span: [(condition: String, moment: Int64)] = []
        if let from { span.append(("submitted >= ?", from.microseconds)) }
        if let until { span.append(("submitted < ?", until.microseconds)) }
        guard !span.isEmpty else { return }
        let condition = span.map(\.condition).joined(separator: " AND ")
        let arguments = StatementArguments(span.map(\.moment))
        self.add(condition, arguments)
        let within = "FROM tasks INDEXED BY tasks_by_submission WHERE \(condition)"
        if from != nil { self.add("number >= (SELECT min(number) \(within))", arguments) }
        if until != nil { self.add("number <= (SELECT max(number) \(within))", arguments) }
    }

    private mutating func add(_ condition: String, _ arguments: StatementArguments) {
        self.conditions.append(condition)
        self.arguments += arguments
    }

    var sql: String { self.conditions.isEmpty ? "TRUE" : self.conditions.joined(separator: " AND ") }
}
