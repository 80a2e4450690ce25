import Forest
import Foundation
let dir = CommandLine.arguments[1]
let forest = try Forest(parsing: try Data(contentsOf: URL(fileURLWithPath: dir + "/model.txt")))
func doubles(_ name: String) throws -> [Double] {
    try Data(contentsOf: URL(fileURLWithPath: dir + "/" + name)).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}
let rows = try doubles("rows.f64"), scores = try doubles("scores.f64")
let f = forest.featureCount, n = rows.count / f
for kernel in forest.kernels {
    var out = [Double](repeating: 0, count: n)
    try forest.predictRaw(rows: rows, count: n, into: &out, kernel: kernel)
    print(kernel, zip(out, scores).filter { $0.bitPattern != $1.bitPattern }.count, "differ")
    for batch in [1, 8, 64, 4096] {
        var took: [Double] = []
        var out = [Double](repeating: 0, count: batch)
        let blocks = batch <= 64 ? 400 : 40
        rows.withUnsafeBufferPointer { r in
            out.withUnsafeMutableBufferPointer { o in
                for b in 0..<blocks {
                    let s = (b * batch) % (n - batch) * f
                    let c = ContinuousClock.now
                    try? forest.predictRaw(rows: UnsafeBufferPointer(rebasing: r[s..<s + batch * f]), count: batch, into: o, kernel: kernel)
                    let d = c.duration(to: .now)
                    took.append(Double(d.components.attoseconds) / 1e9 / Double(batch))
                }
            }
        }
        took.sort()
        print("  batch", batch, "min", took[0].rounded(), "median", took[took.count / 2].rounded())
    }
}
for level in VectorLevel.available {
    for batch in [1, 8, 64] {
        var took: [Double] = []
        for b in 0..<12 {
            let s = b * batch * f
            let part = Array(rows[s..<s + batch * f])
            let c = ContinuousClock.now
            _ = try forest.contributions(rows: part, count: batch, level: level)
            let d = c.duration(to: .now)
            took.append(Double(d.components.attoseconds) / 1e9 / Double(batch))
        }
        took.sort()
        print(level, "contrib", batch, took[0].rounded(), took[6].rounded())
    }
}
