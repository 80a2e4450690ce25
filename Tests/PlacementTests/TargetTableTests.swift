import Placement
import Testing

@Suite struct TargetTableTests {
    private static let targets = [
        Target(id: Target.ID("a"), attributes: ["cores": 2, "gpu": true, "name": "x", "tags": .list(["p", 1])]),
        Target(id: Target.ID("b"), attributes: ["cores": 4.5, "name": "y", "mixed": 1]),
        Target(id: Target.ID("c"), attributes: [:]),
        Target(id: Target.ID("d"), attributes: ["cores": -0.0, "gpu": false, "name": "x", "mixed": "one"]),
        // Said to be missing, which is not the same as not said.
        Target(id: Target.ID("e"), attributes: ["gpu": .missing, "spec": .record(["cpu": .record(["ghz": 3])])]),
        // One letter, spelled in two ways.
        Target(id: Target.ID("f"), attributes: ["name": "\u{E9}"]),
        Target(id: Target.ID("g"), attributes: ["name": "e\u{301}", "mixed": .missing]),
    ]

    @Test func `rows are the targets it was made of`() {
        let table = TargetTable(Self.targets)
        #expect(Array(table) == Self.targets)
        #expect(table.count == 7 && table[6].id == Target.ID("g"))
        let names = table.columns["name"].map { column in table.indices.map { column.value(at: $0)?.text } }
        #expect(names?[5]?.unicodeScalars.count == 1 && names?[6]?.unicodeScalars.count == 2)
        #expect(table[3].attributes["cores"]?.number?.sign == .minus)
        #expect(table.row(of: Target.ID("d")) == 3 && table.row(of: Target.ID("z")) == nil)
        #expect(TargetTable(table) == table)
        #expect(TargetTable([Target]()).isEmpty)
    }

    @Test func `each attribute has the narrowest column that holds it`() {
        let columns = TargetTable(Self.targets).columns
        guard case .numbers(let cores) = columns["cores"] else { return #expect(Bool(false), "numbers are a column") }
        #expect(cores[1] == 4.5 && cores[2].isNaN)
        guard case .categories(let codes, let names) = columns["name"] else { return #expect(Bool(false)) }
        #expect(codes[..<4] == [0, 1, -1, 0] && names.count == 4)
        for name in ["gpu", "mixed", "tags", "spec"] {
            guard case .values = columns[name] else { return #expect(Bool(false), "\(name) has values of all kinds") }
        }
        guard case .flags(let flags) = TargetTable(Self.targets.prefix(4)).columns["gpu"] else {
            return #expect(Bool(false), "flags are a column")
        }
        #expect(flags == [1, TargetColumn.missingFlag, TargetColumn.missingFlag, 0])
    }

    @Test func `it goes through bytes, which are the same for the same targets`() throws {
        let table = TargetTable(Self.targets)
        let read = try TargetTable(decoding: table.encoded)
        #expect(Array(read) == Self.targets)
        #expect(read.encoded == table.encoded && read == table)
        #expect(TargetTable(Self.targets.reversed()) != table)
        #expect(TargetTable(Self.targets.dropLast()) != table)
    }

    @Test func `damaged bytes are refused, whatever they claim`() {
        let bytes = TargetTable(Self.targets).encoded
        for length in bytes.indices {
            #expect(throws: TargetTable.DecodingFault.self) { try TargetTable(decoding: bytes.prefix(length)) }
        }
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0xFF
            // Some damage is another table; none of it may crash.
            if let table = try? TargetTable(decoding: damaged) { #expect(Array(table).count == table.count) }
        }
    }

    @Test func `two targets of one id are noticed`() {
        #expect(TargetTable(Self.targets).duplicate == nil)
        #expect(TargetTable(Self.targets + [Self.targets[2]]).duplicate == Target.ID("c"))
    }

    @Test func `rows that agree on some attributes are one class`() {
        let table = TargetTable(Self.targets)
        let classes = table.classes(by: ["name"])
        #expect(classes.ofRow == [0, 1, 2, 0, 2, 3, 4])
        #expect(classes.representatives == [0, 1, 2, 5, 6])
        #expect(table.classes(by: ["name", "cores"]).count == 6)
        #expect(table.classes(by: []).count == 1 && table.classes(by: ["nothing"]).count == 1)
        let numbers = TargetTable(
            (0..<10_000).map { Target(id: Target.ID("\($0)"), attributes: ["n": .number(Double($0))]) }
        )
        #expect(numbers.classes(by: ["n", "n"]).ofRow == (0..<10_000).map(Int32.init))
    }

    @Test func `an attribute's texts are those that constraints compare with`() {
        let table = TargetTable(Self.targets)
        #expect(table.texts(of: "cores") == ["2", "4.5", "0"])
        #expect(table.texts(of: "mixed") == ["1", "one"])
        #expect(table.texts(of: "gpu") == ["true", "false"])
        #expect(table.texts(of: "nothing") == nil)
        #expect(table.texts(of: "tags") == [])
    }
}
