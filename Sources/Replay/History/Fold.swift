internal import Placement

/// What is learned from and what is decided, once.
struct Fold {
    /// The value that is left out of the training; `nil` when the test has files of its own.
    let leftOut: String?
    let training: [Run]
    let test: [Run]

    /// One fold for each value of a column, in the order of the values.
    static func leavingOut(_ column: String, of history: ReplayHistory) throws -> [Fold] {
        let values = try history.texts(ofColumn: column)
        let distinct = Set(values).sorted()
        guard distinct.count > 1 else {
            throw ReplayError.oneValueOnly(column: column, value: distinct.first ?? "")
        }
        let pairs = zip(values, history.runs)
        return distinct.map { value in
            Fold(
                leftOut: value,
                training: pairs.filter { $0.0 != value }.map(\.1),
                test: pairs.filter { $0.0 == value }.map(\.1)
            )
        }
    }
}
