import Foundation
import Testing

enum Fixture {
    static func data(_ name: String) throws -> Data {
        let folder = try #require(Bundle.module.resourceURL)
        return try Data(contentsOf: folder.appending(path: "Fixtures").appending(path: name))
    }

    static func json<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        try JSONDecoder().decode(Content.self, from: try Self.data(name))
    }
}
