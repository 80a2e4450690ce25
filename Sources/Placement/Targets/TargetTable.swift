/// Targets as columns: an immutable list of which a row is made into a ``Target`` when it is asked for.
///
/// Seventy thousand offerings take a few megabytes so, and what is asked of all of them is asked of a column. The rows
/// are the targets that the table was made of, bit for bit and in their order.
package struct TargetTable: Sendable {
    package let ids: [Target.ID]
    /// By attribute.
    package let columns: [String: TargetColumn]
    /// The first target whose id another one before it has.
    package let duplicate: Target.ID?
    private let rows: [Target.ID: Int]

    /// - Complexity: O(1) for a table.
    package init(_ targets: some Sequence<Target>) {
        if let table = targets as? TargetTable {
            self = table
            return
        }
        var ids: [Target.ID] = []
        var builders: [String: TargetColumn.Builder] = [:]
        for target in targets {
            for (name, value) in target.attributes {
                var builder = builders.removeValue(forKey: name) ?? TargetColumn.Builder()
                builder.append(missing: ids.count - builder.count)
                builder.append(value)
                builders[name] = builder
            }
            ids.append(target.id)
        }
        let count = ids.count
        self.init(
            ids: ids,
            columns: builders.mapValues { builder in
                var builder = builder
                builder.append(missing: count - builder.count)
                return builder.column
            }
        )
    }

    /// - Parameter columns: Each as long as `ids`.
    init(ids: [Target.ID], columns: [String: TargetColumn]) {
        var rows: [Target.ID: Int] = [:]
        rows.reserveCapacity(ids.count)
        var duplicate: Target.ID?
        for (row, id) in ids.enumerated() {
            if rows[id] == nil { rows[id] = row } else if duplicate == nil { duplicate = id }
        }
        self.ids = ids
        self.columns = columns
        self.rows = rows
        self.duplicate = duplicate
    }

    /// The first row of a target; `nil` for one that is not in the table.
    package func row(of id: Target.ID) -> Int? { self.rows[id] }

    /// A row with some of its attributes.
    package func target(at row: Int, with attributes: [String]) -> Target {
        var values: [String: Value] = [:]
        for name in attributes { values[name] = self.columns[name]?.value(at: row) }
        return Target(id: self.ids[row], attributes: values)
    }

    /// The texts that an attribute's values have, each once; `nil` for an attribute that no target has.
    package func texts(of attribute: String) -> Set<String>? {
        switch self.columns[attribute] {
        case nil: nil
        case .numbers(let numbers): Set(Set(numbers).filter { !$0.isNaN }.map(Value.spelling(of:)))
        case .flags(let flags):
            Set(Set(flags).filter { $0 != TargetColumn.missingFlag }.map { $0 == 1 ? "true" : "false" })
        case .categories(_, let names): Set(names)
        case .values(_, let values): Set(values.compactMap(\.text))
        }
    }
}

extension TargetTable: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { self.ids.count }

    package subscript(row: Int) -> Target {
        var attributes: [String: Value] = [:]
        attributes.reserveCapacity(self.columns.count)
        for (name, column) in self.columns { attributes[name] = column.value(at: row) }
        return Target(id: self.ids[row], attributes: attributes)
    }
}

extension TargetTable: Hashable {
    package static func == (left: TargetTable, right: TargetTable) -> Bool {
        left.ids == right.ids && left.count == right.count && left.encoded == right.encoded
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(self.ids) }
}
