import Interop

/// A plain CSV splitter for tests: quotes, doubled quotes, no line breaks inside cells.
func table(_ name: String, _ text: String) -> SourceTable {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return SourceTable(
        name: name,
        header: cells(lines.first ?? "").map { $0 ?? "" },
        rows: lines.enumerated().dropFirst().map { .init(line: $0.offset + 1, cells: cells($0.element)) }
    )
}

private func cells(_ line: Substring) -> [String?] {
    guard line.contains("\"") else {
        return line.split(separator: ",", omittingEmptySubsequences: false).map { $0.isEmpty ? nil : String($0) }
    }
    var cells: [String?] = []
    var cell = ""
    var isQuoted = false
    for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            cells.append(cell.isEmpty ? nil : cell)
            cell = ""
        default: cell.append(character)
        }
    }
    cells.append(cell.isEmpty ? nil : cell)
    return cells
}
