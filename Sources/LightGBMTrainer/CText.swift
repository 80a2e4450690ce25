/// Reads text from C functions that fill a buffer and say how large it has to be.
enum CText {
    /// Calls `fill` with no buffer to learn the length, then again with one that is large enough.
    ///
    /// - Parameter fill: Takes the buffer's length, a place for the needed length including the closing zero, and the
    ///   buffer; answers whether it succeeded.
    /// - Returns: The text, or `nil` when `fill` failed.
    static func read(
        _ fill: (Int64, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>?) -> Bool
    ) -> String? {
        var length: Int64 = 0
        guard fill(0, &length, nil), length > 0 else { return nil }
        let bytes = [CChar](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            var needed: Int64 = 0
            count = fill(length, &needed, buffer.baseAddress) && needed == length ? Int(length) : 0
        }
        guard !bytes.isEmpty else { return nil }
        return String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
