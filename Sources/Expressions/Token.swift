/// A piece of an expression's text and the bytes it covers.
struct Token: Equatable {
    enum Kind: Equatable {
        case number(Double)
        case text(String)
        case name(String)
        /// A name in backticks.
        case quotedName(String)
        case symbol(String)
        case end
    }

    let kind: Kind
    let start: Int
    let end: Int
}
