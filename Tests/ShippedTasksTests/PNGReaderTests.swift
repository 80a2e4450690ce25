import Compression
import Foundation
import Statistics
import Testing

@testable import ShippedTasks

struct PNGReaderTests {
    private struct Pictures: Decodable {
        let width: Int
        let height: Int
        let pixels: [String: [UInt8]]
    }

    @Test func `every colour type, depth and filter is read`() throws {
        let pictures = try Fixture.json("png/grey.json", as: Pictures.self)
        #expect(pictures.pixels.count == 15)
        for (name, pixels) in pictures.pixels {
            let picture = try PNGReader.picture(Array(try Fixture.data("png/\(name).png")))
            #expect(picture == Picture(width: pictures.width, height: pictures.height, pixels: pixels), "\(name)")
        }
    }

    @Test func `a file that ends early is refused wherever it ends`() throws {
        let bytes = Array(try Fixture.data("png/colour3-depth4.png"))
        for count in 0..<bytes.count {
            #expect(throws: PNGFault.self) { try PNGReader.picture(Array(bytes.prefix(count))) }
        }
        #expect(throws: PNGFault.bytesAfterEnd(1)) { try PNGReader.picture(bytes + [0]) }
    }

    @Test func `damaged files are refused or read, and nothing else`() throws {
        var generator = SeededGenerator(seed: 20_260_303)
        for name in ["colour0-depth1", "colour3-depth8", "colour6-depth16"] {
            let bytes = Array(try Fixture.data("png/\(name).png"))
            for _ in 0..<400 {
                var damaged = bytes
                for _ in 0...generator.index(below: 4) {
                    let place = generator.index(below: damaged.count)
                    switch generator.index(below: 3) {
                    case 0: damaged[place] = UInt8(truncatingIfNeeded: generator.next())
                    case 1: damaged.remove(at: place)
                    default: damaged.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
                    }
                }
                // Checksums right again, so that damage reaches what is behind them.
                if generator.uniform() < 0.7 { damaged = Self.mended(damaged) }
                do throws(PNGFault) { _ = try PNGReader.picture(damaged) } catch { #expect(!"\(error)".isEmpty) }
            }
        }
    }

    /// The chunks with the checksums that they should have, as far as there are chunks.
    private static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { break }
            Self.write(Self.checksum(bytes[place + 4..<place + 8 + length]), to: &bytes, at: place + 8 + length)
            place += 12 + length
        }
        return bytes
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
        Int(Zlib.crc32(bytes))
    }

    private static func write(_ number: Int, to bytes: inout [UInt8], at place: Int) {
        for part in 0..<4 { bytes[place + part] = UInt8(number >> (24 - 8 * part) & 0xFF) }
    }

    /// A file whose chunks have right lengths and checksums.
    private static func file(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        for (name, content) in chunks {
            let start = bytes.count
            bytes += [0, 0, 0, 0] + Array(name.utf8) + content + [0, 0, 0, 0]
            Self.write(content.count, to: &bytes, at: start)
        }
        return Self.mended(bytes)
    }

    private static func header(
        width: Int = 1,
        height: Int = 1,
        depth: UInt8 = 8,
        colour: UInt8 = 0,
        rest: [UInt8] = [0, 0, 0]
    ) -> (String, [UInt8]) {
        var bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, depth, colour] + rest
        Self.write(width, to: &bytes, at: 0)
        Self.write(height, to: &bytes, at: 4)
        return ("IHDR", bytes)
    }

    private static func packed(_ bytes: [UInt8]) -> [UInt8] { Zlib.packed(bytes) }

    private static let pixel = ("IDAT", packed([0, 77]))
    private static let end = ("IEND", [UInt8]())

    @Test(
        arguments: [
            ([header(), pixel, ("tEXt", [1]), end], nil),
            ([pixel, header(), end], .unexpectedChunk(name: "IDAT", expected: "IHDR")),
            ([header(), end], .unexpectedChunk(name: "IEND", expected: "IDAT")),
            ([header(), pixel, ("tEXt", []), pixel, end], .unexpectedChunk(name: "IDAT", expected: "IDAT or IEND")),
            ([header(), ("ABCD", []), pixel, end], .unexpectedChunk(name: "ABCD", expected: "IDAT")),
            ([header(), header(), pixel, end], .unexpectedChunk(name: "IHDR", expected: "IDAT")),
            ([header(), pixel], .endsEarly(at: 55)),
            ([("IHDR", [1, 2]), pixel, end], .wrongHeader("2 bytes instead of 13")),
            ([header(width: 0), pixel, end], .wrongHeader("the size 0 × 1")),
            (
                [header(width: 60_000, height: 60_000), pixel, end],
                .tooLarge(width: 60_000, height: 60_000, limit: 1 << 20)
            ),
            (
                [header(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF), pixel, end],
                .tooLarge(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, limit: 1 << 20)
            ),
            ([header(colour: 1), pixel, end], .wrongHeader("the color type 1")),
            ([header(depth: 4, colour: 2), pixel, end], .wrongHeader("the depth 4 with the color type 2")),
            ([header(rest: [1, 0, 0]), pixel, end], .wrongHeader("an unknown compression or filter method")),
            ([header(rest: [0, 0, 1]), pixel, end], .interlaced),
            ([header(rest: [0, 0, 2]), pixel, end], .wrongHeader("the interlace method 2")),
            ([header(colour: 3), pixel, end], .noPalette),
            ([header(colour: 3), ("PLTE", [1, 2]), pixel, end], .wrongPalette(bytes: 2)),
            ([header(colour: 3), ("PLTE", [1, 2, 3]), pixel, end], .paletteIndex(77, colours: 1)),
            ([header(), ("IDAT", [1, 2, 3]), end], .damagedData(bytes: 2)),
            ([header(), ("IDAT", packed([0])), end], .damagedData(bytes: 2)),
            ([header(), ("IDAT", packed([UInt8](repeating: 0, count: 100_000))), end], .damagedData(bytes: 2)),
            ([header(), ("IDAT", packed([5, 0])), end], .wrongFilter(5, row: 0)),
        ] as [([(String, [UInt8])], PNGFault?)]
    )
    func `each fault has its name`(chunks: [(String, [UInt8])], fault: PNGFault?) throws {
        let bytes = Self.file(chunks)
        if let fault {
            #expect(throws: fault) { try PNGReader.picture(bytes) }
            #expect(!"\(fault)".isEmpty)
        } else {
            #expect(try PNGReader.picture(bytes) == Picture(width: 1, height: 1, pixels: [77]))
        }
    }

    @Test func `a wrong checksum and a length beyond the file are told`() throws {
        var bytes = Self.file([Self.header(), Self.pixel, Self.end])
        bytes[16] ^= 1
        #expect(throws: PNGFault.wrongChecksum(chunk: "IHDR")) { try PNGReader.picture(bytes) }
        bytes[8] = 0xFF
        #expect(throws: PNGFault.chunkTooLong(name: "IHDR", bytes: 0xFF00_000D)) { try PNGReader.picture(bytes) }
        #expect(throws: PNGFault.notPNG) { try PNGReader.picture(Array("GIF89a".utf8)) }
    }
}
