// swift-format-ignore-file
// Written from Sources/NodeWire/NodeWire.docc/NodeWire.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import JSON
internal import NodeWire
internal import Nodes

private func example(order: TaskOrder) async throws {
    var writer = JSONWriter(reserving: 512)
    writer.order(order)
    let read = try TaskOrder(json: writer.bytes)
    _ = writer
    _ = read
}
