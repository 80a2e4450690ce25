package import Placement

extension Domain {
    /// Attributes of a workload for people who may not see what is private: a private value says only how large it is.
    package func hidingPrivateValues(_ attributes: [String: Value]) -> [String: Value] {
        var shown = attributes
        for path in self.privatePaths {
            let names = path.split(separator: ".").map(String.init)
            guard names.first == "workload", names.count > 1 else { continue }
            shown = Self.hiding(names.dropFirst(), in: shown)
        }
        return shown
    }

    private static func hiding(_ path: ArraySlice<String>, in attributes: [String: Value]) -> [String: Value] {
        guard let name = path.first, let value = attributes[name] else { return attributes }
        var shown = attributes
        if path.count == 1 {
            shown[name] = value.hidden
        } else if case .record(let members) = value {
            shown[name] = .record(Self.hiding(path.dropFirst(), in: members))
        }
        return shown
    }
}

extension Value {
    /// What may be said of a value that is private.
    package var hidden: Value {
        switch self {
        case .missing: .missing
        case .flag, .number: .text("(private)")
        case .text(let text): .text("(private, \(text.utf8.count) bytes)")
        case .list(let elements): .text("(private, \(elements.count) elements)")
        case .record(let members): .text("(private, \(members.count) members)")
        }
    }
}
