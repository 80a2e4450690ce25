// swift-format-ignore-file
// Written from Sources/Nodes/Nodes.docc/Nodes.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Nodes
internal import Placement

private func example() async throws {
    let kind = TaskKind.fraudDetection
    let payload = try kind.check(.record(["amount": 1240, "merchant": "gift_cards"]))
    let amount = payload.number("amount")  // 1240
    let order = TaskOrder(
        task: TaskOrder.ID("t-1"), token: 1, type: kind.name, payload: .record(payload.values), timeoutSeconds: 30)
    _ = kind
    _ = payload
    _ = amount
    _ = order
}
