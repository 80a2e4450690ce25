import Foundation

/// LightGBM's library, loaded and found usable.
package struct LightGBMLibrary: Sendable {
    /// Where it was loaded from.
    package let path: String
    let version: LightGBMVersion
    let symbols: LightGBMSymbols
    /// Every name a parameter goes by, with the name LightGBM itself uses.
    let parameterNames: [String: String]

    /// Loads the library at `path`.
    package init(path: String) throws(LightGBMLibraryError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .notFound(searched: [path]) }
        let object: SharedObject
        do {
            object = try SharedObject(path: path)
        } catch {
            throw .unloadable(path: path, reason: error.reason)
        }
        do {
            self.symbols = try LightGBMSymbols(in: object)
        } catch {
            throw Self.refusal(of: path, lacking: error.missing)
        }
        guard let names = Self.parameterNames(from: self.symbols) else {
            // The function came with 4.0; one that answers otherwise belongs to something else.
            throw .notLightGBM(path: path)
        }
        self.path = path
        self.parameterNames = names
        self.version = LightGBMVersion(path: path, parameters: Set(names.values))
    }

    /// Loads the configured library, or else the first usable one of `places`.
    ///
    /// - Parameters:
    ///   - configuredPath: A path that someone chose; nothing else is tried then.
    ///   - places: Where to look without such a path.
    /// - Throws: What is wrong with the first library found, or where none was found.
    package init(configuredPath: String?, places: LightGBMPlaces) throws(LightGBMLibraryError) {
        if let configuredPath {
            try self.init(path: configuredPath)
            return
        }
        var firstFailure: LightGBMLibraryError?
        for path in places.existingFiles() {
            do {
                try self.init(path: path)
                return
            } catch {
                firstFailure = firstFailure ?? error
            }
        }
        throw firstFailure ?? .notFound(searched: places.patterns)
    }

    private static func refusal(of path: String, lacking missing: [LightGBMFunction]) -> LightGBMLibraryError {
        guard missing.count < LightGBMFunction.allCases.count else { return .notLightGBM(path: path) }
        return .tooOld(
            path: path,
            found: LightGBMVersion.outdated(missing: missing),
            minimum: LightGBMVersion.minimum,
            missing: missing.map(\.rawValue)
        )
    }

    /// Reads the table of parameters; `nil` when it cannot be had.
    private static func parameterNames(from symbols: LightGBMSymbols) -> [String: String]? {
        guard
            let text = CText.read({ symbols.dumpParameterAliases($0, $1, $2) == 0 }),
            let table = try? JSONDecoder().decode([String: [String]].self, from: Data(text.utf8))
        else { return nil }
        var names: [String: String] = [:]
        for (name, aliases) in table {
            for alias in aliases { names[alias] = name }
            names[name] = name
        }
        return names
    }
}
