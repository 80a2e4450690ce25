// swift-format-ignore-file
// Written from Sources/Nodes/Nodes.docc/Nodes.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Nodes
internal import Placement

private func example() async throws {
    let type = TaskType.fraudDetection
    let payload = try type.check(.record(["amount": 1240, "merchant": "gift_cards"]))
    let amount = payload.number("amount")  // 1240
    let order = TaskOrder(
        task: TaskOrder.ID("t-1"), token: 1, type: type.name, payload: .record(payload.values), timeoutSeconds: 30)
    _ = type
    _ = payload
    _ = amount
    _ = order
}
