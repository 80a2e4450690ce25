// swift-format-ignore-file
// Written from Sources/Files/Files.docc/Files.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Files
internal import Foundation

private func example(bytes: Data) async throws {
    let folder = Folder("data/artifacts")
    try folder.create()
    try folder.replace("index", with: bytes)
    _ = folder
}
