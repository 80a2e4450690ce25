internal import Declarations
internal import Placement

/// From wide to long: a row becomes one run for each of the named columns that has a value.
package struct Melt: Sendable {
    struct Entry: Sendable {
        let name: String
        /// The measured column of the wide table.
        let column: String
        /// Values of the further columns, in the order of `Melt.furtherColumns`.
        let further: [Value]
        let place: Place
    }

    let nameColumn: String
    let valueColumn: String
    let furtherColumns: [String]
    let entries: [Entry]
    let place: Place

    init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["name", "value", "columns"])
        self.nameColumn = try fields.required("name").text()
        self.valueColumn = try fields.required("value").text()
        self.place = Place(file: declaration.file, line: declaration.line, path: declaration.path)
        let declared = try fields.required("columns")
        var further: [String]?
        var entries: [Entry] = []
        for (name, entry) in try declared.entries() {
            let keys: [String]
            if let further { keys = further } else { keys = try entry.entries().map(\.key).filter { $0 != "column" } }
            further = keys
            entries.append(try Self.entry(name, entry, further: keys))
        }
        guard !entries.isEmpty else { throw declared.invalid(expected: "at least one column") }
        self.furtherColumns = further ?? []
        self.entries = entries
    }

    private static func entry(
        _ name: String,
        _ declaration: Declaration,
        further: [String]
    ) throws(DeclarationError) -> Entry {
        let fields = try declaration.fields(allowed: ["column"] + further)
        var values: [Value] = []
        for key in further { values.append(try fields.required(key).value()) }
        return Entry(
            name: name,
            column: try fields.required("column").text(),
            further: values,
            place: Place(file: declaration.file, line: declaration.line, path: declaration.path)
        )
    }

    /// The names of the columns that melting adds.
    var columns: [String] { [self.nameColumn, self.valueColumn] + self.furtherColumns }
}
