internal import Placement
internal import Problems

extension Setting {
    /// What the value may be, in words.
    package var allowed: String {
        switch self.rule {
        case .path: "a path"
        case .address: "HOST:PORT, such as 127.0.0.1:8080"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        case .flag: "true or false"
        case .wholeNumber(let range, let unit): "a whole number from \(range.lowerBound) to \(range.upperBound) \(unit)"
        case .number(let range, let unit):
            "a number from \(Value.spelling(of: range.lowerBound)) to \(Value.spelling(of: range.upperBound)) \(unit)"
        }
    }

    /// Why a value is refused; `nil` when it is not.
    func problem(with value: String) -> String? {
        let isAllowed =
            switch self.rule {
            case .path: !value.isEmpty || self.fallback.isEmpty
            case .address: SocketAddress(value) != nil
            case .choice(let choices): choices.contains(value)
            case .flag: ["true", "false"].contains(value)
            case .wholeNumber(let range, _): Int(value).map(range.contains) ?? false
            case .number(let range, _): Double(value).map(range.contains) ?? false
            }
        guard !isAllowed else { return nil }
        var hint = ""
        if case .choice(let choices) = self.rule, let nearest = nearestName(to: value, among: choices) {
            hint = " (did you mean '\(nearest)'?)"
        }
        return "'\(value)' is not allowed; expected \(self.allowed)" + hint
    }
}

/// A host and a port.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    package let host: String
    /// 0 for any that is free.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, an IPv6 host in brackets; anything else gives `nil`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        self.init(host: String(host), port: port)
    }

    package var description: String {
        self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }
}
