/// A way to choose without a model, beside which a replay stands.
enum SimplePolicy: String, CaseIterable, Sendable {
    /// The target that was best on average for the training workloads.
    case bestFixed
    case cheapestHourly
    /// The domain's declared rules.
    case rules
    /// The one of the others that does best on the training workloads, each chosen for without its own runs.
    case bestSimple
}

/// One value for each simple policy, where it can choose.
struct BySimplePolicy<Content> {
    private var contents: [SimplePolicy: Content] = [:]

    subscript(policy: SimplePolicy) -> Content? {
        get { self.contents[policy] }
        set { self.contents[policy] = newValue }
    }
}

extension BySimplePolicy: Sendable where Content: Sendable {}
