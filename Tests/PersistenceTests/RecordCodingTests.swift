import BerthTesting
import Decisions
import Foundation
import GRDB
import Placement
import Statistics
import Telemetry
import Testing

@testable import Persistence

/// Records come back identical, to the last bit, and damaged ones are told.
struct RecordCodingTests {
    private let data = TemporaryData()

    private static let oddNumbers: [Double] = [
        0, -0.0, 1, -1, 223, 224, -7, 0.1, 1 / 3, 12.345, -0.000_021_6, 1e-300, .leastNonzeroMagnitude, 1e300,
        .infinity, -.infinity,
        .nan, Double(bitPattern: 0x7FF8_0000_0000_BEEF), Double(bitPattern: 0xFFF8_0000_0000_0000),
        Double(bitPattern: 0x7FF0_0000_0000_0001), 0x1p48, 0x1p53, -0x1p62, Double(Float.pi), .pi,
    ]

    @Test(arguments: Self.oddNumbers)
    func `a number keeps its bits`(number: Double) throws {
        var writer = ByteWriter()
        writer.number(number)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.number().bitPattern == number.bitPattern)
        try reader.requireEnd()
    }

    @Test func `whole numbers of every size keep their value`() throws {
        for shift in 0..<64 {
            for number in [Int64(1) << Int64(shift), 0 &- (Int64(1) << Int64(shift)), (1 << Int64(shift)) &- 1] {
                var writer = ByteWriter()
                writer.signed(number)
                writer.unsigned(UInt64(bitPattern: number))
                var reader = ByteReader(writer.bytes)
                #expect(try reader.signed() == number)
                #expect(try reader.unsigned() == UInt64(bitPattern: number))
            }
        }
    }

    @Test func `small numbers are short`() {
        func length(_ number: Double) -> Int {
            var writer = ByteWriter()
            writer.number(number)
            return writer.bytes.count
        }
        #expect([0, 1, 223, .nan].map(length) == [1, 1, 1, 1])
        #expect(length(512) == 3 && length(0.25) <= 3 && length(0.000_021_6) <= 5 && length(.pi) == 9)
    }

    // MARK: Decisions

    private static func decision(_ number: Int64) -> Decision {
        var generator = SeededGenerator(seed: UInt64(number))
        func draw(_ count: Int) -> Int { Int(generator.uniform() * Double(count)) }
        func odd() -> Double { Self.oddNumbers[draw(Self.oddNumbers.count)] }
        func text() -> String { ["", "e2b", "\u{e9}", "e\u{301}", "a\"\\\n\u{0}", "🚀"][draw(6)] }
        func value(_ depth: Int) -> Value {
            switch draw(depth > 0 ? 6 : 4) {
            case 0: .missing
            case 1: .flag(draw(2) == 0)
            case 2: .number(odd())
            case 3: .text(text())
            case 4: .list((0..<draw(3)).map { _ in value(depth - 1) })
            default: .record(["x": value(depth - 1), text(): value(depth - 1)])
            }
        }
        func exclusion() -> Exclusion? {
            switch draw(8) {
            case 0: .notAllowed(attribute: text(), value: text(), allowed: [text(), text()])
            case 1: .ruledOut(attribute: text(), value: text())
            case 2: .requirement(name: text(), condition: text())
            case 3: .tooCostly(predicted: odd(), limit: odd())
            case 4: .tooSlow(predictedSeconds: odd(), limitSeconds: odd())
            case 5: .unavailable(reason: text())
            default: nil
            }
        }
        func estimate() -> Estimate { Estimate(value: odd(), lower: odd(), upper: odd()) }
        func prediction() -> Prediction {
            Prediction(
                timeSeconds: estimate(),
                cost: estimate(),
                successProbability: odd(),
                logValue: odd(),
                logValueDeviation: odd(),
                situation: Situation.allCases[draw(3)],
                selectionProbability: draw(2) == 0 ? odd() : nil
            )
        }
        let width = draw(6)
        let isRagged = draw(4) == 0
        let candidates = (0..<draw(6)).map { index in
            Candidate(
                target: Target(id: Target.ID("t\(index)\(text())"), attributes: ["p": value(2), "q": value(1)]),
                features: FeatureVector(draw(3) == 0 ? [] : (0..<(isRagged ? draw(5) : width)).map { _ in odd() }),
                prediction: draw(3) == 0 ? nil : prediction(),
                exclusion: exclusion(),
                propensity: odd()
            )
        }
        let basis: [Decision.Basis?] = [
            nil, .rules(rule: text()), .model, .exploration, .lowConfidence(rule: text()),
            .modelUnavailable(reason: text(), rule: text()),
        ]
        let shadows = (0..<draw(3)).map { index in
            ShadowAnswer(
                model: "m\(index)",
                programHash: text(),
                answer: draw(3) == 0
                    ? .failed(reason: text()) : .predicted(candidates.map { _ in draw(2) == 0 ? prediction() : nil })
            )
        }
        return Decision(
            id: Decision.ID(number: number),
            at: Timestamp(microseconds: Int64(odd().isFinite ? 5 : -5) * number),
            domain: text(),
            domainHash: draw(2) == 0 ? text() : nil,
            workload: Workload(key: Workload.Key(text()), attributes: ["a": value(3), text(): value(2)]),
            constraints: Constraints(
                maxCost: draw(2) == 0 ? odd() : nil,
                maxTimeSeconds: draw(2) == 0 ? odd() : nil,
                only: draw(2) == 0 ? ["provider": ["a", text()]] : [:],
                except: draw(2) == 0 ? [:] : [text(): []]
            ),
            objective: Objective.allCases[draw(3)],
            policy: Policy(
                strategy: Policy.Strategy.allCases[draw(3)],
                confidenceGate: 1 / Double(draw(5) + 1),
                exploration: Exploration(share: 0.1, budget: draw(2) == 0 ? odd() : nil)
            ),
            caller: draw(2) == 0 ? Caller.ID(text()) : nil,
            model: draw(2) == 0 ? text() : nil,
            programHash: draw(2) == 0 ? "ab" : nil,
            asked: (0..<draw(3)).map { _ in text() },
            arm: draw(2) == 0 ? ExperimentArm(experiment: text(), name: text()) : nil,
            shadows: shadows,
            targetTable: draw(2) == 0 ? text() : nil,
            candidates: candidates,
            bulkExclusions: (0..<draw(3)).map { ExclusionCount(constraint: text(), count: $0 * 40_000) },
            chosen: candidates.isEmpty || draw(3) == 0 ? nil : draw(candidates.count),
            basis: basis[draw(6)],
            nearBest: draw(2) == 0 ? odd() : nil,
            asGoodAsRules: draw(2) == 0 ? odd() : nil,
            draws: (0..<draw(3)).map { _ in odd() },
            explorationSpent: odd(),
            explorationCost: odd()
        )
    }

    private func bytes(_ decision: Decision, in database: SQLiteDatabase) async throws -> [UInt8] {
        try await RecordWriter.records(in: database) { writer in
            writer.decision(decision)
            return writer.bytes.bytes
        }
    }

    private func read(_ bytes: [UInt8], as id: Decision.ID, in database: SQLiteDatabase) async throws -> Decision {
        try await database.read { connection in
            var reader = RecordReader(bytes, constants: database.constants, database: connection)
            return try reader.decision(id, at: Timestamp(microseconds: 5))
        }
    }

    /// Every number of a record spelled as its bits, every text as its bytes.
    private func spelled(_ value: Any) -> String {
        switch value {
        case let number as Double: return String(number.bitPattern, radix: 16)
        case let text as String: return "\(Array(text.utf8))"
        case let dictionary as [String: Value]:
            return dictionary.map { self.spelled($0.key) + ":" + self.spelled($0.value) }.sorted().joined(
                separator: ","
            )
        case let dictionary as [String: Set<String>]:
            return dictionary.map { self.spelled($0.key) + "\($0.value.map(self.spelled).sorted())" }.sorted()
                .joined(separator: ",")
        default:
            let children = Mirror(reflecting: value).children
            guard !children.isEmpty else { return "\(value)" }
            return "{" + children.map { "\($0.label ?? "")=\(self.spelled($0.value))" }.joined(separator: ";") + "}"
        }
    }

    @Test func `any decision comes back identical, from another process as well`() async throws {
        var kept: [(Decision, [UInt8])] = []
        do {
            let database = try self.data.database()
            for number in 1...300 as ClosedRange<Int64> {
                let decision = Self.decision(number)
                kept.append((decision, try await self.bytes(decision, in: database)))
            }
        }
        let database = try self.data.database(.reading)
        for (decision, bytes) in kept {
            let found = try await self.read(bytes, as: decision.id, in: database)
            #expect(self.spelled(found.candidates) == self.spelled(decision.candidates), "\(decision.id)")
            #expect(self.spelled(found.workload) == self.spelled(decision.workload), "\(decision.id)")
            #expect(
                self.spelled([found.confidence, found.explorationSpent, found.explorationCost] + found.draws)
                    == self.spelled(
                        [decision.confidence, decision.explorationSpent, decision.explorationCost] + decision.draws
                    )
            )
            #expect(self.spelled(found.constraints) == self.spelled(decision.constraints), "\(decision.id)")
            #expect(found.basis == decision.basis && found.chosen == decision.chosen)
            #expect(found.domain == decision.domain && found.objective == decision.objective)
            #expect(self.spelled(found.policy) == self.spelled(decision.policy))
            #expect(found.model == decision.model && found.programHash == decision.programHash)
            #expect(found.format == .second)
            #expect(
                self.spelled([found.nearBest, found.asGoodAsRules])
                    == self.spelled([decision.nearBest, decision.asGoodAsRules])
            )
            #expect(self.spelled(found.shadows) == self.spelled(decision.shadows), "\(decision.id)")
            #expect(self.spelled(found.bulkExclusions) == self.spelled(decision.bulkExclusions))
            #expect(
                self.spelled([found.domainHash, found.targetTable, found.caller?.description] as [String?])
                    == self.spelled(
                        [decision.domainHash, decision.targetTable, decision.caller?.description] as [String?]
                    )
            )
            #expect(
                self.spelled(found.asked + [found.arm?.experiment ?? "-", found.arm?.name ?? "-"])
                    == self.spelled(decision.asked + [decision.arm?.experiment ?? "-", decision.arm?.name ?? "-"])
            )
        }
    }

    @Test func `damaged bytes are told, and never a crash`() async throws {
        let database = try self.data.database()
        var generator = SeededGenerator(seed: 11)
        var told = 0
        for number in 1...25 as ClosedRange<Int64> {
            let decision = Self.decision(number)
            let bytes = try await self.bytes(decision, in: database)
            for _ in 0..<30 {
                var damaged = bytes
                let place = Int(generator.uniform() * Double(bytes.count))
                switch Int(generator.uniform() * 4) {
                case 0: damaged[place] ^= UInt8(1) << UInt8(generator.uniform() * 8)
                case 1: damaged.removeSubrange(place...)
                case 2: damaged.insert(UInt8(generator.uniform() * 256), at: place)
                default: damaged[place] = 0xFF
                }
                do {
                    _ = try await self.read(damaged, as: decision.id, in: database)
                } catch let error as DataDirectoryError {
                    #expect(error.description.hasPrefix("berth.sqlite is damaged: "))
                    told += 1
                }
            }
        }
        #expect(told > 150)
    }

    @Test func `a decision among four targets takes less than a kilobyte and its workload`() async throws {
        let database = try self.data.database()
        let decision = SampleDecisions.decision(1)
        let count = try await self.bytes(decision, in: database).count
        print("a decision with \(decision.candidates.count) × 53 features: \(count) bytes")
        #expect(count < 1024)
    }

    // MARK: Reports and segments

    @Test func `segments come back as they were, and damaged ones are told`() async throws {
        let database = try self.data.database()
        let reports = (0..<200).map { index in
            RunReport(
                SampleRuns.run(index, id: index % 2 == 0 ? "r\(index)" : UUID().uuidString.lowercased()),
                decision: index % 3 == 0 ? Decision.ID(number: Int64(index) << 40) : nil,
                error: index % 5 == 0 ? "λ \(index)" : nil,
                metrics: index % 4 == 0 ? ["a": .number(Double(index) / 7), "b": .flag(true)] : [:]
            )
        }.enumerated().map { NumberedReport(number: Int64(1_000 - 3 * $0.offset), report: $0.element) }
        let segment = try await RecordWriter.records(in: database) { RunSegment(reports, &$0) }
        let runs = reports.map(\.report.run)
        #expect(segment.first == runs[0].startedAt && segment.last == runs[199].startedAt)
        #expect(segment.numbers == 403...1_000)
        @Sendable func read(_ body: Data) async throws -> [NumberedReport] {
            try await database.read { try RunSegment.reports(body, lowest: 0, constants: database.constants, in: $0) }
        }
        #expect(try await read(segment.body) == reports)
        for place in stride(from: 0, to: segment.body.count, by: 97) {
            var damaged = segment.body
            damaged[place] ^= 0x55
            await #expect(throws: DataDirectoryError.self) { try await read(damaged) }
        }
        await #expect(throws: DataDirectoryError.self) { try await read(segment.body.dropLast(9)) }
    }

    /// Damage below the checksum of zlib.
    @Test func `damaged columns are told, and never a crash`() async throws {
        let database = try self.data.database()
        let reports = (0..<30).map {
            NumberedReport(number: 7, report: RunReport(SampleRuns.run($0), error: "e", metrics: ["m": 1.5]))
        }
        let columns = try await RecordWriter.records(in: database) { writer in
            writer.segment(reports)
            return writer.bytes.bytes
        }
        var generator = SeededGenerator(seed: 3)
        var told = 0
        for _ in 0..<500 {
            var damaged = columns
            let place = Int(generator.uniform() * Double(columns.count))
            damaged[place] = UInt8(generator.uniform() * 256)
            if generator.uniform() < 0.3 { damaged.removeSubrange(place...) }
            let bytes = damaged
            do {
                _ = try await database.read { connection in
                    var reader = RecordReader(bytes, constants: database.constants, database: connection)
                    return try reader.segment(lowest: nil).count
                }
            } catch is DataDirectoryError { told += 1 }
        }
        #expect(told > 100)
    }
}
