/// Why a training failed inside LightGBM, or never got there.
package enum LightGBMError: Error, Hashable {
    /// A function of the library answered with a failure; `message` is LightGBM's own.
    case refused(function: String, message: String)
    /// `BoostingParameters.extra` has a name that this LightGBM does not know.
    case unknownParameter(name: String, nearest: String?)
    /// `BoostingParameters.extra` sets what `property` already sets.
    case parameterHasProperty(name: String, property: String)
    /// `BoostingParameters.extra` has a name that is for LightGBM's command line or for training on many machines.
    case unavailableParameter(name: String)
    /// The trained model is in a text format that Berth does not read; `found` is its second line.
    case unknownModelFormat(found: String, expected: String)
}

extension LightGBMError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let function, let message): "LightGBM: \(message) (\(function))"
        case .unknownParameter(let name, let nearest):
            "extra parameter \"\(name)\" is unknown to LightGBM" + (nearest.map { "; nearest name: \"\($0)\"" } ?? "")
        case .parameterHasProperty(let name, let property):
            "extra parameter \"\(name)\" is set by \(property); set that instead"
        case .unavailableParameter(let name):
            "extra parameter \"\(name)\" concerns LightGBM's own files and machines and has no effect here"
        case .unknownModelFormat(let found, let expected):
            "LightGBM wrote a model with \"\(found)\"; the readable format is \"\(expected)\""
        }
    }
}
