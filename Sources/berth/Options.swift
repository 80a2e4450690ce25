internal import ArgumentParser
internal import BerthServer
internal import Domains
internal import Foundation
internal import LightGBMTrainer
internal import Placement
internal import Problems
internal import Tables
internal import Training

extension Objective: ExpressibleByArgument {}
extension Policy.Strategy: ExpressibleByArgument {}
extension Domain.ForestKind: ExpressibleByArgument {}

/// Which domain a command works in.
struct DomainOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The domain file, or the name of one in the domains folder.", valueName: "file|name")
    )
    var domain = "sandbox"

    @Option(name: .long, help: "The domains folder.")
    var domains = Self.folder

    /// Where the domains are when nothing names their folder.
    static let folder = Installation.domainsFolder(
        in: FileManager.default.currentDirectoryPath,
        of: .ofThisProgram()
    )

    func load() throws -> Domain {
        guard FileManager.default.fileExists(atPath: self.domain) else {
            return try Self.load(self.domain, in: self.domains)
        }
        return try Domain(yaml: try Files.text(self.domain), file: self.domain)
    }

    /// The domain of a name, from the folder of domains.
    static func load(_ name: String, in folder: String) throws -> Domain {
        let file = URL(filePath: folder).appending(path: name + ".yaml").path()
        guard FileManager.default.fileExists(atPath: file) else { throw Self.unknown(name, in: folder) }
        return try Domain(yaml: try Files.text(file), file: file)
    }

    private static func unknown(_ name: String, in folder: String) -> CommandFailure {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let known = entries.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
        let hint = nearestName(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        let choice = known.isEmpty ? "\(folder) holds no domain" : "known are \(known.joined(separator: ", "))"
        return CommandFailure(
            kind: .missingInput,
            message: "no domain '\(name)': there is no such file, and \(choice)\(hint)"
        )
    }
}

/// Side tables of a run history.
struct SideOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("A side table that the domain's history joins.", valueName: "name=csv")
    )
    var side: [String] = []

    func load() throws -> [String: Table] {
        var tables: [String: Table] = [:]
        for option in self.side {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("--side takes NAME=CSV, not '\(option)'.")
            }
            tables[parts[0]] = try Files.table(parts[1])
        }
        return tables
    }
}

/// How trees are trained.
struct TrainingOptions: ParsableArguments {
    @Option(name: .long, help: "Random seed; the same seed gives the same model.")
    var seed: UInt64 = 1

    @Option(
        name: .long,
        help: ArgumentHelp("A tree parameter, such as rounds=400 or leaves=15.", valueName: "key=value")
    )
    var set: [String] = []

    @Option(name: .long, help: "How trees are combined, boosted or random; by default, as the domain declares.")
    var forest: Domain.ForestKind?

    func settings(for domain: Domain) throws -> TrainingSettings {
        var settings = TrainingSettings(seed: self.seed, forest: self.forest ?? domain.forest)
        for option in self.set {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--set takes KEY=VALUE, not '\(option)'.") }
            try settings.boosting.set(parts[0], to: parts[1])
        }
        try settings.boosting.validate()
        return settings
    }

    /// LightGBM's library: where `BERTH_LIGHTGBM_LIBRARY` says, or in the usual places.
    @Sendable static func trainer() throws -> LightGBMTrainer {
        let environment = ProcessInfo.processInfo.environment
        let places = LightGBMPlaces.usual(
            installed: Installation.ofThisProgram()?.libraryFolder,
            workingDirectory: FileManager.default.currentDirectoryPath,
            home: environment["HOME"] ?? "/"
        )
        do {
            return LightGBMTrainer(
                library: try LightGBMLibrary(
                    configuredPath: environment["BERTH_LIGHTGBM_LIBRARY"],
                    places: places
                )
            )
        } catch {
            throw CommandFailure(kind: .missingLibrary, message: "\(error)")
        }
    }
}
