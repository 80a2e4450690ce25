package import Engine
internal import Features
internal import Foundation
internal import JSON
internal import Placement

extension ModelArtifact {
    /// Reads a stored model.
    ///
    /// The texts of trees and the figures of workloads, which are nearly all of it, are read here. What else there is
    /// goes to Foundation's decoder, which would take longer for the whole than what is made of it afterwards.
    ///
    /// - Throws: ``PredictionError/damagedModel(_:)`` for anything but a whole model of a format that this release
    ///   reads.
    package init(reading bytes: [UInt8]) throws(PredictionError) {
        let parts = try Parts(reading: bytes)
        let rest = try parts.decodedRest()
        guard rest.format == Self.currentFormat else {
            throw .damagedModel("format \(rest.format); this release reads \(Self.currentFormat)")
        }
        func required<Part>(_ part: Part?, _ key: String) throws(PredictionError) -> Part {
            guard let part else { throw .damagedModel("it cannot be read: the key '\(key)' is missing") }
            return part
        }
        self.init(
            name: rest.name,
            version: rest.version,
            program: rest.program,
            time: try required(parts.time, "time"),
            cost: try required(parts.cost, "cost"),
            specialists: try required(parts.specialists, "specialists"),
            success: parts.success,
            selection: parts.selection,
            targets: rest.targets,
            workloads: try required(parts.workloads, "workloads"),
            cells: try required(parts.cells, "cells"),
            spread: rest.spread,
            errors: rest.errors,
            grid: rest.grid
        )
    }
}

/// The members that are small, whatever the model.
private struct Rest: Decodable {
    let format: Int
    let name: String
    let version: String
    let program: FrozenProgram
    let targets: [Target]
    let spread: ModelArtifact.Spread
    let errors: [Situation: ErrorTable]
    let grid: ModelArtifact.Grid?

    enum CodingKeys: String, CodingKey { case format, name, version, program, targets, spread, errors, grid }
}

/// The members of a model file as they are found.
private struct Parts {
    var time: [ModelArtifact.Member]?
    var cost: ModelArtifact.CostSource?
    var specialists: [String: ModelArtifact.Specialist]?
    var success: String?
    var selection: ModelArtifact.Selection?
    var workloads: [String: ModelArtifact.WorkloadFacts]?
    var cells: [String: [String: Cell]]?
    /// An object of the members of ``Rest``, without its last bracket.
    private var rest = Array("{".utf8)
    private var seen: Set<String> = []

    init(reading bytes: [UInt8]) throws(PredictionError) {
        var scanner = JSONScanner(bytes)
        var member = ""
        do throws(JSONFault) {
            try scanner.object { (key, scanner) throws(JSONFault) in
                member = "\(key): "
                guard self.seen.insert(key).inserted else { throw scanner.fault(.repeatedKey(key)) }
                try self.read(key, &scanner, in: bytes)
            }
            member = ""
            try scanner.requireEnd()
        } catch {
            throw .damagedModel("it cannot be read: \(member)\(error)")
        }
    }

    private mutating func read(_ key: String, _ scanner: inout JSONScanner, in bytes: [UInt8]) throws(JSONFault) {
        switch key {
        case "time": self.time = try scanner.members()
        case "cost": self.cost = try ModelArtifact.CostSource(reading: &scanner)
        case "specialists":
            self.specialists = try scanner.record { (scanner) throws(JSONFault) in
                try ModelArtifact.Specialist(reading: &scanner)
            }
        case "success": self.success = try scanner.null() ? nil : try scanner.text()
        case "selection":
            self.selection = try scanner.null() ? nil : try ModelArtifact.Selection(reading: &scanner)
        case "workloads":
            self.workloads = try scanner.record { (scanner) throws(JSONFault) in
                try ModelArtifact.WorkloadFacts(reading: &scanner)
            }
        case "cells":
            self.cells = try scanner.record { (scanner) throws(JSONFault) in
                try scanner.record { (scanner) throws(JSONFault) in try Cell(reading: &scanner) }
            }
        default:
            let value = try scanner.skippedValue()
            guard let known = Rest.CodingKeys(stringValue: key) else { return }
            if self.rest.count > 1 { self.rest.append(UInt8(ascii: ",")) }
            self.rest += "\"\(known.stringValue)\":".utf8
            self.rest += bytes[value]
        }
    }

    func decodedRest() throws(PredictionError) -> Rest {
        do {
            return try JSONDecoder().decode(Rest.self, from: Data(self.rest + "}".utf8))
        } catch {
            throw .damagedModel("it cannot be read: \(error)")
        }
    }
}
