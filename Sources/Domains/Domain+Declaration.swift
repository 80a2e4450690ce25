package import Declarations
internal import Expressions
internal import Features
internal import Placement
internal import RunMapping

extension Domain {
    /// Reads a domain file.
    ///
    /// - Throws: The first fault, with file, line, path and what is allowed.
    package init(yaml: String, file: String) throws(DeclarationError) {
        try self.init(Declaration(yaml: yaml, file: file), declared: DomainDeclaration(yaml))
    }

    private init(_ declaration: Declaration, declared: DomainDeclaration) throws(DeclarationError) {
        self.declaration = declared
        let fields = try declaration.fields(allowed: [
            "domain", "summary", "objective", "tolerance", "currency", "private", "features", "requirements", "rules",
            "hourlyPrice", "policy", "failures", "strata", "family", "proportions", "likeness", "identity", "history",
            "catalog", "repeats", "forest",
        ])
        let name = try fields.required("domain")
        self.name = try name.text()
        guard self.name.utf8.allSatisfy(Self.isNameByte), self.name.utf8.count <= 64 else {
            throw name.invalid(expected: "a name of lowercase letters, digits and hyphens, at most 64")
        }
        self.summary = try fields[optional: "summary"]?.text() ?? ""
        self.objective = try fields[optional: "objective"].map(DeclaredObjective.init) ?? .cost
        self.tolerance = try fields[optional: "tolerance"]?.number(in: 0.001...1) ?? Domain.defaultTolerance
        self.currency = try fields[optional: "currency"]?.currency() ?? .usd
        let privatePaths = PrivatePaths(try fields[optional: "private"]?.texts() ?? [])
        self.privatePaths = privatePaths.paths
        self.program = try FeatureProgram(fields.required("features"), privatePaths: privatePaths.paths)
        self.requirements = try fields[optional: "requirements"]?.map(Requirement.init) ?? []
        self.rules = try fields[optional: "rules"]?.map(Rule.init) ?? []
        self.hourlyPrice = try fields[optional: "hourlyPrice"]?.expression(scopes: ["workload", "target"])
        self.policy = try fields[optional: "policy"].map(Policy.init) ?? Policy()
        self.failures = try fields[optional: "failures"]?.choice(Failures.self) ?? .retried
        self.repeats = try fields[optional: "repeats"]?.choice(Repeats.self) ?? .pooled
        self.forest = try fields[optional: "forest"]?.choice(ForestKind.self) ?? .boosted
        self.strata = try fields[optional: "strata"]?.texts() ?? []
        self.family = try fields[optional: "family"]?.expression(scopes: ["workload"])
        self.proportions = try fields[optional: "proportions"]?.expressions(scopes: ["target"]) ?? []
        self.likeness = try fields[optional: "likeness"].map(Likeness.init) ?? .none
        self.identity = try fields[optional: "identity"]?.map(privatePaths.keyPart) ?? []
        self.catalog = try fields[optional: "catalog"]?.choice(Catalog.self) ?? .runs
        self.history = try fields[optional: "history"].map { declaration throws(DeclarationError) in
            let history = try RunFileMapping(declaration)
            try privatePaths.refuse(history.workload.identifying.map { "workload.\($0.name)" }, in: declaration)
            return history
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Attributes that may hold a user's text or secrets: a key, which is stored and shown, holds them hashed at most.
private struct PrivatePaths {
    let paths: [String]

    init(_ paths: [String]) { self.paths = paths }

    private func contains(_ name: String) -> Bool {
        self.paths.contains { name == $0 || name.hasPrefix($0 + ".") }
    }

    /// One expression of a workload's identity.
    func keyPart(_ declaration: Declaration) throws(DeclarationError) -> Expression {
        let expression = try declaration.expression(scopes: ["workload"])
        for name in expression.names where self.contains(name.text) && expression.text != "hash(\(name.text))" {
            throw declaration.invalid(expected: "hash(\(name.text)): it is private")
        }
        return expression
    }

    func refuse(_ names: [String], in declaration: Declaration) throws(DeclarationError) {
        for name in names where self.contains(name) {
            throw declaration.fault(
                .invalid(found: name, expected: "a key of attributes that are not private; take its hash")
            )
        }
    }
}

extension Requirement {
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["name", "require"])
        self.init(
            name: try fields.required("name").text(),
            condition: try fields.required("require").expression(scopes: ["workload", "target"])
        )
    }
}

extension Rule {
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["name", "when", "keep", "order"])
        self.init(
            name: try fields.required("name").text(),
            when: try fields[optional: "when"]?.expression(scopes: ["workload"]),
            keep: try fields[optional: "keep"]?.expression(scopes: ["workload", "target"]),
            order: try fields[optional: "order"]?.expressions(scopes: ["workload", "target"]) ?? []
        )
    }
}

extension Likeness {
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["numbers", "categories"])
        self.init(
            numbers: try fields[optional: "numbers"]?.expressions(scopes: ["target"]) ?? [],
            categories: try fields[optional: "categories"]?.expressions(scopes: ["target"]) ?? []
        )
    }
}

extension Policy {
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["strategy", "gate", "exploration", "weights"])
        self.init(
            strategy: try fields[optional: "strategy"]?.choice(Strategy.self) ?? .hybrid,
            confidenceGate: try fields[optional: "gate"]?.number(in: 0...1) ?? Policy.defaultConfidenceGate,
            exploration: try fields[optional: "exploration"].map(Exploration.init) ?? Exploration(),
            weights: try fields[optional: "weights"].map(Objective.init)
        )
    }
}

extension Objective {
    /// Weights of cost and time.
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["cost", "time"])
        let range = 0...Self.largestExponent
        let weights = Self(
            costExponent: try fields[optional: "cost"]?.number(in: range) ?? 0,
            timeExponent: try fields[optional: "time"]?.number(in: range) ?? 0
        )
        guard let weights else { throw declaration.invalid(expected: "a weight above 0 for cost or time") }
        self = weights
    }
}

extension Exploration {
    fileprivate init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["share", "budget"])
        self.init(
            share: try fields[optional: "share"]?.number(in: 0...1) ?? Exploration.defaultShare,
            budget: try fields[optional: "budget"]?.number(in: 0...1e9)
        )
    }
}

extension Declaration {
    /// One value for each element of a list.
    fileprivate func map<Element>(
        _ transform: (Declaration) throws(DeclarationError) -> Element
    ) throws(DeclarationError) -> [Element] {
        var elements: [Element] = []
        for element in try self.list() { elements.append(try transform(element)) }
        return elements
    }

    fileprivate func expressions(scopes: [String]) throws(DeclarationError) -> [Expression] {
        try self.map { element throws(DeclarationError) in try element.expression(scopes: scopes) }
    }

    fileprivate func currency() throws(DeclarationError) -> Currency {
        guard let currency = Currency(try self.text()) else {
            throw self.invalid(expected: "a currency code of three capital letters such as USD")
        }
        return currency
    }
}
