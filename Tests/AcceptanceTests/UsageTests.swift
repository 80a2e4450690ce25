import Foundation
import Testing

/// Help, exit codes, and what a first user gets wrong.
struct UsageTests {
    @Test(arguments: [
        ["decide"], ["train"], ["replay"], ["runs", "import"], ["runs", "export"], ["catalog", "import"],
        ["catalog", "show"],
        ["catalog", "sandboxes"], ["models", "list"], ["models", "show"], ["models", "export"],
        ["forest", "predict"], ["forest", "inspect"],
        ["demo"], ["serve"], ["decisions", "list"], ["decisions", "show"],
        ["decisions", "explain"],
        ["decisions", "replay"],
    ])
    func `every command has help with an example`(command: [String]) async throws {
        let help = try await Berth().start(command + ["--help"]).answer()
        #expect(help.status == 0)
        #expect(
            help.output.contains("OVERVIEW:") && help.output.contains("USAGE: berth \(command.joined(separator: " "))")
        )
        #expect(help.output.contains("Example") && help.output.contains("  berth \(command.joined(separator: " "))"))
    }

    @Test func `the list of commands names the exit codes`() async throws {
        let help = try await Berth().run("--help")
        for code in ["64", "65", "66", "69", "74", "75"] { #expect(help.output.contains(code)) }
    }

    @Test(arguments: [
        ["decide"], ["decide", "-", "--bogus"], ["decid"], ["decide", "-", "--strategy", "modl"],
        ["decide", "-", "--max-cost", "0"], ["decide", "-", "--max-time", "nan"], ["demo", "--runs", "3"],
        ["models", "show"], ["decide", "-", "--only", "provider"],
    ])
    func `wrong usage ends with 64`(arguments: [String]) async throws {
        let berth = try Berth()
        let answer = try await berth.start(
            arguments + (arguments.contains("--only") ? ["--domains", Berth.domains] : []),
            input: "{}"
        ).answer()
        #expect(answer.status == 64, "\(answer.messages)")
        #expect(answer.output == "" && answer.messages != "")
    }

    @Test(arguments: [
        ["decide", "none.json"], ["runs", "import", "none.csv"], ["runs", "import", "none.ndjson"],
        ["catalog", "import", "--offers", "none.csv"], ["forest", "inspect", "none.txt"],
        ["models", "list", "--data-dir", "none"], ["train", "--data-dir", "data"],
        ["decide", "none.json", "--domain", "none.yaml"],
    ])
    func `a missing file ends with 66 and its name`(arguments: [String]) async throws {
        let berth = try Berth()
        let takesDomain = !["catalog", "forest", "models"].contains(arguments[0])
        let answer = try await berth.start(arguments + (takesDomain ? ["--domains", Berth.domains] : [])).answer()
        #expect(answer.status == 66, "\(answer.messages)")
        #expect(answer.output == "")
        #expect(answer.messages.contains(arguments.contains("train") ? "runs import" : "none"), "\(answer.messages)")
    }

    @Test func `a folder in place of a file is told apart`() async throws {
        let answer = try await Berth().run("forest", "inspect", ".")
        #expect(answer.status == 66 && answer.messages.contains("it is a folder"))
    }

    @Test func `an unknown domain is answered with the nearest and the known`() async throws {
        let answer = try await Berth().run("decide", "-", "--domain", "sandbx", "--domains", Berth.domains, input: "{}")
        #expect(answer.status == 66)
        #expect(answer.messages.contains("did you mean 'sandbox'?"))
        #expect(answer.messages.contains("cluster, instances, sandbox, serverless"))
        let nowhere = try await Berth().run("decide", "-", "--domains", "none", input: "{}")
        #expect(nowhere.status == 66 && nowhere.messages.contains("none holds no domain"))
    }

    @Test func `a typo in a domain file is answered with line and nearest name`() async throws {
        let berth = try Berth()
        let yaml = try String(contentsOf: Berth.root.appending(path: "domains/cluster.yaml"), encoding: .utf8)
        try berth.write("mine.yaml", yaml.replacing("objective: cost\n", with: "objectiv: cost\n"))
        let answer = try await berth.run("decide", "-", "--domain", "mine.yaml", input: "{}")
        #expect(answer.status == 65)
        #expect(answer.messages.contains("mine.yaml:6"), "\(answer.messages)")
        #expect(answer.messages.contains("objective"), "\(answer.messages)")
    }

    @Test func `without a model the rules decide, and say so`() async throws {
        let answer = try await Berth().run(
            "decide",
            "-",
            "--domains",
            Berth.domains,
            "--json",
            input: #"{"language": "python", "cpu": 1, "memoryMB": 512}"#
        )
        #expect(answer.status == 0)
        #expect(try answer.object().keys.sorted() == ["decision", "explanation"])
    }

    @Test func `a domain without runs has no targets to offer`() async throws {
        let answer = try await Berth().run(
            "decide",
            "-",
            "--domain",
            "cluster",
            "--domains",
            Berth.domains,
            input: "{}"
        )
        #expect(answer.status == 66 && answer.messages.contains("--targets"))
    }

    @Test func `targets may come with the request`() async throws {
        let berth = try Berth()
        try berth.write(
            "targets.json",
            #"[{"id": "b", "attributes": {"usd_per_hour": 2}}, {"id": "a", "attributes": {"usd_per_hour": 3}}]"#
        )
        let answer = try await berth.run(
            "decide",
            "-",
            "--domain",
            "cluster",
            "--domains",
            Berth.domains,
            "--targets",
            "targets.json",
            input: "{}"
        )
        #expect(answer.status == 0 && answer.lines.first == "b")
        try berth.write("targets.json", #"{"id": "b"}"#)
        let bad = try await berth.run(
            "decide",
            "-",
            "--domain",
            "cluster",
            "--domains",
            Berth.domains,
            "--targets",
            "targets.json",
            input: "{}"
        )
        #expect(bad.status == 65 && bad.messages.contains("expected a list of {id, attributes}"))
    }
}
