internal import Foundation
internal import GRDB
internal import Placement
internal import Synchronization

/// What recurs in many records, kept once and named by a small number.
///
/// Each kind but names has a limit, since what users send may go into it: beyond the limit a content is written where
/// it is used. What is known stays known, so equal contents always have one number.
final class Constants: Sendable {
    private struct State {
        var ids: [Constant.Kind: [[UInt8]: Int64]] = [:]
        var contents: [Int64: Constant] = [:]
        /// The last seen attributes of each target.
        var latestTargets: [[UInt8]: KnownTarget] = [:]
    }

    private struct KnownTarget {
        let attributes: [String: Value]
        let id: Int64
    }

    private let state = Mutex(State())

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
        if case .target(let target) = constant { return self.reference(target) }
        let bytes = constant.bytes
        return self.state.withLock { Self.reference(constant, bytes, in: $0) }
    }

    private static func reference(_ constant: Constant, _ bytes: [UInt8], in state: State) -> Reference {
        let known = state.ids[constant.kind] ?? [:]
        if let id = known[bytes] { return .known(id) }
        let hasRoom = known.count < constant.kind.limit && bytes.count <= Self.longestBytes
        return hasRoom ? .unknown(constant) : .inline
    }

    /// Targets come from one snapshot again and again: the same storage of attributes needs no comparison.
    private func reference(_ target: Target) -> Reference {
        let name = Array(target.id.description.utf8)
        let known = self.state.withLock { $0.latestTargets[name] }
        if let known, Self.areOneStorage(known.attributes, target.attributes) { return .known(known.id) }
        let constant = Constant.target(target)
        let bytes = constant.bytes
        return self.state.withLock { state in
            let reference = Self.reference(constant, bytes, in: state)
            if case .known(let id) = reference {
                state.latestTargets[name] = KnownTarget(attributes: target.attributes, id: id)
            }
            return reference
        }
    }

    /// Whether two dictionaries are one in memory, and so the same to the last bit.
    ///
    /// A dictionary is one reference to its storage, or the empty one. The bits of the references of two dictionaries
    /// that are both alive are equal only when the storage is one; nobody changes it in place while two refer to it.
    private static func areOneStorage(_ left: [String: Value], _ right: [String: Value]) -> Bool {
        func bits(_ dictionary: [String: Value]) -> UInt {
            withUnsafeBytes(of: dictionary) { $0.loadUnaligned(as: UInt.self) }
        }
        return MemoryLayout<[String: Value]>.size == MemoryLayout<UInt>.size && bits(left) == bits(right)
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
