import RunMapping
import Tables
import Testing

private func declared(_ yaml: String) -> String {
    do {
        _ = try Histories.mapping(yaml)
        return "no error"
    } catch {
        return "\(error)"
    }
}

private func read(_ csv: String = Histories.runs, yaml: String = Histories.yaml) -> String {
    do {
        return "no error but \(try Histories.read(csv, yaml: yaml).runs.count) runs"
    } catch {
        return "\(error)"
    }
}

private func readWide(_ csv: String = Histories.wide, yaml: String) -> String {
    do {
        return "no error but \(try Histories.readWide(csv, yaml: yaml).runs.count) runs"
    } catch {
        return "\(error)"
    }
}

@Suite struct HistoryDeclarationTests {
    @Test(arguments: [
        ("filter:", "fliter:", "d.yaml:1: unknown key 'fliter'; did you mean 'filter'?"),
        (
            "mode != \"skip\"", "mode = 1",
            "filter: 'mode = 1' is not allowed; expected an expression (column 6: found '='"
        ),
        ("mode != \"skip\"", "wall_ms > 1", "columns that are known before the run ('wall_ms' is measured"),
        ("size: number(size)", "size: failed", "d.yaml:11: workload.describe.size: 'failed' is not allowed"),
        ("provider: vendor}\n  desc", "provider: lower(x_ms)}\n  desc", "target.id.provider: 'lower(x_ms)' is not"),
        ("at: started", "at: end_ms", "d.yaml:19: at: 'end_ms' is not allowed; expected columns that are known before"),
        (
            "value: wall_ms,", "value: size,",
            "outcome.time.value: 'size' is not allowed; expected at least one measured"
        ),
        (
            "price_usd * wall_ms / 1000", "price_usd",
            "outcome.cost.value: 'price_usd' is not allowed; expected at least"
        ),
        ("unit: ms", "unit: msec", "'msec' is not allowed; expected one of us, ms, s, min, h (did you mean 'ms'?)"),
        ("currency: USD", "currency: usd", "expected a currency code of three capital letters such as USD"),
        ("on: [region]", "on: [wall_ms]", "join[1].on: 'wall_ms' is not allowed; expected a column that is known"),
        ("on: [region]", "on: []", "join[1].on"),
        ("key: {function: name, ", "kee: {function: name, ", "unknown key 'kee'; did you mean 'key'?"),
        ("id: {provider: vendor}", "id: {}", "target.id"),
        ("describe: {size:", "describe: {function:", "expected an attribute that key does not have already"),
        ("side: prices", "name: prices", "unknown key 'name'"),
        ("at: started", "at: [started]", "expected a string"),
        ("[\"*_ms\", failed]", "{a: b}", "measured: found a mapping, expected a string"),
    ])
    func `a wrong declaration is refused before any table is read`(old: String, new: String, part: String) {
        let told = declared(Histories.replacing(old, with: new))
        #expect(told.contains(part), "\(told)")
    }

    @Test(arguments: [
        ("  value: rate\n", "", "d.yaml:2: melt: 'value' is missing"),
        (
            "{column: sort_rate, work: 2e3, unit: rows}", "{column: sort_rate, work: 2e3}",
            "melt.columns.sort: 'unit' is"
        ),
        ("{column: sort_rate, work: 2e3", "{column: sort_rate, wrok: 2e3", "unknown key 'wrok'; did you mean 'work'?"),
        ("describe: {unit: unit}", "describe: {unit: rate}", "('rate' is measured"),
        ("describe: {unit: unit}", "describe: {unit: zip_rate}", "('zip_rate' is measured"),
        ("melt:\n", "filter: task == 1\nmelt:\n", "columns from before melting ('task' is made by history.melt)"),
    ])
    func `a wrong melt is refused`(old: String, new: String, part: String) {
        let told = declared(Histories.replacing(old, with: new, in: Histories.wideYAML))
        #expect(told.contains(part), "\(told)")
    }

    @Test(arguments: [
        ("client_ms", true), ("*", true), ("*_ms", true), ("client*", true), ("c*i*s", true), ("*client_ms*", true),
        ("**nt_m*", true), ("client_m", false), ("*_m", false), ("x*", false), ("c*x*s", false), ("lient_ms", false),
    ])
    func `a star in a measured name stands for any characters`(pattern: String, matches: Bool) throws {
        let yaml = Histories.replacing("[\"*_ms\", failed]", with: "[wall_ms, failed, '\(pattern)']")
            .replacing("at: started", with: "")
        // `*` measures the inputs too.
        guard pattern != "*" else { return #expect(declared(yaml).contains("is measured")) }
        #expect(try Histories.mapping(yaml).measured.contains("client_ms") == matches)
    }
}

@Suite struct HistoryRefusalTests {
    @Test(arguments: [
        (
            "mode != \"skip\"", "moode != 1",
            "d.yaml:1: filter: in 'moode != 1' at column 1: there is no 'moode'; did you mean 'mode'?"
        ),
        (
            "number(size)", "number(sise)",
            "workload.describe.size: in 'number(sise)' at column 8: there is no 'sise'"
        ),
        ("[\"*_ms\", failed]", "[\"*_ms\", faild]", "no column 'faild' in runs.csv; did you mean 'failed'?"),
        ("[\"*_ms\", failed]", "[\"*_ms\", failed, \"x_*\"]", "no column 'x_*' in runs.csv"),
        ("on: {vendor: provider}", "on: {vendr: provider}", "no column 'vendr' in runs.csv; did you mean 'vendor'?"),
        (
            "on: {vendor: provider}", "on: {vendor: providr}",
            "no column 'providr' in the side table 'prices'; did you mean"
        ),
        ("side: regions", "side: zones", "no side table 'regions'; the domain joins prices, zones"),
        ("prefix: price_", "prefix: \"\"", "d.yaml:5: join[0].prefix: found nothing, expected a string"),
    ])
    func `a declaration that the tables do not fit is refused`(old: String, new: String, part: String) {
        let told = read(yaml: Histories.replacing(old, with: new))
        #expect(told.contains(part), "\(told)")
    }

    @Test(arguments: [
        (
            "zip_rate, work", "zip_rat, work",
            "melt.columns.zip: no column 'zip_rat' in wide.csv; did you mean 'zip_rate'?"
        ),
        ("name: task", "name: type", "melt: there is a column 'type' already; choose another name or prefix"),
        ("unit: rows", "unit: rows", "no error but 4 runs"),
    ])
    func `a melt that the table does not fit is refused`(old: String, new: String, part: String) {
        let told = readWide(yaml: Histories.replacing(old, with: new, in: Histories.wideYAML))
        #expect(told.contains(part), "\(told)")
    }

    @Test(arguments: [
        ("10,500,0", "ten,500,0", "no error but 3 runs"),
        ("10,500,0", "10,fast,0", "runs.csv:2: column 'wall_ms': found 'fast', expected a number (outcome.time.value)"),
        ("10,500,0", "10,nan,0", "runs.csv:2: column 'wall_ms': found 'nan', expected a number"),
        ("10,500,0", "10,inf,0", "found 'inf', expected a number"),
        ("10,500,0", "10,-5,0", "runs.csv:2: column 'wall_ms': found -5 ms, expected a time from 0 to 1e9 s"),
        ("10,500,0", "10,1e13,0", "found 10000000000000 ms, expected a time from 0 to 1e9 s"),
        (
            "2026-01-01T00:00:10Z", "yesterday",
            "runs.csv:3: column 'started': found 'yesterday', expected a time such as"
        ),
        ("2026-01-01T00:00:10Z", "", "runs.csv:3: column 'started': found nothing, expected a time"),
        ("2026-01-01T00:00:10Z", "1767225620000", "found '1767225620000', expected a time"),
        ("resize,aws", ",aws", "runs.csv:2: column 'name': found nothing, expected a value, as it identifies"),
        ("10,500,0", "10,500,", "no error but 3 runs"),
    ])
    func `a bad cell is named with line, column, value and what is allowed`(old: String, new: String, part: String) {
        let told = read(Histories.replacing(old, with: new, in: Histories.runs))
        #expect(told.contains(part), "\(told)")
    }

    @Test func `a bad melted cell is named by its own column`() {
        let told = readWide(
            Histories.replacing("50,1000", with: "50,many", in: Histories.wide),
            yaml: Histories.wideYAML
        )
        #expect(told == "wide.csv:3: column 'sort_rate': found 'many', expected a number (outcome.time.value)")
    }

    @Test(arguments: [
        ("price_usd * wall_ms / 1000", "0 - wall_ms", "found -500 USD, expected a cost from 0 to 9.2e9 USD"),
        ("price_usd * wall_ms / 1000", "wall_ms * 1e8", "found 50000000000 USD, expected a cost from 0 to 9.2e9 USD"),
        ("success: failed == 0", "success: region", "runs.csv:2: column 'region': found 'eu', expected true or false"),
        (
            "success: failed == 0", "success: if(name == 'resize', true, missing)",
            "runs.csv:4: column 'name': found nothing, expected true or false"
        ),
        ("mode != \"skip\"", "vendor", "runs.csv:2: column 'vendor': found 'aws', expected true or false"),
    ])
    func `a bad value of an expression is named too`(old: String, new: String, part: String) {
        let told = read(yaml: Histories.replacing(old, with: new))
        #expect(told.contains(part), "\(told)")
    }

    @Test func `runs that would end after the year 9999 need a start time`() {
        let rows = String(repeating: "a,1,1e-7,\n", count: 300)
        let told = readWide(
            "type,usd,zip_rate,sort_rate\n" + rows,
            yaml: Histories.wideYAML.replacing("unit: min", with: "unit: s")
        )
        #expect(told.contains("wide.csv:255: found runs that would end after the year 9999"), "\(told)")
    }

    @Test func `side tables are asked for by name, and have one row for each key`() throws {
        let mapping = try Histories.mapping()
        let runs = try Table(csv: Histories.runs, file: "runs.csv")
        #expect {
            try mapping.runs(from: runs, sides: [:], badRows: .refuse)
        } throws: {
            "\($0)" == "d.yaml:3: join[0]: the side table 'prices' was not given; pass --side prices=FILE"
        }
        let twice = try Histories.sides(prices: "provider,usd\naws,1\n,2\n,3\naws,4\n")
        #expect {
            try mapping.runs(from: runs, sides: twice, badRows: .refuse)
        } throws: {
            "\($0)" == "prices.csv:5: 'aws' again, as in line 2; a side table has one row for each key"
        }
        #expect {
            try Histories.mapping(Histories.wideYAML).runs(from: runs, sides: twice, badRows: .refuse)
        } throws: {
            "\($0)" == "no side table 'prices'; the domain joins none"
        }
    }

    @Test func `bad rows are collected when asked for, up to a limit`() throws {
        let csv = """
            name,vendor,region,mode,size,wall_ms,failed,started
            a,aws,eu,warm,1,x,0,0
            a,aws,eu,warm,1,1,0,0
            a,aws,eu,warm,1,1,0,never

            """
        let history = try Histories.read(csv, badRows: .collect(limit: 2))
        #expect(history.runs.map(\.line) == [3])
        #expect(history.badRows.map(\.line) == [2, 4])
        #expect(history.badRows.map(\.column) == ["wall_ms", "started"])
        #expect {
            try Histories.read(csv, badRows: .collect(limit: 1))
        } throws: {
            "\($0)".hasPrefix("more than 1 bad rows; the first are:\n  runs.csv:2: column 'wall_ms': found 'x'")
        }
    }

    @Test func `a table without rows gives no runs`() throws {
        let header = String(Histories.runs.prefix { $0 != "\n" })
        #expect(try Histories.read(header).runs.isEmpty)
        #expect(read("name,vendor\n").contains("in the history"))
    }
}
