package import Features
package import Placement

/// The classifier's row: what describes the workload and the moment, then each target's predicted value.
package struct SelectionInput: Sendable {
    private let workloadColumns: [Int]
    private let columnNames: [String]
    private let classes: [Target.ID]

    /// Rows over the program's columns about workload and moment, and the classes in their order.
    package init(program: FrozenProgram, classes: [Target.ID]) {
        self.workloadColumns = program.workloadColumns
        self.columnNames = program.columnNames
        self.classes = classes
    }

    /// Names of the columns of ``row(features:targets:logValues:)``, in order.
    package var names: [String] {
        self.workloadColumns.map { self.columnNames[$0] } + self.classes.map { "value of \($0)" }
    }

    /// - Parameters:
    ///   - features: The program's vector for any one of the targets.
    ///   - logValues: Predicted logarithms of the values of `targets`.
    /// - Returns: Values are relative to the least; NaN for a class that is no candidate, which is how availability and
    ///   constraints enter.
    package func row(features: [Double], targets: [Target.ID], logValues: [Double]) -> [Double] {
        self.row(features: features, classes: targets.map(self.position), logValues: logValues)
    }

    /// A target's place among the classes; `nil` for one that the classifier does not know.
    func position(of target: Target.ID) -> Int? { self.classes.firstIndex(of: target) }

    /// - Parameters:
    ///   - features: The program's vector for any one of the targets, or what begins with it.
    ///   - classes: Of each target, by ``position(of:)``.
    func row(features: [Double], classes: [Int?], logValues: [Double]) -> [Double] {
        let least = logValues.reduce(.infinity, min)
        var row: [Double] = []
        row.reserveCapacity(self.workloadColumns.count + self.classes.count)
        for column in self.workloadColumns { row.append(features[column]) }
        for _ in self.classes { row.append(.nan) }
        for (index, place) in classes.enumerated() {
            if let place { row[self.workloadColumns.count + place] = logValues[index] - least }
        }
        return row
    }
}
