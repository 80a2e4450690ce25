package import Access

/// What somebody asks of a route.
package struct Call: Sendable {
    /// Who asks.
    package let principal: Principal
    /// The client's own, or one that was made for it.
    package let requestID: String
    /// Values of the template's placeholders, in their order.
    package let placeholders: [String]
    /// With the parameters of the route only.
    package let query: Query
    /// Empty where the route takes none.
    package let body: [UInt8]
    /// Whether JSON is asked for where there is a choice.
    package let prefersJSON: Bool
    /// Whether whoever asks may see and change nothing of others: private values are hidden from him.
    package let isReadOnly: Bool
}
