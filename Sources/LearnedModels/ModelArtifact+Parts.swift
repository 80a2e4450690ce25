internal import JSON
internal import Placement

// The large parts of a stored model, as their synthesised `encode(to:)` writes them.

extension ModelArtifact.Member {
    fileprivate init(reading scanner: inout JSONScanner) throws(JSONFault) {
        let texts = try scanner.record { (scanner) throws(JSONFault) in try scanner.null() ? nil : scanner.text() }
        self.init(
            modelText: try scanner.required(texts["modelText"] ?? nil, "modelText"),
            quantity: texts["quantity"] ?? nil
        )
    }
}

extension ModelArtifact.CostSource {
    init(reading scanner: inout JSONScanner) throws(JSONFault) {
        var source: Self?
        try scanner.object { (key, scanner) throws(JSONFault) in
            guard source == nil else { throw scanner.fault(.repeatedKey("cost")) }
            // The only value of a case has no name of its own.
            let values = try scanner.record { (scanner) throws(JSONFault) in try scanner.members() }
            switch key {
            case "hourlyPrice": source = .hourlyPrice
            case "correction": source = .correction(try scanner.required(values["_0"], "_0"))
            case "trees": source = .trees(try scanner.required(values["_0"], "_0"))
            default: return
            }
        }
        self = try scanner.required(source, "trees")
    }
}

extension ModelArtifact.Specialist {
    init(reading scanner: inout JSONScanner) throws(JSONFault) {
        let parts = try scanner.record { (scanner) throws(JSONFault) in try scanner.null() ? nil : scanner.members() }
        self.init(time: try scanner.required(parts["time"] ?? nil, "time"), cost: parts["cost"] ?? nil)
    }
}

extension ModelArtifact.Selection {
    init(reading scanner: inout JSONScanner) throws(JSONFault) {
        var modelText: String?
        var targets: [Target.ID]?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "modelText": modelText = try scanner.text()
            case "targets":
                var ids: [Target.ID] = []
                try scanner.list { (scanner) throws(JSONFault) in ids.append(Target.ID(try scanner.text())) }
                targets = ids
            default: _ = try scanner.value()
            }
        }
        self.init(
            modelText: try scanner.required(modelText, "modelText"),
            targets: try scanner.required(targets, "targets")
        )
    }
}

extension ModelArtifact.WorkloadFacts {
    init(reading scanner: inout JSONScanner) throws(JSONFault) {
        var family: String?
        var stratum: String?
        var timeLevel: Double?
        var costLevel: Double?
        var runs: Int64?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "family": family = try scanner.text()
            case "stratum": stratum = try scanner.text()
            case "timeLevel": timeLevel = try scanner.number()
            case "costLevel": costLevel = try scanner.number()
            case "runs": runs = try scanner.wholeNumber()
            default: _ = try scanner.value()
            }
        }
        self.init(
            family: try scanner.required(family, "family"),
            stratum: try scanner.required(stratum, "stratum"),
            timeLevel: try scanner.required(timeLevel, "timeLevel"),
            costLevel: try scanner.required(costLevel, "costLevel"),
            runs: Int(try scanner.required(runs, "runs"))
        )
    }
}

extension Cell {
    init(reading scanner: inout JSONScanner) throws(JSONFault) {
        var runs: Int64?
        var effectiveRuns: Double?
        var logTime: Double?
        var timeVariance: Double?
        var logCost: Double?
        var costVariance: Double?
        var logCostPerPrice: Double?
        var successRate: Double?
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "runs": runs = try scanner.wholeNumber()
            case "effectiveRuns": effectiveRuns = try scanner.number()
            case "logTime": logTime = try scanner.number()
            case "timeVariance": timeVariance = try scanner.number()
            case "logCost": logCost = try scanner.number()
            case "costVariance": costVariance = try scanner.number()
            case "logCostPerPrice": logCostPerPrice = try scanner.number()
            case "successRate": successRate = try scanner.number()
            default: _ = try scanner.value()
            }
        }
        self.init(
            runs: Int(try scanner.required(runs, "runs")),
            effectiveRuns: try scanner.required(effectiveRuns, "effectiveRuns"),
            logTime: try scanner.required(logTime, "logTime"),
            timeVariance: try scanner.required(timeVariance, "timeVariance"),
            logCost: try scanner.required(logCost, "logCost"),
            costVariance: try scanner.required(costVariance, "costVariance"),
            logCostPerPrice: try scanner.required(logCostPerPrice, "logCostPerPrice"),
            successRate: try scanner.required(successRate, "successRate")
        )
    }
}

extension JSONScanner {
    /// Reads the forests of an ensemble.
    mutating func members() throws(JSONFault) -> [ModelArtifact.Member] {
        var members: [ModelArtifact.Member] = []
        try self.list { (scanner) throws(JSONFault) in members.append(try ModelArtifact.Member(reading: &scanner)) }
        return members
    }

    /// Reads an object whose values are all of one kind.
    mutating func record<Element>(
        _ value: (inout JSONScanner) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [String: Element] {
        var record: [String: Element] = [:]
        try self.object { (key, scanner) throws(JSONFault) in
            guard record.updateValue(try value(&scanner), forKey: key) == nil else {
                throw scanner.fault(.repeatedKey(key))
            }
        }
        return record
    }

    /// The member of an object that was just read.
    fileprivate func required<Part>(_ part: Part?, _ key: String) throws(JSONFault) -> Part {
        guard let part else { throw self.fault(.missingKey(key)) }
        return part
    }
}
