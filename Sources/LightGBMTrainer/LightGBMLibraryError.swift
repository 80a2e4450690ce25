/// Why LightGBM's library cannot be used.
package enum LightGBMLibraryError: Error, Hashable {
    /// There is no such file in any of these places.
    case notFound(searched: [String])
    /// The file is there, but the dynamic linker refuses it.
    case unloadable(path: String, reason: String)
    /// A library, but not LightGBM's.
    case notLightGBM(path: String)
    /// LightGBM, but without functions that training needs.
    case tooOld(path: String, found: String, minimum: String, missing: [String])
}

extension LightGBMLibraryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let searched):
            "LightGBM's library was not found; \(Self.remedy). Looked for:\n"
                + searched.map { "  \($0)" }.joined(separator: "\n")
        case .unloadable(let path, let reason):
            "LightGBM's library \(path) cannot be loaded: \(reason)\(Self.openMPHint(for: reason))"
        case .notLightGBM(let path):
            "\(path) is not LightGBM's library: it exports none of its functions; \(Self.remedy)"
        case .tooOld(let path, let found, let minimum, let missing):
            "LightGBM's library \(path) is too old: found version \(found), needed is \(minimum) or newer "
                + "(it lacks \(missing.joined(separator: ", "))); \(Self.remedy)"
        }
    }

    private static let remedy = "run `make deps`, or set the path of an installed one (BERTH_LIGHTGBM_LIBRARY)"

    /// The one thing the library needs that its package does not bring along.
    private static func openMPHint(for reason: String) -> String {
        if reason.contains("libgomp") { return "; install libgomp1, or run `make deps`" }
        if reason.contains("libomp") { return "; install libomp (brew install libomp)" }
        return ""
    }
}
