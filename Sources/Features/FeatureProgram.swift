package import Declarations
internal import Expressions

/// The features of a domain as its file declares them, in order; freeze it on training data to get vectors.
package struct FeatureProgram: Sendable, Hashable {
    /// In the order of the file, which is the order of the columns.
    package let features: [FeatureDeclaration]

    package init(features: [FeatureDeclaration]) { self.features = features }

    /// Reads a domain file's `features:` section, a mapping of names to `{from:, as:, …}`.
    ///
    /// - Parameter privatePaths: Attributes that may hold a user's text or secrets (`workload.code`). A feature may
    ///   take their length, a count or a hash, and nothing else.
    package init(_ declaration: Declaration, privatePaths: [String]) throws(DeclarationError) {
        var features: [FeatureDeclaration] = []
        for (name, value) in try declaration.entries() {
            features.append(try FeatureDeclaration(name: name, value, privatePaths: privatePaths))
        }
        guard !features.isEmpty else { throw declaration.invalid(expected: "at least one feature") }
        self.features = features
    }
}

extension FeatureDeclaration {
    fileprivate init(name: String, _ declaration: Declaration, privatePaths: [String]) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["from", "as", "language", "of", "window"])
        let from = try fields.required("from")
        let transform = try fields[optional: "as"]?.choice(FeatureTransform.self) ?? .number
        func refuse(_ keys: String..., reason: String) throws(DeclarationError) {
            for key in keys {
                if let field = fields[optional: key] { throw field.invalid(expected: reason) }
            }
        }
        let source: FeatureSource
        switch (transform.kind, try from.text()) {
        case (.clock, "clock"):
            try refuse("language", "of", "window", reason: "no such key for a clock feature")
            source = .clock
        case (.history, "history"):
            try refuse("language", reason: "no such key for a history feature")
            source = .history(
                try fields[optional: "of"]?.choice(HistoryScope.self) ?? .target,
                windowSeconds: try fields[optional: "window"].map(Self.seconds)
            )
        case (.clock, _): throw from.invalid(expected: "clock, which '\(transform.rawValue)' reads")
        case (.history, _): throw from.invalid(expected: "history, which '\(transform.rawValue)' reads")
        case (_, "clock"), (_, "history"):
            throw from.invalid(expected: "an expression over workload.… and target.… for '\(transform.rawValue)'")
        case (.code, _):
            try refuse("of", "window", reason: "no such key for a code feature")
            source = .code(
                try from.expression(scopes: ["workload", "target"]),
                language: try fields[optional: "language"]?.expression(scopes: ["workload"])
            )
        case (.expression, _):
            try refuse("language", "of", "window", reason: "no such key for a feature of an expression")
            source = .expression(try from.expression(scopes: ["workload", "target"]))
        }
        self.init(name: name, source: source, transform: transform)
        try self.checkPrivacy(from, privatePaths: privatePaths)
    }

    /// A private path may stand alone under a transform that hides its text; computing with it is refused, since an
    /// expression could pick its text apart.
    private func checkPrivacy(_ from: Declaration, privatePaths: [String]) throws(DeclarationError) {
        let expression: Expression
        switch self.source {
        case .expression(let source), .code(let source, _): expression = source
        case .clock, .history: return
        }
        for name in expression.names {
            guard let path = privatePaths.first(where: { name.text == $0 || name.text.hasPrefix($0 + ".") }) else {
                continue
            }
            guard self.transform.hidesText, expression.text == name.text else {
                throw from.invalid(
                    expected:
                        "'\(path)' alone under length, count, total-bytes, hash or a code-… transform: it is private"
                )
            }
        }
    }

    private static let longestWindowHours = 3660 * 24

    /// `24h`, `7d`: whole hours, since a window opens at a full clock hour.
    private static func seconds(_ declaration: Declaration) throws(DeclarationError) -> Double {
        let text = try declaration.text()
        let hoursByUnit: [Character: Int] = ["h": 1, "d": 24]
        guard let unit = text.last.flatMap({ hoursByUnit[$0] }), let count = Int(text.dropLast()), count > 0,
            count <= Self.longestWindowHours / unit
        else {
            throw declaration.invalid(expected: "whole hours or days such as 1h, 24h or 7d, up to ten years")
        }
        return Double(count * unit) * 3600
    }
}
