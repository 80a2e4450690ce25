import Compression
import Testing

struct CompressionTests {
    @Test(arguments: [0, 1, 100, 100_000])
    func `what was packed is unpacked`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let packed = Zlib.packed(bytes)
        #expect(Zlib.unpacked(packed, count: count) == bytes)
        #expect(Zlib.unpacked(packed, count: count + 1) == nil)
        #expect(Zlib.unpacked(packed.dropLast(), count: count) == nil)
    }

    /// The check value of CRC-32 in the catalogue of R. Williams, "A painless guide to CRC error detection algorithms".
    @Test func `the checksum is that of PNG and gzip`() {
        #expect(Zlib.crc32(Array("123456789".utf8)[...]) == 0xCBF4_3926)
        #expect(Zlib.crc32([]) == 0)
    }

    @Test func `gzip is made only where it saves something`() {
        #expect(Gzip.packed([1, 2, 3]) == nil)
        let packed = Gzip.packed(Array(repeating: 65, count: 1_000))
        #expect(packed?.prefix(2) == [0x1F, 0x8B])
    }
}
