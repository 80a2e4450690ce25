import Forest
import Foundation

/// Times Forest on the model, rows and scores that `run.py` left in a folder; prints "name min median" in ns a row.
struct ForestBenchmark {
    let forest: Forest
    let rows: [Double]
    let scores: [Double]

    init(folder: URL) throws {
        self.forest = try Forest(parsing: try Data(contentsOf: folder.appending(path: "model.txt")))
        self.rows = try Self.doubles(folder.appending(path: "rows.f64"))
        self.scores = try Self.doubles(folder.appending(path: "scores.f64"))
    }

    private static func doubles(_ url: URL) throws -> [Double] {
        try Data(contentsOf: url).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }

    /// Stops unless each kernel gives LightGBM's bits for every row.
    func checkScores() throws {
        for kernel in self.forest.kernels {
            var found = [Double](repeating: 0, count: self.scores.count)
            try self.forest.predictRaw(rows: self.rows, count: self.scores.count, into: &found, kernel: kernel)
            let same = zip(found, self.scores).allSatisfy { $0.bitPattern == $1.bitPattern }
            precondition(same, "\(kernel) does not give LightGBM's scores")
        }
    }

    /// Each sample covers about 1,000 rows, all different, in calls of `batch`.
    func measureScoring(_ name: String, batch: Int, kernel: Kernel?) throws {
        var answer = [Double](repeating: 0, count: batch)
        try self.measure(name, batch: batch, rowsPerSample: 1000, samples: 40) { block in
            try answer.withUnsafeMutableBufferPointer {
                try self.forest.predict(rows: block, count: batch, into: $0, kernel: kernel)
            }
        }
    }

    func measureContributions(_ name: String, batch: Int, level: VectorLevel?) throws {
        try self.measure(name, batch: batch, rowsPerSample: batch, samples: 12) { block in
            _ = try self.forest.contributions(rows: Array(block), count: batch, level: level)
        }
    }

    private func measure(
        _ name: String,
        batch: Int,
        rowsPerSample: Int,
        samples: Int,
        _ body: (UnsafeBufferPointer<Double>) throws -> Void
    ) throws {
        let calls = max(1, rowsPerSample / batch)
        let width = self.forest.featureCount
        var took: [Double] = []
        var row = 0
        try self.rows.withUnsafeBufferPointer { rows in
            for sample in -2..<samples {
                let start = ContinuousClock.now
                for _ in 0..<calls {
                    if row + batch > self.scores.count { row = 0 }
                    try body(UnsafeBufferPointer(rebasing: rows[row * width..<(row + batch) * width]))
                    row += batch
                }
                let nanoseconds = start.duration(to: .now) / .nanoseconds(1)
                if sample >= 0 { took.append(nanoseconds / Double(calls * batch)) }
            }
        }
        took.sort()
        print("\(name) batch=\(batch)\t\(took[0].rounded())\t\(took[samples / 2].rounded())")
    }
}

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? ".build/forest-bench-data")
let benchmark = try ForestBenchmark(folder: folder)
try benchmark.checkScores()
for batch in [1, 8, 64, 4096] { try benchmark.measureScoring("Forest", batch: batch, kernel: nil) }
for batch in [1, 8, 64] { try benchmark.measureContributions("Forest contributions", batch: batch, level: nil) }
for kernel in benchmark.forest.kernels {
    for batch in [1, 8, 64, 4096] { try benchmark.measureScoring("Forest \(kernel)", batch: batch, kernel: kernel) }
}
for level in VectorLevel.available {
    try benchmark.measureContributions("Forest contributions \(level)", batch: 64, level: level)
}
