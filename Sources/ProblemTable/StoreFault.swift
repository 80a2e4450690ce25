/// What is wrong with the store behind the services; composition tells it from the store's own errors.
package enum StoreFault: Error, Sendable, Hashable {
    /// The disk, or what the store may use of it, is full.
    case full
    /// It cannot be read or written now.
    case unavailable
    /// What it holds is not what was written.
    case damaged
}
