internal import Foundation
internal import Placement
internal import Telemetry

/// Reads a run file from its start, in chunks, so that memory holds the runs and not the text.
///
/// A last line without its end is what a crash leaves of a run that was never acknowledged: it is no run and no
/// damage. Any other line that is not what was written is damage.
struct RunFile {
    /// Relative to the data directory, for errors.
    let name: String
    let path: String

    /// How far the file holds whole lines.
    struct Extent: Sendable {
        /// Bytes of whole lines.
        var wholeBytes = 0
        /// Bytes after them.
        var tornBytes = 0
    }

    private static let chunkBytes = 1 << 20

    /// - Parameter limit: Reads no further than this; the whole file when `nil`.
    /// - Throws: ``DataDirectoryError``, ``FileFailure``. A file that does not exist has no runs.
    func forEach(upTo limit: Int? = nil, _ body: (RunRecord) -> Void) throws -> Extent {
        guard let file = try OpenFile.existing(self.path) else { return Extent() }
        let end = try limit ?? file.byteCount()
        var extent = Extent()
        var line = 0
        var chunk: [UInt8] = []
        var offset = 0
        while offset < end {
            let read = try file.read(min(Self.chunkBytes, end - offset), at: offset)
            guard !read.isEmpty else { break }
            offset += read.count
            chunk += read
            var start = 0
            while let stop = Self.lineEnd(in: chunk, from: start) {
                line += 1
                body(try self.record(start..<stop, of: chunk, line: line))
                start = stop + 1
            }
            extent.wholeBytes += start
            chunk.removeFirst(start)
        }
        extent.tornBytes = chunk.count
        return extent
    }

    /// The next end of a line, found by memchr: a search byte by byte takes as long as reading the runs.
    private static func lineEnd(in chunk: [UInt8], from start: Int) -> Int? {
        chunk.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let end = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            else { return nil }
            return end - UnsafeMutableRawPointer(mutating: base)
        }
    }

    private func record(
        _ range: Range<Int>,
        of chunk: [UInt8],
        line: Int
    ) throws(DataDirectoryError) -> RunRecord {
        do throws(RunRecord.Damage) {
            return try RunRecord(range, of: chunk)
        } catch {
            throw .damagedLine(file: self.name, line: line, problem: error.problem)
        }
    }
}
