package import Placement
internal import Problems
internal import Yams

/// One node of a user's YAML file, read strictly: each access says what it expects, and every fault names the file,
/// the line, the path and what is allowed.
package struct Declaration {
    private let node: Node
    /// The file's name, as errors carry it.
    package let file: String
    /// The dotted path from the top of the file, such as `history.outcome.time` or `rules[2]`; empty for the whole.
    package let path: String
    private let parentLine: Int

    /// - Parameters:
    ///   - yaml: The text of the file.
    ///   - file: The name that errors carry.
    package init(yaml: String, file: String) throws(DeclarationError) {
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                throw DeclarationError(file: file, line: 1, path: "", fault: .notYAML("the file is empty"))
            }
            self.init(node: node, file: file, path: "", parentLine: 1)
        } catch let error as DeclarationError {
            throw error
        } catch {
            let problem = "\(error)".split(separator: "\n").joined(separator: " ")
            let line = (error as? YamlError).flatMap(Self.line(of:)) ?? 1
            throw DeclarationError(file: file, line: line, path: "", fault: .notYAML(problem))
        }
    }

    private init(node: Node, file: String, path: String, parentLine: Int) {
        self.node = node
        self.file = file
        self.path = path
        self.parentLine = parentLine
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded: nil
        }
    }

    /// Where it starts, counted from 1; where it has no place of its own, that of what surrounds it.
    package var line: Int { self.node.mark?.line ?? self.parentLine }

    /// The error for this place.
    package func fault(_ fault: DeclarationError.Fault) -> DeclarationError {
        DeclarationError(file: self.file, line: self.line, path: self.path, fault: fault)
    }

    /// The error for a value of the right kind that is not allowed here.
    package func invalid(expected: String) -> DeclarationError {
        self.fault(.invalid(found: self.node.scalar?.string ?? self.kind, expected: expected))
    }

    private func wrongKind(expected: String) -> DeclarationError {
        self.fault(.wrongKind(found: self.kind, expected: expected))
    }

    private var kind: String {
        switch self.node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
        case .alias: "an alias"
        }
    }

    // MARK: Mappings

    /// Whether it has keys; a list, a scalar and nothing have none.
    package var isMapping: Bool { self.node.mapping != nil }

    /// The fields of a mapping that may have only the `allowed` keys.
    package func fields(allowed: [String]) throws(DeclarationError) -> Fields {
        let entries = try self.entries()
        for (key, value) in entries where !allowed.contains(key) {
            throw DeclarationError(
                file: self.file,
                line: value.parentLine,
                path: self.path,
                fault: .unknownKey(key, allowed: allowed)
            )
        }
        return Fields(owner: self, entries: entries)
    }

    /// The entries of a mapping whose keys are the user's own names, in the order of the file.
    package func entries() throws(DeclarationError) -> [(key: String, value: Declaration)] {
        guard let mapping = self.node.mapping else { throw self.wrongKind(expected: "a mapping of names to values") }
        var entries: [(key: String, value: Declaration)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw self.wrongKind(expected: "a string as key") }
            let path = self.path.isEmpty ? name : "\(self.path).\(name)"
            entries.append(
                (name, Declaration(node: value, file: self.file, path: path, parentLine: key.mark?.line ?? self.line))
            )
        }
        return entries
    }

    /// The named fields of one mapping.
    package struct Fields {
        /// The mapping that they are the fields of.
        package let owner: Declaration
        fileprivate let entries: [(key: String, value: Declaration)]

        /// The value of a key, `nil` where the key is not there; a key without a value has one, which is empty.
        package subscript(optional key: String) -> Declaration? {
            self.entries.first { $0.key == key }?.value
        }

        /// The value of a key that must be there.
        ///
        /// - Throws: ``DeclarationError/Fault/missingKey(_:)``.
        package func required(_ key: String) throws(DeclarationError) -> Declaration {
            guard let value = self[optional: key] else { throw self.owner.fault(.missingKey(key)) }
            return value
        }
    }

    // MARK: Values

    /// The elements, in order; refuses what is no list.
    package func list() throws(DeclarationError) -> [Declaration] {
        guard let sequence = self.node.sequence else { throw self.wrongKind(expected: "a list") }
        return sequence.enumerated().map { index, node in
            Declaration(node: node, file: self.file, path: "\(self.path)[\(index)]", parentLine: self.line)
        }
    }

    /// Any scalar as it stands in the file.
    package func text() throws(DeclarationError) -> String {
        guard let scalar = self.node.scalar, !scalar.string.isEmpty else {
            throw self.wrongKind(expected: "a string")
        }
        return scalar.string
    }

    /// A list of texts; a single text counts as a list of one.
    package func texts() throws(DeclarationError) -> [String] {
        if self.node.scalar != nil { return [try self.text()] }
        var texts: [String] = []
        for element in try self.list() { texts.append(try element.text()) }
        return texts
    }

    /// - Parameter range: What is allowed; the fault names it.
    package func number(in range: ClosedRange<Double>) throws(DeclarationError) -> Double {
        guard let scalar = self.node.scalar else { throw self.wrongKind(expected: "a number") }
        guard let number = Double(scalar.string), range.contains(number) else {
            let lower = Value.spelling(of: range.lowerBound)
            let upper = Value.spelling(of: range.upperBound)
            throw self.invalid(expected: "a number from \(lower) to \(upper)")
        }
        return number
    }

    /// A whole number within bounds, both included; refuses everything else.
    package func wholeNumber(in range: ClosedRange<Int>) throws(DeclarationError) -> Int {
        guard let scalar = self.node.scalar else { throw self.wrongKind(expected: "a whole number") }
        guard let number = Int(scalar.string), range.contains(number) else {
            throw self.invalid(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false` in YAML's spellings; refuses everything else.
    package func flag() throws(DeclarationError) -> Bool {
        guard let flag = self.node.bool else { throw self.wrongKind(expected: "true or false") }
        return flag
    }

    /// One of a closed set of names.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(DeclarationError) -> Choice where Choice.RawValue == String {
        let text = try self.text()
        guard let choice = Choice(rawValue: text) else {
            let allowed = type.allCases.map(\.rawValue)
            let hint = nearestName(to: text, among: allowed).map { " (did you mean '\($0)'?)" } ?? ""
            throw self.invalid(expected: "one of \(allowed.joined(separator: ", "))" + hint)
        }
        return choice
    }

    /// Any YAML value as a `Value`.
    package func value() throws(DeclarationError) -> Value {
        switch self.node {
        case .scalar:
            if self.node.null != nil { return .missing }
            if let flag = self.node.bool { return .flag(flag) }
            if let number = self.node.float { return .number(number) }
            return .text(try self.text())
        case .sequence:
            var values: [Value] = []
            for element in try self.list() { values.append(try element.value()) }
            return .list(values)
        case .mapping:
            var record: [String: Value] = [:]
            for (key, value) in try self.entries() { record[key] = try value.value() }
            return .record(record)
        case .alias: throw self.wrongKind(expected: "a value")
        }
    }
}
