internal import Compression
internal import Decisions
internal import Foundation
internal import GRDB
internal import Placement
internal import Telemetry

/// A report and the number that it has as an observation.
struct NumberedReport: Sendable, Hashable {
    let number: Int64
    let report: RunReport
}

/// Many reports of one domain, packed: a column for each of their parts, and the columns together through zlib.
///
/// Workloads recur, so each is written once in a segment; what differs from run to run is written as differences and
/// small numbers. Reports stand in the order of their starts, those of one start by id.
struct RunSegment: Sendable {
    let first: Timestamp
    let last: Timestamp
    /// Of the numbers that its runs have as observations.
    let numbers: ClosedRange<Int64>
    let count: Int
    let body: Data

    /// Of segments without numbers: theirs are in a row, in the order of the starts.
    private static let formerVersion: UInt8 = 1
    private static let version: UInt8 = 2
    /// More than the reports of any segment take.
    private static let longestBytes = 1 << 30

    /// - Parameter reports: At least one, in their order.
    init(_ reports: [NumberedReport], _ writer: inout RecordWriter) {
        writer.bytes = ByteWriter()
        writer.segment(reports)
        let columns = writer.bytes.bytes
        var body = ByteWriter()
        body.byte(Self.version)
        body.count(columns.count)
        body.raw(Zlib.packed(columns))
        self.first = reports[0].report.run.startedAt
        self.last = reports[reports.count - 1].report.run.startedAt
        let numbers = reports.map(\.number)
        self.numbers = (numbers.min() ?? 0)...(numbers.max() ?? 0)
        self.count = reports.count
        self.body = body.bytes.databaseBlob
    }

    /// - Parameter lowest: The lowest of its runs' numbers as observations.
    static func reports(
        _ body: Data,
        lowest: Int64,
        constants: Constants,
        in database: Database
    ) throws -> [NumberedReport] {
        var reader = ByteReader([UInt8](body))
        let version = try reader.byte()
        guard version == Self.version || version == Self.formerVersion else { throw ByteFault.otherVersion(version) }
        let count = try reader.unsigned()
        guard count <= Self.longestBytes else { throw ByteFault.numberTooLarge }
        let packed = Array(try reader.raw(reader.remaining))
        guard let columns = Zlib.unpacked(packed, count: Int(count)) else {
            throw ByteFault.invalid("its packed bytes are not what was written")
        }
        var record = RecordReader(columns, constants: constants, database: database)
        return try record.segment(lowest: version == Self.formerVersion ? lowest : nil)
    }
}
