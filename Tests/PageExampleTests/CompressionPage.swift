// swift-format-ignore-file
// Written from Sources/Compression/Compression.docc/Compression.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Compression

private func example(bytes: [UInt8]) async throws {
    let packed = Zlib.packed(bytes)
    let bytes = Zlib.unpacked(packed, count: bytes.count)
    _ = packed
    _ = bytes
}
