/// One number or switch of `BoostingParameters`, declared once: key, meaning, default and range.
///
/// Configuration, command-line help, validation and a later search for good values all read this declaration.
package struct BoostingKnob: Sendable {
    /// The property's name, also the key in files and flags.
    package let key: String
    /// What it does, one sentence, with the unit.
    package let meaning: String
    let field: Field
    /// The value of a new `BoostingParameters`; `nil` where every training has to choose (`rounds`, `seed`).
    package let defaultValue: Value?

    /// A knob's value.
    package enum Value: Sendable, Hashable, CustomStringConvertible {
        case integer(Int)
        case number(Double)
        case toggle(Bool)

        package var description: String {
            switch self {
            case .integer(let value): "\(value)"
            case .number(let value): "\(value)"
            case .toggle(let value): "\(value)"
            }
        }
    }

    /// The way to a value; key paths written as literals may cross threads.
    typealias Path<Value> = any WritableKeyPath<BoostingParameters, Value> & Sendable

    /// Where the value lives and what it may be.
    enum Field: Sendable {
        case integer(Path<Int>, ClosedRange<Int>)
        case number(Path<Double>, NumberRange)
        case toggle(Path<Bool>)
    }

    /// What is allowed, in words.
    package var allowed: String {
        switch self.field {
        case .integer(_, let range): "whole numbers from \(range.lowerBound) to \(range.upperBound)"
        case .number(_, let range): range.description
        case .toggle: "true or false"
        }
    }

    /// The knob's value in `parameters`.
    package func value(in parameters: BoostingParameters) -> Value {
        switch self.field {
        case .integer(let path, _): .integer(parameters[keyPath: path])
        case .number(let path, _): .number(parameters[keyPath: path])
        case .toggle(let path): .toggle(parameters[keyPath: path])
        }
    }

    /// Whether the knob's value in `parameters` lies in its range.
    package func isAllowed(in parameters: BoostingParameters) -> Bool {
        switch self.field {
        case .integer(let path, let range): range.contains(parameters[keyPath: path])
        case .number(let path, let range): range.contains(parameters[keyPath: path])
        case .toggle: true
        }
    }
}
