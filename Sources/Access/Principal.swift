/// Who asks: everything that reads or changes something on somebody's behalf is told.
///
/// Nobody logs in yet, so that whoever reaches the service is ``local``.
package enum Principal: Sendable, Hashable {
    /// Whoever runs the process, or reaches it on an address that he chose to open.
    case local
    /// A bearer of a token, by the token's name.
    case token(name: String)
    /// A node that runs tasks, by its id.
    case node(id: String)
}

extension Principal: CustomStringConvertible {
    /// As records and the audit name the actor: `local`, `token:NAME`, `node:ID`.
    package var description: String {
        switch self {
        case .local: "local"
        case .token(let name): "token:\(name)"
        case .node(let id): "node:\(id)"
        }
    }

    /// The principal of this name; `nil` where the text names none.
    package init?(_ description: String) {
        if description == "local" {
            self = .local
            return
        }
        guard let colon = description.firstIndex(of: ":") else { return nil }
        let name = String(description[description.index(after: colon)...])
        guard !name.isEmpty else { return nil }
        switch description[..<colon] {
        case "token": self = .token(name: name)
        case "node": self = .node(id: name)
        default: return nil
        }
    }
}
