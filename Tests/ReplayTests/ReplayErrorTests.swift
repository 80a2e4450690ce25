import Placement
import Replay
import RunMapping
import Tables
import Testing

struct ReplayErrorTests {
    struct Flags: Sendable {
        var strategy: Policy.Strategy? = .model
        var leaveOut: String?
        var menu: Int?
        var repeats: Int?
        var probes = 0
        var online = false
    }

    static let plans: [(Flags, String)] = [
        (Flags(menu: 1), "--menu 1: a choice needs at least 2 targets"),
        (Flags(repeats: 5), "--repeat says how many menus are drawn; give --menu N too"),
        (Flags(menu: 3, repeats: 0), "--repeat 0: at least 1"),
        (Flags(probes: -1), "--probes -1: 0 or more"),
        (Flags(strategy: .rules, probes: 1), "--probes are chosen by the model; use --strategy model or hybrid"),
        (
            Flags(leaveOut: "job", online: true),
            "--leave-out does not work with --online, which decides test rows in time order"
        ),
        (Flags(menu: 3, online: true), "--menu does not work with --online, which decides test rows in time order"),
        (Flags(probes: 3, online: true), "--probes does not work with --online, which decides test rows in time order"),
    ]

    @Test(arguments: plans)
    func `a plan that contradicts itself`(flags: Flags, message: String) {
        let error = #expect(throws: ReplayError.self) {
            try ReplayPlan(
                strategy: flags.strategy,
                leaveOut: flags.leaveOut,
                menu: flags.menu,
                repeats: flags.repeats,
                probes: flags.probes,
                online: flags.online,
                seed: 1
            )
        }
        #expect(error?.description == message)
    }

    private func message(
        _ flags: Flags = Flags(),
        training: [Tiny.Row] = Tiny.trainingRows,
        test: [Tiny.Row]? = Tiny.testRows,
        testName: String = "test.csv",
        learner: MeanLearner? = MeanLearner(),
        change: (String) -> String = { $0 }
    ) throws -> String {
        let plan = try ReplayPlan(strategy: flags.strategy, leaveOut: flags.leaveOut, probes: flags.probes, seed: 1)
        let files = ReplayFiles(
            training: training.isEmpty ? [] : [try Tiny.file("train.csv", training)],
            test: try test.map { [try Tiny.file(testName, $0, from: 1000)] } ?? []
        )
        let domain = try Tiny.domain(change)
        let error = #expect(throws: ReplayError.self) {
            try Tiny.answer(plan, files: files, learner: learner, domain: domain)
        }
        return error?.description ?? ""
    }

    @Test func `files that leave nothing to replay`() throws {
        #expect(try self.message(training: []) == "no training file; give --train FILE")
        #expect(
            try self.message(test: nil)
                == "no test file; give --test FILE, or --leave-out COLUMN to fold over the training files"
        )
        #expect(
            try self.message(Flags(leaveOut: "job"))
                == "--leave-out folds over the training files; omit --test"
        )
        #expect(
            try self.message(testName: "train.csv")
                == "'train.csv' is given twice; what is tested must not have been learned"
        )
        #expect(
            try self.message(test: [Tiny.Row("noise", "x", 1)])
                == "no run in the test files: of 1 rows 1 were filtered, 0 had no match in a side table, 0 had no "
                + "measured outcome"
        )
        #expect(
            try self.message(test: [Tiny.Row("a", "x", 1), Tiny.Row("b", "x", 1)])
                == "none of the 2 workloads was measured on two targets or more, so there is no choice"
        )
        #expect(
            try self.message { yaml in
                String(yaml.prefix(upTo: yaml.firstRange(of: "history:")?.lowerBound ?? yaml.endIndex))
            }
                == "the domain 'tiny' has no history section, so no run history can be read"
        )
    }

    @Test func `columns that cannot be left out`() throws {
        func leavingOut(_ column: String, _ rows: [Tiny.Row] = Tiny.trainingRows) throws -> String {
            try self.message(Flags(leaveOut: column), training: rows, test: nil)
        }
        #expect(try leavingOut("jobs") == "no column 'jobs' in the training files; did you mean 'job'?")
        #expect(try leavingOut("warehouse") == "no column 'warehouse' in the training files")
        #expect(
            try leavingOut("dollars")
                == "the column 'dollars' is measured, so holding out its values would reveal outcomes; choose another"
        )
        #expect(
            try leavingOut("kind", Array(Tiny.trainingRows.prefix(6)))
                == "every training run has kind = batch, so nothing is left to learn from without it"
        )
    }

    @Test func `strategies that lack what they need`() throws {
        #expect(
            try self.message(learner: nil)
                == "the strategy 'model' needs a learned model, and there is nothing to learn it with; use --strategy rules"
        )
        #expect(
            try self.message(Flags(probes: 3))
                == "--probes 3: no workload has more than 3 targets, so nothing would be left to decide; give at most 2"
        )
        #expect(
            try self.message(Flags(strategy: nil, probes: 1)) { "policy: {strategy: rules}\n" + $0 }
                == "--probes are chosen by the model; use --strategy model or hybrid"
        )
    }

    @Test func `a file that is not as the domain says is the history's error`() throws {
        let plan = try ReplayPlan(strategy: .rules, seed: 1)
        let bad = try Table(
            csv: "job,kind,box,cores,price,seconds,dollars,ok,at\na,k,x,1,1,1,-1,1,0\na,k,x,1,1,1,1,1,0\n",
            file: "bad.csv"
        )
        let training = [ReplayFile(name: "bad.csv", table: bad)]
        let test = [try Tiny.file("test.csv", Tiny.testRows, from: 1000)]
        #expect(throws: RunMappingError.self) {
            try Tiny.answer(plan, files: ReplayFiles(training: training, test: test), learner: nil)
        }
        let answer = try Tiny.answer(
            plan,
            files: ReplayFiles(training: training, test: test, badRows: .collect(limit: 1)),
            learner: nil
        )
        #expect(answer.files.map(\.bad) == [1, 0])
        #expect(answer.notes.contains("rows skipped because of an invalid value: 1"))
    }
}
