internal import Placement

/// Makes the attributes and the identity of a workload or a target from rows; equal ones share their storage.
struct AttributeReader {
    struct Identified {
        let identity: String
        let attributes: [String: Value]
    }

    private let names: [String]
    private let expressions: [ResolvedExpression]
    private let identifyingCount: Int
    private let dependsOnEntry: Bool
    private var known: [[Value]: Identified] = [:]
    private var last: (history: Int, identified: Identified)?

    init(_ mapping: AttributeMapping, rows: MappedRows, measured: MeasuredColumns) throws(RunMappingError) {
        var expressions: [ResolvedExpression] = []
        for attribute in mapping.all {
            expressions.append(try ResolvedExpression(attribute.value, .input, rows: rows, measured: measured))
        }
        self.names = mapping.all.map(\.name)
        self.expressions = expressions
        self.identifyingCount = mapping.identifying.count
        self.dependsOnEntry = expressions.contains(where: \.dependsOnEntry)
    }

    mutating func read(_ row: MappedRows.Row, of rows: MappedRows) throws(BadRow) -> Identified {
        if !self.dependsOnEntry, let last = self.last, last.history == row.history { return last.identified }
        var values: [Value] = []
        values.reserveCapacity(self.expressions.count)
        for expression in self.expressions { values.append(try expression.value(at: row, of: rows)) }
        let identified: Identified
        if let known = self.known[values] {
            identified = known
        } else {
            identified = try self.identified(values, row, rows)
            self.known[values] = identified
        }
        self.last = (row.history, identified)
        return identified
    }

    private func identified(
        _ values: [Value],
        _ row: MappedRows.Row,
        _ rows: MappedRows
    ) throws(BadRow) -> Identified {
        var texts: [String] = []
        for (value, expression) in zip(values, self.expressions).prefix(self.identifyingCount) {
            guard let text = value.text else {
                throw expression.badRow(
                    row,
                    rows,
                    column: nil,
                    found: value.kind,
                    expected: "a value, as it identifies (give one for what is missing with coalesce)"
                )
            }
            texts.append(text)
        }
        return Identified(
            identity: AttributeMapping.identity(texts),
            attributes: Dictionary(uniqueKeysWithValues: zip(self.names, values))
        )
    }
}
