/// The allowed name closest to a wrong one, for error messages.
///
/// - Returns: The first of `allowed` with the least Levenshtein distance, when that is at most a third of the
///   name's length (rounded up, at least 2); otherwise `nil`.
package func nearestName(to name: String, among allowed: some Sequence<String>) -> String? {
    let wrong = Array(name.lowercased())
    let limit = max(2, (wrong.count + 2) / 3)
    return
        allowed
        .map { (name: $0, distance: editDistance(wrong, Array($0.lowercased()))) }
        .filter { $0.distance <= limit }
        .min { $0.distance < $1.distance }?
        .name
}

/// Levenshtein distance, one row at a time.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let substituted = diagonal + (character == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[right.count]
}
