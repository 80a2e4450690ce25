package import Hummingbird

/// What goes along with a request: nothing, since ``HTTPService`` keeps what it needs.
package struct HTTPContext: InitializableFromSource {
    /// A context for a request that comes from no connection, as in tests.
    package init() {}
    /// What Hummingbird makes for each request.
    package init(source: ApplicationRequestContextSource) {}
}
