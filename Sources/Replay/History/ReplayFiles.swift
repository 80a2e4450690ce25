package import RunMapping
package import Tables

/// One table of a run history under the name that messages give it.
package struct ReplayFile: Sendable {
    /// As messages name it.
    package let name: String
    /// What it holds; rows remember their lines.
    package let table: Table

    package init(name: String, table: Table) {
        self.name = name
        self.table = table
    }
}

/// The tables that a replay reads.
package struct ReplayFiles: Sendable {
    /// What is learned from, or folded over.
    package let training: [ReplayFile]
    /// Empty when the plan leaves out values of a column.
    package let test: [ReplayFile]
    /// Under the names that the domain's joins give them.
    package let sides: [String: Table]
    /// What to do with a row that has a value which is not allowed; a limit holds for each file.
    package let badRows: BadRowPolicy

    package init(
        training: [ReplayFile],
        test: [ReplayFile] = [],
        sides: [String: Table] = [:],
        badRows: BadRowPolicy = .refuse
    ) {
        self.training = training
        self.test = test
        self.sides = sides
        self.badRows = badRows
    }
}
