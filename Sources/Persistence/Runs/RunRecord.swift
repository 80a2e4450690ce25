internal import Placement
internal import Telemetry

/// One line of a run file: `{"sum":"<16 hexadecimal digits>","run":{…}}`.
///
/// The object is the one that `Run` encodes to, keys ascending, so that equal runs have equal bytes; the sum is their
/// FNV-1a hash, in which every change of a single byte shows.
struct RunRecord {
    let run: Run
    let sum: UInt64

    private static let head = Array(#"{"sum":""#.utf8)
    private static let middle = Array(#"","run":"#.utf8)
    private static let sumDigits = 16
    private static let bodyOffset = Self.head.count + Self.sumDigits + Self.middle.count

    /// The line without its end, and its sum.
    static func line(of run: Run) -> (bytes: [UInt8], sum: UInt64) {
        let body = Self.body(of: run)
        let sum = Self.sum(of: body[...])
        return (Self.head + Self.spelled(sum) + Self.middle + body + [UInt8(ascii: "}")], sum)
    }

    private static func body(of run: Run) -> [UInt8] {
        var body = JSONWriter()
        body.raw(#"{"id":"#)
        body.text(run.id.description)
        body.raw(#","outcome":{"cost":{"currency":"#)
        body.text(run.outcome.cost.currency.code)
        body.raw(#","nanos":"#)
        body.wholeNumber(run.outcome.cost.nanos)
        body.raw(#"},"succeeded":"#)
        body.flag(run.outcome.succeeded)
        body.raw(#","timeSeconds":"#)
        body.number(run.outcome.timeSeconds)
        body.raw(#"},"startedAt":"#)
        body.text(run.startedAt.description)
        body.raw(#","target":{"attributes":"#)
        body.object(run.target.attributes)
        body.raw(#","id":"#)
        body.text(run.target.id.description)
        body.raw(#"},"workload":{"attributes":"#)
        body.object(run.workload.attributes)
        body.raw(#","key":"#)
        body.text(run.workload.key.description)
        body.raw("}}")
        return body.bytes
    }

    /// FNV-1a over bytes. `StableHash` gives the same numbers for texts; as a generic function of another module it is
    /// not specialised, and took three quarters of the time of reading a file.
    private static func sum(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBufferPointer { bytes in
            var sum: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            return sum
        }
    }

    private static func spelled(_ sum: UInt64) -> [UInt8] {
        let digits = Array(String(sum, radix: 16).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: Self.sumDigits - digits.count) + digits
    }

    /// Why a line is not what was written.
    struct Damage: Error {
        let problem: String
    }

    /// Reads a line without its end.
    init(_ line: Range<Int>, of bytes: [UInt8]) throws(Damage) {
        let start = line.lowerBound + Self.bodyOffset
        guard line.count > Self.bodyOffset, bytes[line].starts(with: Self.head),
            bytes[..<start].suffix(Self.middle.count).elementsEqual(Self.middle),
            bytes[line.upperBound - 1] == UInt8(ascii: "}")
        else { throw Damage(problem: "it does not look like a run that was written here") }
        let body = start..<line.upperBound - 1
        self.sum = Self.sum(of: bytes[body])
        let written = bytes[line].dropFirst(Self.head.count).prefix(Self.sumDigits)
        guard written.elementsEqual(Self.spelled(self.sum)) else {
            throw Damage(problem: "its sum is not that of its content")
        }
        do {
            var scanner = JSONScanner(bytes, in: body)
            self.run = try Self.run(&scanner)
            try scanner.requireEnd()
        } catch let fault as JSONFault {
            throw Damage(problem: fault.problem.description)
        } catch let damage as Damage {
            throw damage
        } catch {
            throw Damage(problem: "\(error)")
        }
    }
}

extension RunRecord {
    private static func run(_ scanner: inout JSONScanner) throws -> Run {
        var id: String?
        var outcome: Outcome?
        var startedAt: Timestamp?
        var target: (name: String, attributes: [String: Value])?
        var workload: (name: String, attributes: [String: Value])?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "id": id = try scanner.text()
            case "outcome": outcome = try Self.outcome(&scanner)
            case "startedAt": startedAt = Timestamp(parsing: try scanner.text())
            case "target": target = try Self.named("id", &scanner)
            case "workload": workload = try Self.named("key", &scanner)
            default: _ = try scanner.value()
            }
        }
        guard let id, let outcome, let startedAt, let target, let workload else {
            throw Damage(problem: "a part of the run is missing")
        }
        return Run(
            id: Run.ID(id),
            workload: Workload(key: Workload.Key(workload.name), attributes: workload.attributes),
            target: Target(id: Target.ID(target.name), attributes: target.attributes),
            startedAt: startedAt,
            outcome: outcome
        )
    }

    /// `nil` when a part is missing.
    private static func outcome(_ scanner: inout JSONScanner) throws(JSONFault) -> Outcome? {
        var nanos: Int64?
        var currency: Currency?
        var succeeded: Bool?
        var timeSeconds: Double?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "succeeded": succeeded = try scanner.flag()
            case "timeSeconds": timeSeconds = try scanner.number()
            case "cost":
                try scanner.object { (key, scanner) throws(JSONFault) in
                    switch key {
                    case "nanos": nanos = try scanner.wholeNumber()
                    case "currency": currency = Currency(try scanner.text())
                    default: _ = try scanner.value()
                    }
                }
            default: _ = try scanner.value()
            }
        }
        guard let nanos, let currency, let succeeded, let timeSeconds else { return nil }
        return Outcome(
            timeSeconds: timeSeconds,
            cost: Money(nanos: nanos, currency: currency),
            succeeded: succeeded
        )
    }

    /// A name and attributes; `nil` when one of them is missing.
    private static func named(
        _ nameKey: String,
        _ scanner: inout JSONScanner
    ) throws(JSONFault) -> (name: String, attributes: [String: Value])? {
        var name: String?
        var attributes: [String: Value]?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case nameKey: name = try scanner.text()
            case "attributes":
                if case .record(let record) = try scanner.value() { attributes = record }
            default: _ = try scanner.value()
            }
        }
        guard let name, let attributes else { return nil }
        return (name, attributes)
    }
}
