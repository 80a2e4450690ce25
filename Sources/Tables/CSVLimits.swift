/// How large a CSV file may be; beyond it, it is refused before it can exhaust memory.
struct CSVLimits {
    let fileBytes: Int
    let columns: Int
    /// Of one record with its quotes and separators, all its lines together.
    let recordBytes: Int

    static let standard = CSVLimits(fileBytes: 1 << 30, columns: 10_000, recordBytes: 1 << 20)
}
