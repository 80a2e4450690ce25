internal import Foundation
internal import Placement

/// A content that recurs in many records.
enum Constant: Sendable {
    /// Of a domain or a target.
    case name(String)
    case target(Target)
    case context(DecisionContext)
    /// Names of attributes, ascending.
    case shape([String])

    enum Kind: Int64, Sendable, Hashable {
        case name = 1, target, firstContext, shape, context

        /// The most of this kind that are kept; names are needed wherever they are referred to.
        var limit: Int {
            switch self {
            case .name: .max
            case .target: 20_000
            case .firstContext, .context, .shape: 2000
            }
        }
    }

    var kind: Kind {
        switch self {
        case .name: .name
        case .target: .target
        case .context(let context): context.format == .first ? .firstContext : .context
        case .shape: .shape
        }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .name(let name): return Array(name.utf8)
        case .target(let target): writer.target(target)
        case .context(let context): writer.context(context)
        case .shape(let names): writer.list(names) { $0.text($1) }
        }
        return writer.bytes
    }

    init(_ kind: Kind, _ bytes: [UInt8]) throws(ByteFault) {
        var reader = ByteReader(bytes)
        switch kind {
        case .name:
            guard let name = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
            self = .name(name)
            return
        case .target: self = .target(try reader.target())
        case .firstContext: self = .context(try reader.context(.first))
        case .context: self = .context(try reader.context(.second))
        case .shape: self = .shape(try reader.list { (reader) throws(ByteFault) in try reader.text() })
        }
        try reader.requireEnd()
    }
}

extension ByteWriter {
    mutating func target(_ target: Target) {
        self.text(target.id.description)
        self.record(target.attributes)
    }
}

extension ByteReader {
    mutating func target() throws(ByteFault) -> Target {
        Target(id: Target.ID(try self.text()), attributes: try self.record())
    }
}

extension [UInt8] {
    /// As SQLite takes it.
    var databaseBlob: Data { Data(self) }
}
