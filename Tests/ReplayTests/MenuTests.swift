import Placement
import Replay
import Testing

struct MenuTests {
    private func plan(menu: Int = 2, repeats: Int = 60, seed: UInt64 = 7) throws -> ReplayPlan {
        try ReplayPlan(strategy: .model, menu: menu, repeats: repeats, seed: seed, verbose: true)
    }

    @Test func `menus are drawn without replacement, evenly`() throws {
        let answer = try Tiny.answer(self.plan())
        #expect(answer.decisions == 180)
        let menus = try #require(answer.details).map { $0.candidates.map(\.target.description).joined() }
        #expect(Set(menus) == ["xy", "xz", "yz"])
        for menu in Set(menus) {
            let count = menus.count { $0 == menu }
            #expect((40...80).contains(count), "of 180 about 60, standard deviation 6.3: \(menu) \(count)")
        }
        #expect(answer.groups.map(\.decisions) == [60, 60, 60])
        #expect(answer.accuracy.cells == 9, "a pair counts once, however many menus it stands on")
    }

    @Test func `the seed decides the menus`() throws {
        let first = try Tiny.answer(self.plan()).json()
        #expect(try Tiny.answer(self.plan()).json() == first)
        #expect(try Tiny.answer(self.plan(seed: 8)).json() != first)
    }

    @Test func `the fixed target is the best of those on the menu`() throws {
        let answer = try Tiny.answer(self.plan(repeats: 200))
        // x first, then y (mean 2.17), then z (2.67): on a menu of y and z it is y.
        #expect(answer.bestFixed?.decisions == 600)
        let details = try #require(answer.details)
        let forA = details.filter { $0.workload.description == "a" }
        let expected = forA.map { detail -> Double in
            let values = Dictionary(
                uniqueKeysWithValues: detail.candidates.map { ($0.target.description, $0.normalized) }
            )
            return values["x"] ?? values["y"] ?? 0
        }
        #expect(isClose(answer.groups.first?.bestFixed?.mean, expected.reduce(0, +) / 200))
    }

    @Test func `a menu larger than the choice is all of it`() throws {
        let answer = try Tiny.answer(self.plan(menu: 40, repeats: 2))
        #expect(answer.decisions == 6)
        #expect(isClose(answer.normalized.mean, 4 / 3))
        #expect(
            answer.notes.contains("workloads with fewer targets than a menu, decided among all of them: 3")
        )
    }
}
