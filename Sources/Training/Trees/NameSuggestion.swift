/// Finds the name that someone probably meant.
package enum NameSuggestion {
    /// The candidate with the fewest edits, or `nil` when none is near.
    ///
    /// Near means at most two characters inserted, removed or replaced, or a third of a longer name's; upper and lower
    /// case are alike. A tie goes to the earlier candidate.
    package static func nearest(to name: String, in candidates: [String]) -> String? {
        let wanted = Array(name.lowercased())
        let limit = max(2, wanted.count / 3)
        var best: (name: String, edits: Int)?
        for candidate in candidates {
            let edits = Self.edits(from: wanted, to: Array(candidate.lowercased()))
            guard edits <= limit, edits < best?.edits ?? .max else { continue }
            best = (candidate, edits)
        }
        return best?.name
    }

    /// Levenshtein's distance, by rows of the table.
    private static func edits(from source: [Character], to target: [Character]) -> Int {
        var row = Array(0...target.count)
        for (i, character) in source.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in target.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
