package import Hummingbird

/// What goes along with a request: nothing, since ``HTTPService`` keeps what it needs.
package struct HTTPContext: InitializableFromSource {
    package init() {}
    package init(source: ApplicationRequestContextSource) {}
}
