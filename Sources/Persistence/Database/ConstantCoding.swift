internal import GRDB
internal import Placement

/// Writes a record that refers to constants, and notes those that must be kept before it.
struct RecordWriter {
    var bytes = ByteWriter()
    private let constants: Constants
    /// What the record refers to and is not known yet: once it is kept, the record is written again.
    private(set) var unknown: [Constant] = []
    private var noted: Set<[UInt8]> = []

    init(_ constants: Constants) { self.constants = constants }

    /// The number of a constant and nothing more, or 0 and the content itself.
    mutating func constant(_ constant: Constant) {
        switch self.constants.reference(constant) {
        case .known(let id): self.bytes.unsigned(UInt64(id))
        case .unknown(let constant): self.note(constant)
        case .inline:
            self.bytes.byte(0)
            self.bytes.list(constant.bytes) { $0.byte($1) }
        }
    }

    /// A name's number; 0 for one that must be kept first.
    mutating func id(ofName name: String) -> Int64 {
        guard case .known(let id) = self.constants.reference(.name(name)) else {
            self.note(.name(name))
            return 0
        }
        return id
    }

    private mutating func note(_ constant: Constant) {
        guard self.noted.insert([UInt8(constant.kind.rawValue)] + constant.bytes).inserted else { return }
        self.unknown.append(constant)
    }

    /// The names as one constant, then the values.
    mutating func attributes(_ attributes: [String: Value]) {
        let sorted = attributes.sorted { $0.key < $1.key }
        self.constant(.shape(sorted.map(\.key)))
        for (_, value) in sorted { self.bytes.value(value) }
    }

    /// Writes records, after keeping the constants that they need.
    static func records<Record: Sendable>(
        in database: SQLiteDatabase,
        _ write: (inout RecordWriter) throws -> Record
    ) async throws -> Record {
        while true {
            var writer = RecordWriter(database.constants)
            let record = try write(&writer)
            guard !writer.unknown.isEmpty else { return record }
            try await database.constants.keep(writer.unknown, in: database)
        }
    }
}

/// Reads a record that refers to constants.
struct RecordReader {
    var bytes: ByteReader
    private let constants: Constants
    private let database: Database

    init(_ bytes: [UInt8], constants: Constants, database: Database) {
        self.bytes = ByteReader(bytes)
        self.constants = constants
        self.database = database
    }

    mutating func constant(_ kind: Constant.Kind) throws -> Constant {
        let id = try self.bytes.unsigned()
        if id == 0 {
            return try Constant(kind, try self.bytes.list { (reader) throws(ByteFault) in try reader.byte() })
        }
        guard let id = Int64(exactly: id) else { throw ByteFault.numberTooLarge }
        let constant = try self.constants.content(id, in: self.database)
        guard constant.kind == kind else { throw ByteFault.unknownConstant(id) }
        return constant
    }

    mutating func target() throws -> Target {
        guard case .target(let target) = try self.constant(.target) else { throw ByteFault.invalid("no target") }
        return target
    }

    mutating func attributes() throws -> [String: Value] {
        guard case .shape(let names) = try self.constant(.shape) else { throw ByteFault.invalid("no names") }
        var attributes: [String: Value] = [:]
        attributes.reserveCapacity(names.count)
        for name in names { attributes[name] = try self.bytes.value() }
        return attributes
    }

    func requireEnd() throws(ByteFault) { try self.bytes.requireEnd() }
}
