internal import Placement

/// The values of one attribute over all runs.
struct AttributeColumn {
    let owner: DataReport.AttributeSummary.Owner
    let name: String
    /// Runs that have a value.
    private(set) var present = 0
    /// Different values, up to a limit.
    private(set) var values: Set<Value> = []
    /// Runs and targets per category, up to a limit of categories; numbers are no categories.
    private(set) var categories: [String: Category] = [:]

    struct Category {
        var runs = 0
        /// The category's only target so far; `nil` once there are several.
        var onlyTarget: Target.ID?
    }

    /// Workload attributes first, then by name.
    static func all(of runs: [Run]) -> [AttributeColumn] {
        var workload: [String: AttributeColumn] = [:]
        var target: [String: AttributeColumn] = [:]
        for run in runs {
            for (name, value) in run.workload.attributes {
                workload[name, default: AttributeColumn(owner: .workload, name: name)].add(value, of: run)
            }
            for (name, value) in run.target.attributes {
                target[name, default: AttributeColumn(owner: .target, name: name)].add(value, of: run)
            }
        }
        return workload.values.sorted { $0.name < $1.name } + target.values.sorted { $0.name < $1.name }
    }

    private init(owner: DataReport.AttributeSummary.Owner, name: String) {
        self.owner = owner
        self.name = name
    }

    private mutating func add(_ value: Value, of run: Run) {
        guard !value.isMissing else { return }
        self.present += 1
        if self.values.count < DataReport.Limits.distinctValues { self.values.insert(value) }
        guard let category = Self.category(value) else { return }
        if var known = self.categories[category] {
            known.runs += 1
            if known.onlyTarget != run.target.id { known.onlyTarget = nil }
            self.categories[category] = known
        } else if self.categories.count <= DataReport.Limits.categories {
            self.categories[category] = Category(runs: 1, onlyTarget: run.target.id)
        }
    }

    private static func category(_ value: Value) -> String? {
        switch value {
        case .text, .flag: value.text
        case .missing, .number, .list, .record: nil
        }
    }

    /// Whether the attribute has few enough categories to be one of categories at all.
    var isCategorical: Bool { !self.categories.isEmpty && self.categories.count <= DataReport.Limits.categories }

    func summary(of runs: Int) -> DataReport.AttributeSummary {
        DataReport.AttributeSummary(
            owner: self.owner,
            name: self.name,
            missingShare: Double(runs - self.present) / Double(runs),
            distinctValues: self.values.count
        )
    }
}
