internal import HTTPTypes
internal import Problems

/// Finds the route that a method and a path ask for.
struct RouteTable: Sendable {
    /// The routes of one path.
    private struct Place: Sendable {
        let template: String
        /// `nil` for a placeholder.
        let segments: [String?]
        var routes: [(index: Int, route: Route)] = []
    }

    enum Match: Sendable {
        case found(index: Int, placeholders: [String])
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    let routes: [Route]
    private var places: [Place] = []
    /// Places without placeholders, by path.
    private var exact: [String: Int] = [:]

    init(_ routes: [Route]) {
        self.routes = routes
        for (index, route) in routes.enumerated() {
            if let place = self.places.firstIndex(where: { $0.template == route.template }) {
                precondition(
                    !self.places[place].routes.contains { $0.route.method == route.method },
                    "\(route.method) \(route.template) is there twice"
                )
                self.places[place].routes.append((index, route))
            } else {
                self.places.append(
                    Place(
                        template: route.template,
                        segments: Self.segments(of: route.template).map { $0.hasPrefix("{") ? nil : String($0) },
                        routes: [(index, route)]
                    )
                )
            }
        }
        for (index, place) in self.places.enumerated() where !place.segments.contains(nil) {
            self.exact[place.template] = index
        }
    }

    /// - Parameter path: Still percent-encoded, without the query.
    func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        if let place = self.exact[String(path)] { return Self.match(method, self.places[place], []) }
        let segments = Self.segments(of: path)
        for place in self.places where place.segments.count == segments.count && place.segments.contains(nil) {
            if let placeholders = Self.placeholders(of: place, in: segments) {
                return Self.match(method, place, placeholders)
            }
        }
        return .nothing
    }

    private static func match(_ method: HTTPRequest.Method, _ place: Place, _ placeholders: [String]) -> Match {
        // What can be read can be asked about.
        let found = place.routes.first { _, route in
            route.method == method || (method == .head && route.answersHead)
        }
        if let found { return .found(index: found.index, placeholders: placeholders) }
        let methods = place.routes.map(\.route.method)
        return .otherMethods(place.routes.contains(where: \.route.answersHead) ? methods + [.head] : methods)
    }

    private static func placeholders(of place: Place, in segments: [Substring]) -> [String]? {
        var values: [String] = []
        for (wanted, found) in zip(place.segments, segments) {
            guard let value = PercentEncoding.decoded(found) else { return nil }
            if let wanted {
                guard wanted == value else { return nil }
            } else {
                guard !value.isEmpty else { return nil }
                values.append(value)
            }
        }
        return values
    }

    private static func segments(of path: some StringProtocol) -> [Substring] {
        Substring(path).split(separator: "/", omittingEmptySubsequences: false)
    }

    /// The path that somebody may have meant.
    func nearest(to path: Substring) -> String? {
        nearestName(to: String(path.prefix(Self.longestGuess)), among: self.places.map(\.template))
    }

    /// Guessing costs the product of the lengths.
    private static let longestGuess = 100
}
