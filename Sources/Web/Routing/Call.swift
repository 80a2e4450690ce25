package import Access

/// What somebody asks of a route.
package struct Call: Sendable {
    /// Who asks.
    package let principal: Principal
    package let requestID: String
    /// Values of the template's placeholders, in their order.
    package let placeholders: [String]
    package let query: Query
    package let body: [UInt8]
    /// Whether JSON is asked for where there is a choice.
    package let prefersJSON: Bool
    /// Whether whoever asks may see and change nothing of others: private values are hidden from him.
    package let isReadOnly: Bool
}
