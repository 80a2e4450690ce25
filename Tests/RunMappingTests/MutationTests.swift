import Declarations
import Expressions
import Foundation
import Placement
import RunMapping
import Tables
import Testing

/// Damaged input is answered with a typed error or with a sound result, and never with a crash.
///
/// The seed is fixed; BERTH_FUZZ_SEED gives another, BERTH_FUZZ_ROUNDS multiplies the mutations.
@Suite struct MutationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["BERTH_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_260_131
    private static let rounds = environment["BERTH_FUZZ_ROUNDS"].flatMap(Int.init) ?? 1

    private static let tables = [
        Histories.runs, Histories.prices, Histories.wide, "a\n1\n\n2\n", "a,b\r\n\"x,\"\"y\"\"\r\n\",2\r\n",
    ].map { Array($0.utf8) }
    private static let tablePieces = [
        ",", "\"", "\"\"", "\n", "\r\n", "\r", "\u{0}", "ü", "\u{FEFF}", "-1", "nan", "1e400", "",
    ]
    .map { Array($0.utf8) }

    @Test func `a damaged CSV file is refused or reads back as it was written`() throws {
        var mutator = Mutator(seed: Self.seed)
        var accepted = 0
        for _ in 0..<4000 * Self.rounds {
            let bytes = mutator.mutation(of: Self.tables, pieces: Self.tablePieces)
            let table: Table
            do throws(TableError) {
                table = try Table(csv: bytes, file: "t.csv")
            } catch {
                #expect(error.line >= 1 && error.line <= bytes.count { $0 == 10 } + 1)
                continue
            }
            accepted += 1
            var writer = CSVWriter(columns: table.columns)
            for row in 0..<table.rowCount { writer.append(Self.cells(table, row)) }
            let again = try Table(csv: writer.bytes, file: "t.csv")
            // A row of empty cells is told from an empty line by its commas; with one column an empty line is a row.
            #expect(again.columns == table.columns && again.rowCount == table.rowCount)
            for row in 0..<table.rowCount { #expect(Self.cells(again, row) == Self.cells(table, row)) }
        }
        #expect(accepted > 100)
    }

    private static func cells(_ table: Table, _ row: Int) -> [String?] {
        table.columns.indices.map { table.text(row: row, column: $0) }
    }

    private static let expressions = [
        "if(mode == \"warm\", \"warm\", 'cold')", "coalesce(memory_mb, `dynamic-x`) + 1e6 / (a.b % -2)",
        "not (x in [1, 'two', missing]) or y not in [] and z >= 2", "extract(type, '^([a-z]+)\\.(?:x)?') != missing",
        "min(1, 2, log1p(number(x))) - round(exp(x)) * floor(.5)", "hash(concat(lower(x), text(2))) < 0.3",
        "length(replace(x, 'a', \"b\")) == abs(sqrt(x)) or startsWith(x, y)",
    ].map { Array($0.utf8) }
    private static let expressionPieces = [
        "(", ")", "[", "]", ",", "'", "\"", "`", "..", "-", " not ", " in ", " and ", "1e", "if(", "missing", "ü",
        "((((",
        "/0", "e", "max(", "== ",
    ].map { Array($0.utf8) }
    private static let values: [Value] = [
        .missing, 0, -1, 1e308, "1", "-0.0", "abc", "", true, false, .list([1]), .record(["a": 1]),
    ]

    @Test func `a damaged expression is refused or gives finite values`() {
        var mutator = Mutator(seed: Self.seed)
        var accepted = 0
        for _ in 0..<6000 * Self.rounds {
            let bytes = mutator.mutation(of: Self.expressions, pieces: Self.expressionPieces)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let expression = try? Expression(text) else { continue }
            accepted += 1
            for _ in 0..<4 {
                let drawn = expression.names.map { _ in mutator.choose(Self.values) }
                guard let value = try? expression.evaluate({ drawn[$0.index] }) else { continue }
                if case .number(let number) = value { #expect(number.isFinite, "\(text)") }
                #expect((try? expression.evaluate { drawn[$0.index] }) == value, "\(text)")
            }
        }
        #expect(accepted > 300)
    }

    private static let declarations = [Histories.yaml, Histories.wideYAML].map { Array($0.utf8) }
    private static let declarationPieces = [
        "\n", "  ", ": ", "- ", "{", "}", "[", "]", "*", "&a ", "*a", "~", "!!int ", "\"", "'", "measured", "melt",
        "rate",
        "wall_ms", "on", "key", "|\n", "1e9",
    ].map { Array($0.utf8) }

    @Test func `a damaged declaration is refused or maps what it says`() throws {
        var mutator = Mutator(seed: Self.seed)
        let runs = try Table(csv: Histories.runs, file: "runs.csv")
        let wide = try Table(csv: Histories.wide, file: "wide.csv")
        let sides = try Histories.sides()
        var accepted = 0
        for _ in 0..<3000 * Self.rounds {
            let yaml = String(
                decoding: mutator.mutation(of: Self.declarations, pieces: Self.declarationPieces),
                as: UTF8.self
            )
            let mapping: RunFileMapping
            do throws(DeclarationError) {
                mapping = try RunFileMapping(try Declaration(yaml: yaml, file: "d.yaml"))
            } catch {
                #expect(!error.description.isEmpty)
                continue
            }
            accepted += 1
            let given = sides.filter { name, _ in mapping.joins.contains { $0.side == name } }
            for table in [runs, wide] { Self.requireSound(mapping, table, given) }
        }
        #expect(accepted > 100)
    }

    @Test func `a damaged history is refused or mapped, and bad rows only cost themselves`() throws {
        var mutator = Mutator(seed: Self.seed)
        let mapping = try Histories.mapping()
        let sides = try Histories.sides()
        for _ in 0..<3000 * Self.rounds {
            let bytes = mutator.mutation(of: [Self.tables[0]], pieces: Self.tablePieces)
            guard let table = try? Table(csv: bytes, file: "runs.csv") else { continue }
            Self.requireSound(mapping, table, sides)
        }
    }

    private static func requireSound(_ mapping: RunFileMapping, _ table: Table, _ sides: [String: Table]) {
        let limit = 2 * table.rowCount
        guard let history = try? mapping.runs(from: table, sides: sides, badRows: .collect(limit: limit)) else {
            return
        }
        let counts = history.counts
        #expect(counts.rows == table.rowCount)
        if mapping.melt == nil {
            let accounted = history.runs.count + history.badRows.count + counts.unmatched + counts.filtered
            #expect(accounted + counts.unmeasured == counts.rows)
        }
        for run in history.runs.map(\.run) {
            #expect(run.outcome.timeSeconds >= 0 && run.outcome.timeSeconds.isFinite && run.outcome.cost.nanos >= 0)
            #expect(run.endedAt >= run.startedAt)
            #expect(run.target.attributes.count == mapping.target.identifying.count + mapping.target.describing.count)
        }
    }
}
