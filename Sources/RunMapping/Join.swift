internal import Declarations

/// A side table whose columns are put beside the history's rows.
package struct Join: Sendable {
    /// The name under which the caller gives the table.
    package let side: String
    /// The columns that must be equal, as texts.
    let columns: [(history: String, side: String)]
    /// Stands before the names of the side's other columns.
    let prefix: String
    /// Whether a row without a match is dropped; otherwise its joined columns are missing.
    let isRequired: Bool
    let place: Place

    init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["side", "on", "prefix", "required"])
        self.side = try fields.required("side").text()
        self.columns = try Self.columns(try fields.required("on"))
        self.prefix = try fields[optional: "prefix"]?.text() ?? ""
        self.isRequired = try fields[optional: "required"]?.flag() ?? true
        self.place = Place(file: declaration.file, line: declaration.line, path: declaration.path)
    }

    private static func columns(
        _ declaration: Declaration
    ) throws(DeclarationError) -> [(history: String, side: String)] {
        var columns: [(history: String, side: String)] = []
        if declaration.isMapping {
            for (key, value) in try declaration.entries() { columns.append((key, try value.text())) }
        } else {
            for name in try declaration.texts() { columns.append((name, name)) }
        }
        guard !columns.isEmpty else { throw declaration.invalid(expected: "at least one column") }
        return columns
    }

    func requireInput(_ measured: MeasuredColumns) throws(DeclarationError) {
        for column in self.columns where measured.contains(column.history) {
            throw DeclarationError(
                file: self.place.file,
                line: self.place.line,
                path: self.place.path + ".on",
                fault: .invalid(
                    found: column.history,
                    expected: "a column that is known before the run (this one is measured)"
                )
            )
        }
    }
}
