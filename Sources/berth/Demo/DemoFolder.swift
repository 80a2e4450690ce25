internal import Foundation

/// The demo's data directory: made anew each time, and never somebody else's.
struct DemoFolder {
    private let path: String

    private static let marker = "DEMO"

    init(_ path: String) { self.path = path }

    func makeAnew() throws {
        let files = FileManager.default
        guard let entries = try? files.contentsOfDirectory(atPath: self.path), !entries.isEmpty else { return }
        guard entries.contains(Self.marker) else {
            throw CommandFailure(
                kind: .refusedInput,
                message: "\(self.path) is not empty and not the demo's; choose another folder with --data-dir"
            )
        }
        try files.removeItem(atPath: self.path)
    }

    /// Marks the folder as the demo's.
    func mark() throws {
        try Data("This data directory was made by berth demo from simulated runs.\n".utf8)
            .write(to: URL(filePath: self.path).appending(path: Self.marker))
    }
}
