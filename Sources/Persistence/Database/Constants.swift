internal import Foundation
internal import GRDB
internal import Placement
internal import Synchronization

/// What recurs in many records, kept once and named by a small number.
///
/// Each kind but names has a limit, since what users send may go into it: beyond the limit a content is written where
/// it is used. What is known stays known, so equal contents always have one number.
final class Constants: Sendable {
    private struct Known {
        var ids: [Constant.Kind: [[UInt8]: Int64]] = [:]
        var contents: [Int64: Constant] = [:]
        /// By where the attributes are in memory.
        var seenTargets: [UInt: Seen<Target>] = [:]
        /// By how many they are, the names of the last workload's attributes.
        var latestShapes: [Int: Seen<[String]>] = [:]
    }

    /// A content whose number is known without writing it out.
    private struct Seen<Content: Sendable>: Sendable {
        let content: Content
        let id: Int64
    }

    private let state = Mutex(Known())

    /// Longer contents are no help to keep once, and users choose them.
    private static let longestBytes = 4096

    /// Where a content stands.
    enum Reference {
        case known(Int64)
        /// It must be kept first.
        case unknown(Constant)
        /// There is no room for more of its kind.
        case inline
    }

    func reference(_ constant: Constant) -> Reference {
        if let id = self.state.withLock({ Self.seen(constant, in: $0) }) { return .known(id) }
        let bytes = constant.bytes
        return self.state.withLock { state in
            let reference = Self.reference(constant, bytes, in: state)
            if case .known(let id) = reference { Self.note(constant, id, in: &state) }
            return reference
        }
    }

    private static func reference(_ constant: Constant, _ bytes: [UInt8], in state: Known) -> Reference {
        let known = state.ids[constant.kind] ?? [:]
        if let id = known[bytes] { return .known(id) }
        let hasRoom = known.count < constant.kind.limit && bytes.count <= Self.longestBytes
        return hasRoom ? .unknown(constant) : .inline
    }

    // MARK: What was seen lately

    /// More targets than any snapshot has; whoever replaces theirs again and again starts anew.
    private static let mostSeen = 20_000

    /// The number of a content that is the same as one that was seen lately: cheaper to find than to write it out.
    private static func seen(_ constant: Constant, in state: Known) -> Int64? {
        switch constant {
        case .name, .context: nil
        case .target(let target):
            state.seenTargets[target.attributes.storage].flatMap { seen in
                seen.content.id.description.isIdentical(to: target.id.description) ? seen.id : nil
            }
        case .shape(let names):
            state.latestShapes[names.count].flatMap { seen in
                zip(seen.content, names).allSatisfy { $0.isIdentical(to: $1) } ? seen.id : nil
            }
        }
    }

    private static func note(_ constant: Constant, _ id: Int64, in state: inout Known) {
        switch constant {
        case .name, .context: break
        case .target(let target):
            if state.seenTargets.count >= Self.mostSeen { state.seenTargets = [:] }
            state.seenTargets[target.attributes.storage] = Seen(content: target, id: id)
        case .shape(let names): state.latestShapes[names.count] = Seen(content: names, id: id)
        }
    }

    /// Keeps contents that are unknown, and returns when they are known.
    func keep(_ unknown: [Constant], in database: SQLiteDatabase) async throws {
        let kept = try await database.write(rows: unknown.count) { batch in
            try unknown.map { ($0, try Self.keep($0, in: batch)) }
        }
        self.state.withLock { state in
            for (constant, id) in kept { state.ids[constant.kind, default: [:]][constant.bytes] = id }
        }
    }

    private static func keep(_ constant: Constant, in batch: WriteBatch) throws -> Int64 {
        let arguments: StatementArguments = [constant.kind.rawValue, constant.bytes.databaseBlob]
        try batch.run("INSERT INTO constants (kind, content) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments)
        let id = try Int64.fetchOne(
            batch.database.cachedStatement(sql: "SELECT id FROM constants WHERE kind = ? AND content = ?"),
            arguments: arguments
        )
        guard let id else { preconditionFailure("what was inserted is there") }
        return id
    }

    func load(from database: Database) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT kind, content, id FROM constants")
        try self.state.withLock { state in
            while let row = try rows.next() {
                guard let kind = Constant.Kind(rawValue: row[0]) else { throw ByteFault.invalid("an unknown constant") }
                state.ids[kind, default: [:]][[UInt8](row[1] as Data)] = row[2]
            }
        }
    }

    /// A content by its number.
    func content(_ id: Int64, in database: Database) throws -> Constant {
        if let known = self.state.withLock({ $0.contents[id] }) { return known }
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT kind, content FROM constants WHERE id = ?"),
            arguments: [id]
        )
        guard let row, let kind = Constant.Kind(rawValue: row[0]) else { throw ByteFault.unknownConstant(id) }
        let constant = try Constant(kind, [UInt8](row[1] as Data))
        self.state.withLock { $0.contents[id] = constant }
        return constant
    }

    /// The number of a name; `nil` where nothing has it.
    func id(ofName name: String, in database: Database) throws -> Int64? {
        if case .known(let id) = self.reference(.name(name)) { return id }
        return try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM constants WHERE kind = ? AND content = ?"),
            arguments: [Constant.Kind.name.rawValue, Constant.name(name).bytes.databaseBlob]
        )
    }

    func name(_ id: Int64, in database: Database) throws -> String {
        guard case .name(let name) = try self.content(id, in: database) else { throw ByteFault.unknownConstant(id) }
        return name
    }
}

extension String {
    /// Whether two texts are the same bytes; equal ones may spell an accent in two ways.
    fileprivate func isIdentical(to other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }
}

extension [String: Value] {
    /// Where the dictionary is in memory: two that are both alive and at one place are the same to the last bit.
    ///
    /// A dictionary is one reference to its storage, or to the empty one; nobody changes a storage in place while two
    /// refer to it.
    fileprivate var storage: UInt {
        precondition(MemoryLayout<Self>.size == MemoryLayout<UInt>.size, "a dictionary is one reference")
        return withUnsafeBytes(of: self) { $0.loadUnaligned(as: UInt.self) }
    }
}
