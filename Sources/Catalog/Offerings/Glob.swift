/// A name pattern in which `*` stands for any characters and `?` for one; case does not count.
package struct Glob: Sendable, Hashable {
    private let pattern: [Character]

    package init(_ pattern: String) { self.pattern = Array(pattern.lowercased()) }

    /// Whether the whole name fits the pattern.
    package func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        var index = 0
        var position = 0
        var star: (pattern: Int, name: Int)?
        while index < name.count {
            if position < self.pattern.count, self.pattern[position] == "*" {
                star = (position, index)
                position += 1
            } else if position < self.pattern.count,
                self.pattern[position] == "?" || self.pattern[position] == name[index]
            {
                position += 1
                index += 1
            } else if let last = star {
                position = last.pattern + 1
                index = last.name + 1
                star = (last.pattern, index)
            } else {
                return false
            }
        }
        return self.pattern[position...].allSatisfy { $0 == "*" }
    }
}
