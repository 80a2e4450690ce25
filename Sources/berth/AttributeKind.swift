internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// What a workload's attribute may be, as the features that read it say.
enum AttributeKind: String {
    case number = "a number, true or false"
    case text = "a text"
    case category = "a text, a number, true or false"
    case list = "a list"
    case collection = "a list or an object"

    func allows(_ value: Value) -> Bool {
        switch (self, value) {
        case (.number, _): value.number != nil
        case (.text, .text), (.list, .list), (.collection, .list), (.collection, .record): true
        case (.category, _): value.text != nil
        default: false
        }
    }

    /// For each attribute that a feature reads as it is; an attribute inside a larger expression has no kind here.
    /// Where features differ, the first that is declared decides.
    static func ofAttributes(in domain: Domain) -> [String: AttributeKind] {
        var kinds: [String: AttributeKind] = [:]
        func note(_ expression: Expression?, _ kind: AttributeKind?) {
            guard let expression, let kind, let name = expression.names.first, name.path.count == 2,
                name.path[0] == "workload", expression.text == name.path.joined(separator: "."),
                kinds[name.path[1]] == nil
            else { return }
            kinds[name.path[1]] = kind
        }
        for feature in domain.program.features {
            switch feature.source {
            case .expression(let expression): note(expression, AttributeKind(feature.transform))
            case .code(let source, let language):
                note(source, .text)
                note(language, .text)
            case .clock, .history: break
            }
        }
        return kinds
    }

    private init?(_ transform: FeatureTransform) {
        switch transform {
        case .number, .log, .log1p: self = .number
        case .length: self = .text
        case .hash, .category, .oneHot: self = .category
        case .totalBytes: self = .list
        case .count: self = .collection
        default: return nil
        }
    }
}
