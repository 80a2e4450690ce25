internal import Foundation
internal import Placement

/// The different values of a column, and which one each row has.
struct Distinct {
    /// The row in which each value stands first.
    private(set) var firsts: [Int] = []
    private(set) var places: [Int] = []

    /// - Parameter keys: One a row; equal keys are one value.
    init(_ keys: [[UInt8]]) {
        var known: [[UInt8]: Int] = [:]
        for (row, key) in keys.enumerated() {
            let place = known[key] ?? self.firsts.count
            if place == self.firsts.count {
                known[key] = place
                self.firsts.append(row)
            }
            self.places.append(place)
        }
    }
}

// Columns of a segment. The reader knows how many rows there are.

extension ByteWriter {
    mutating func places(_ distinct: Distinct) { for place in distinct.places { self.count(place) } }

    /// The first number, then how much each differs from the one before.
    mutating func differences(_ numbers: [Int64]) {
        var before: Int64 = 0
        for number in numbers {
            self.signed(number &- before)
            before = number
        }
    }

    /// UUIDs as sixteen bytes, other ids as texts.
    mutating func runIDs(_ ids: [String]) {
        let uuids = ids.map(Self.uuid)
        self.bits(uuids.map { $0 != nil })
        for uuid in uuids { if let uuid { self.raw(uuid) } }
        for (id, uuid) in zip(ids, uuids) where uuid == nil { self.text(id) }
    }

    /// The bytes of a UUID that is spelled as `UUID` spells it, in lower case.
    private static func uuid(_ id: String) -> [UInt8]? {
        guard id.utf8.count == 36, let uuid = UUID(uuidString: id), uuid.uuidString.lowercased() == id else {
            return nil
        }
        return withUnsafeBytes(of: uuid.uuid) { Array($0) }
    }

    mutating func workloads(_ workloads: [Workload]) {
        let distinct = Distinct(
            workloads.map { workload in
                var key = ByteWriter()
                key.text(workload.key.description)
                key.record(workload.attributes)
                return key.bytes
            }
        )
        let rows = distinct.firsts.map { workloads[$0] }
        self.count(rows.count)
        for row in rows { self.text(row.key.description) }
        self.records(rows.map(\.attributes))
        self.places(distinct)
    }

    mutating func outcomes(_ outcomes: [Outcome]) {
        self.bits(outcomes.map(\.succeeded))
        for outcome in outcomes { self.number(outcome.timeSeconds) }
        for outcome in outcomes { self.signed(outcome.cost.nanos) }
        let currencies = Distinct(outcomes.map { Array($0.cost.currency.code.utf8) })
        self.count(currencies.firsts.count)
        for first in currencies.firsts { self.text(outcomes[first].cost.currency.code) }
        self.places(currencies)
    }

    /// Records by their names: those of the same names are a table, written column by column.
    mutating func records(_ records: [[String: Value]]) {
        let shapes = Distinct(
            records.map { record in
                var names = ByteWriter()
                names.list(record.keys.sorted()) { $0.text($1) }
                return names.bytes
            }
        )
        self.list(shapes.firsts.map { records[$0].keys.sorted() }) { $0.list($1) { $0.text($1) } }
        self.places(shapes)
        let rowsOfShape = Dictionary(grouping: records.indices) { shapes.places[$0] }
        for (shape, first) in shapes.firsts.enumerated() {
            let rows = rowsOfShape[shape] ?? []
            for name in records[first].keys.sorted() {
                for row in rows { self.value(records[row][name] ?? .missing) }
            }
        }
    }
}

extension ByteReader {
    mutating func places<Element>(_ count: Int, of elements: [Element]) throws(ByteFault) -> [Element] {
        try self.places(count, upTo: elements.count).map { elements[$0] }
    }

    private mutating func places(_ count: Int, upTo limit: Int) throws(ByteFault) -> [Int] {
        var places: [Int] = []
        for _ in 0..<count {
            let place = try self.unsigned()
            guard place < limit else { throw .invalid("there is no value \(place) in the dictionary") }
            places.append(Int(place))
        }
        return places
    }

    mutating func differences(_ count: Int) throws(ByteFault) -> [Int64] {
        var numbers: [Int64] = []
        var before: Int64 = 0
        for _ in 0..<count {
            before &+= try self.signed()
            numbers.append(before)
        }
        return numbers
    }

    mutating func runIDs(_ count: Int) throws(ByteFault) -> [String] {
        let isUUID = try self.bits(count)
        var uuids: [String] = []
        for _ in 0..<isUUID.count(where: { $0 }) { uuids.append(try self.uuid()) }
        var next = uuids.makeIterator()
        var ids: [String] = []
        for isUUID in isUUID { ids.append(isUUID ? next.next() ?? "" : try self.text()) }
        return ids
    }

    private mutating func uuid() throws(ByteFault) -> String {
        let bytes = try self.raw(16)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)).uuidString.lowercased() }
    }

    mutating func workloads(_ count: Int) throws(ByteFault) -> [Workload] {
        let distinct = try self.count()
        var keys: [String] = []
        for _ in 0..<distinct { keys.append(try self.text()) }
        let attributes = try self.records(distinct)
        let workloads = zip(keys, attributes).map { Workload(key: Workload.Key($0), attributes: $1) }
        return try self.places(count, of: workloads)
    }

    mutating func outcomes(_ count: Int) throws(ByteFault) -> [Outcome] {
        let succeeded = try self.bits(count)
        var times: [Double] = []
        for _ in 0..<count { times.append(try self.number()) }
        var costs: [Int64] = []
        for _ in 0..<count { costs.append(try self.signed()) }
        let known = try self.list { (reader) throws(ByteFault) in try reader.currency() }
        let currencies = try self.places(count, of: known)
        return (0..<count).map { row in
            Outcome(
                timeSeconds: times[row],
                cost: Money(nanos: costs[row], currency: currencies[row]),
                succeeded: succeeded[row]
            )
        }
    }

    mutating func records(_ count: Int) throws(ByteFault) -> [[String: Value]] {
        let shapes = try self.list { (reader) throws(ByteFault) in
            try reader.list { (reader) throws(ByteFault) in try reader.text() }
        }
        let places = try self.places(count, upTo: shapes.count)
        var records = [[String: Value]](repeating: [:], count: count)
        let rowsOfShape = Dictionary(grouping: places.indices) { places[$0] }
        for (shape, names) in shapes.enumerated() {
            let rows = rowsOfShape[shape] ?? []
            for name in names {
                for row in rows { records[row][name] = try self.value() }
            }
        }
        return records
    }
}
