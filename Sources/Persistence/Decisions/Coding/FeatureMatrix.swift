internal import Placement

// The feature vectors of a decision's candidates. Most columns are the workload's and so equal for all candidates:
// those are written once. An excluded candidate has no vector.

extension ByteWriter {
    mutating func features(_ vectors: [FeatureVector]) {
        let rows = vectors.map(\.values).filter { !$0.isEmpty }
        let width = rows.first?.count ?? 0
        let isMatrix = rows.allSatisfy { $0.count == width }
        self.flag(isMatrix)
        guard isMatrix else { return self.list(vectors) { $0.list($1.values) { $0.number($1) } } }
        self.bits(vectors.map { !$0.values.isEmpty })
        guard let first = rows.first else { return }
        self.count(width)
        var isShared = [Bool](repeating: true, count: width)
        for row in rows.dropFirst() {
            for column in 0..<width where row[column].bitPattern != first[column].bitPattern {
                isShared[column] = false
            }
        }
        self.bits(isShared)
        for column in 0..<width {
            if isShared[column] {
                self.number(first[column])
            } else {
                for row in rows { self.number(row[column]) }
            }
        }
    }
}

extension ByteReader {
    /// - Parameter count: How many candidates there are.
    mutating func features(_ count: Int) throws(ByteFault) -> [FeatureVector] {
        guard try self.flag() else {
            let vectors = try self.list { (reader) throws(ByteFault) in
                FeatureVector(try reader.list { (reader) throws(ByteFault) in try reader.number() })
            }
            guard vectors.count == count else { throw .invalid("it has \(vectors.count) vectors, not \(count)") }
            return vectors
        }
        let isPresent = try self.bits(count)
        let rowCount = isPresent.count { $0 }
        guard rowCount > 0 else { return Array(repeating: FeatureVector([]), count: count) }
        let width = try self.count()
        let isShared = try self.bits(width)
        var rows = [[Double]](repeating: [], count: rowCount)
        for row in rows.indices { rows[row].reserveCapacity(width) }
        for column in 0..<width {
            if isShared[column] {
                let number = try self.number()
                for row in rows.indices { rows[row].append(number) }
            } else {
                for row in rows.indices { rows[row].append(try self.number()) }
            }
        }
        var next = rows.makeIterator()
        return isPresent.map { FeatureVector($0 ? next.next() ?? [] : []) }
    }
}
