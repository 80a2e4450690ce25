package import JSON
package import Problems

/// A report that makes no run: where it stands, which field is wrong, what was found and what is allowed.
package struct BadRun: Error, Sendable, Hashable {
    /// What is wrong, with what was found and what is allowed.
    package enum Fault: Hashable, Sendable {
        case notJSON(JSONFault.Problem)
        case tooLong(bytes: Int, limit: Int)
        case field(FieldFault.Cause)
    }

    /// The name that the file was given.
    package let file: String
    /// Where the report starts, counted from 1.
    package let line: Int
    /// The dotted path of the field at fault, such as `spec.memoryMB`; `nil` for the whole report.
    package let field: String?
    /// What is wrong there.
    package let fault: Fault

    package init(file: String, line: Int, field: String?, fault: Fault) {
        self.file = file
        self.line = line
        self.field = field
        self.fault = fault
    }

    init(file: String, line: Int, _ fault: FieldFault) {
        let field = fault.field.isEmpty ? nil : fault.field
        self.init(file: file, line: line, field: field, fault: .field(fault.cause))
    }
}

extension BadRun: CustomStringConvertible {
    package var description: String {
        "\(self.file):\(self.line): " + (self.field.map { "\($0): " } ?? "") + self.fault.description
    }
}

extension BadRun.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let problem): "not JSON: \(problem)"
        case .tooLong(let bytes, let limit): "the report has \(bytes) bytes; at most \(limit) are allowed"
        case .field(let problem): "\(problem)"
        }
    }
}
