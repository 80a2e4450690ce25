import Placement

/// As much of JSON Schema 2020-12 as the description uses.
struct JSONSchema {
    /// The whole description, which references lead into.
    let document: Value

    /// What is wrong with a value; empty when nothing is.
    func faults(of value: Value, against schema: Value, at path: String = "$") -> [String] {
        if let reference = schema["$ref"].string {
            return self.faults(of: value, against: self.resolve(reference), at: path)
        }
        var faults: [String] = []
        if schema["type"].isPresent, !Self.types(schema["type"]).contains(where: { Self.is(value, $0) }) {
            return ["\(path): \(value.kind) is not \(Self.types(schema["type"]).joined(separator: " or "))"]
        }
        if case .list(let words) = schema["enum"], !words.contains(value) {
            faults.append("\(path): \(JSON.text(value)) is none of \(JSON.text(schema["enum"]))")
        }
        if schema["const"].isPresent, schema["const"] != value { faults.append("\(path): not the constant") }
        if case .list(let choices) = schema["oneOf"] {
            let matching = choices.filter { self.faults(of: value, against: $0, at: path).isEmpty }
            if matching.count != 1 {
                faults.append("\(path): matches \(matching.count) of oneOf")
                faults += choices.flatMap { self.faults(of: value, against: $0, at: path) }
            }
        }
        switch value {
        case .record(let members): faults += self.faults(ofObject: members, against: schema, at: path)
        case .list(let elements): faults += self.faults(ofList: elements, against: schema, at: path)
        case .number(let number): faults += Self.faults(ofNumber: number, against: schema, at: path)
        case .text(let text): faults += Self.faults(ofText: text, against: schema, at: path)
        case .missing, .flag: break
        }
        return faults
    }

    func resolve(_ reference: String) -> Value {
        self.document[path: reference.split(separator: "/").dropFirst().map(String.init)]
    }

    private static func types(_ type: Value) -> [String] {
        type.string.map { [$0] } ?? type.elements.compactMap(\.string)
    }

    private static func `is`(_ value: Value, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .missing), ("boolean", .flag), ("number", .number), ("string", .text), ("array", .list),
            ("object", .record):
            true
        case ("integer", .number(let number)): number.rounded() == number
        default: false
        }
    }

    private func faults(ofObject members: [String: Value], against schema: Value, at path: String) -> [String] {
        var faults = schema["required"].elements.compactMap(\.string)
            .filter { members[$0] == nil }
            .map { "\(path): '\($0)' is missing" }
        if let least = schema["minProperties"].double, Double(members.count) < least {
            faults.append("\(path): too few members")
        }
        let properties = schema["properties"].members
        let patterns = schema["patternProperties"].members
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let property = properties[name] {
                faults += self.faults(of: value, against: property, at: "\(path).\(name)")
            } else if let pattern = patterns.first(where: { Self.matches(name, $0.key) }) {
                faults += self.faults(of: value, against: pattern.value, at: "\(path).\(name)")
            } else if schema["additionalProperties"].bool == false {
                faults.append("\(path): '\(name)' is not known")
            } else if case .record = schema["additionalProperties"] {
                faults += self.faults(of: value, against: schema["additionalProperties"], at: "\(path).\(name)")
            }
        }
        return faults
    }

    private func faults(ofList elements: [Value], against schema: Value, at path: String) -> [String] {
        var faults: [String] = []
        if let least = schema["minItems"].double, Double(elements.count) < least { faults.append("\(path): too few") }
        if let most = schema["maxItems"].double, Double(elements.count) > most { faults.append("\(path): too many") }
        if schema["items"].isPresent {
            for (index, element) in elements.enumerated() {
                faults += self.faults(of: element, against: schema["items"], at: "\(path)[\(index)]")
            }
        }
        return faults
    }

    private static func faults(ofNumber number: Double, against schema: Value, at path: String) -> [String] {
        var faults: [String] = []
        if let least = schema["minimum"].double, number < least { faults.append("\(path): \(number) < \(least)") }
        if let most = schema["maximum"].double, number > most { faults.append("\(path): \(number) > \(most)") }
        return faults
    }

    private static func faults(ofText text: String, against schema: Value, at path: String) -> [String] {
        var faults: [String] = []
        let length = Double(text.unicodeScalars.count)
        if let least = schema["minLength"].double, length < least { faults.append("\(path): too short") }
        if let most = schema["maxLength"].double, length > most { faults.append("\(path): too long") }
        if let pattern = schema["pattern"].string, !Self.matches(text, pattern) {
            faults.append("\(path): '\(text)' does not match \(pattern)")
        }
        return faults
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.firstMatch(of: regex) != nil
    }
}
