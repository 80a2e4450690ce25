package import Features
package import Placement

/// The classifier's row: what describes the workload and the moment, then each target's predicted value.
package struct SelectionInput: Sendable {
    private let workloadColumns: [Int]
    private let columnNames: [String]
    private let classes: [Target.ID]

    package init(program: FrozenProgram, classes: [Target.ID]) {
        self.workloadColumns = program.workloadColumns
        self.columnNames = program.columnNames
        self.classes = classes
    }

    package var names: [String] {
        self.workloadColumns.map { self.columnNames[$0] } + self.classes.map { "value of \($0)" }
    }

    /// - Parameters:
    ///   - features: The program's vector for any one of the targets.
    ///   - logValues: Predicted logarithms of the values of `targets`.
    /// - Returns: Values are relative to the least; NaN for a class that is no candidate, which is how availability and
    ///   constraints enter.
    package func row(features: [Double], targets: [Target.ID], logValues: [Double]) -> [Double] {
        let least = logValues.reduce(.infinity, min)
        let positions = Dictionary(uniqueKeysWithValues: targets.enumerated().map { ($0.element, $0.offset) })
        return self.workloadColumns.map { features[$0] }
            + self.classes.map { target in positions[target].map { logValues[$0] - least } ?? .nan }
    }
}
