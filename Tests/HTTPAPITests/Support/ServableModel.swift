import Domains
import Engine
import Features
import Foundation
import LearnedModels
import Placement

/// The least artifact that can serve: one tree of one split, and the cost from the price of an hour.
enum ServableModel {
    static func artifact(_ version: String, of domain: Domain) throws -> Data {
        let workload = Workload(key: Workload.Key("example"), attributes: ["language": "python", "memoryMB": 512])
        let program = try FrozenProgram(
            domain.program,
            examples: TestService.targets.map { (workload: workload, target: $0) }
        )
        let artifact = ModelArtifact(
            name: domain.name,
            version: version,
            program: program,
            time: [ModelArtifact.Member(modelText: Self.stump(columns: program.columnNames.count), quantity: nil)],
            cost: .hourlyPrice,
            specialists: [:],
            success: nil,
            selection: nil,
            targets: TestService.targets,
            workloads: [:],
            cells: CellTable([], failures: domain.failures).stored,
            spread: ModelArtifact.Spread(level: 1, own: 0.25, run: 0),
            errors: [:],
            grid: nil
        )
        return try JSONEncoder().encode(artifact)
    }

    /// LightGBM's text of a model, written by hand.
    private static func stump(columns: Int) -> String {
        let tree = """
            Tree=0
            num_leaves=2
            num_cat=0
            split_feature=0
            split_gain=1
            threshold=4
            decision_type=8
            left_child=-1
            right_child=-2
            leaf_value=1 2
            leaf_weight=30 30
            leaf_count=30 30
            internal_value=0
            internal_weight=0
            internal_count=60
            is_linear=0
            shrinkage=1



            """
        let names = (0..<columns).map { "column_\($0)" }.joined(separator: " ")
        let ranges = [String](repeating: "[0:1000]", count: columns).joined(separator: " ")
        return """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            label_index=0
            max_feature_idx=\(columns - 1)
            objective=regression
            feature_names=\(names)
            feature_infos=\(ranges)
            tree_sizes=\(tree.utf8.count)


            """ + tree + """
                end of trees

                feature_importances:

                parameters:
                end of parameters

                pandas_categorical:null

                """
    }
}
