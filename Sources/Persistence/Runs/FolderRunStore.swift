internal import Foundation
package import Placement
internal import Synchronization
package import Telemetry

/// Keeps the runs of each domain in a file of the data directory, one line a run.
///
/// The ids of a domain's runs and the sums of their contents are in memory, from the first append on. Queries read the
/// file.
package final class FolderRunStore: RunStore {
    private let directory: DataDirectory
    private let folder: Folder
    private let journals = Mutex<[String: Journal]>([:])

    package init(_ directory: DataDirectory) {
        self.directory = directory
        self.folder = directory.folder.folder("runs")
    }

    private static let suffix = ".ndjson"

    private func file(of domain: String) throws(DataDirectoryError) -> RunFile {
        let name = try DataDirectory.checked(domain) + Self.suffix
        return RunFile(name: "runs/\(name)", path: self.folder.path(of: name))
    }

    /// - Precondition: The data directory was opened for writing.
    package func append(_ runs: [Run], to domain: String) throws -> RunImport {
        self.directory.requireWriting()
        let file = try self.file(of: domain)
        for run in runs { try run.requireStorable() }
        // One append at a time: the lock is held while the disk works, which is what makes the order of the file, the
        // ids in memory and the answers agree.
        return try self.journals.withLock { journals in
            var journal = try journals[domain] ?? Journal(file)
            defer { journals[domain] = journal }
            return try journal.append(runs, to: file, in: self.folder)
        }
    }

    package func runs(_ query: RunQuery) throws -> [Run] {
        var runs: [Run] = []
        _ = try self.read(query.domain) { run in
            if query.includes(run.startedAt) { runs.append(run) }
        }
        return query.answer(from: runs)
    }

    package func summary(of domain: String) throws -> RunSummary {
        var summary = RunSummary()
        _ = try self.read(domain) { summary.add($0) }
        return summary
    }

    package func domains() throws -> [String] {
        try self.folder.names().filter { $0.hasSuffix(Self.suffix) }.map { String($0.dropLast(Self.suffix.count)) }
    }

    /// Bytes after the last whole line: a half-written run that a crash left behind. The next append cuts them off.
    package func tornByteCount(of domain: String) throws -> Int {
        try self.read(domain) { _ in }.tornBytes
    }

    private func read(_ domain: String, _ body: (Run) -> Void) throws -> RunFile.Extent {
        let file = try self.file(of: domain)
        let acknowledged = self.journals.withLock { $0[domain]?.wholeBytes }
        return try file.forEach(upTo: acknowledged) { body($0.run) }
    }
}

/// What is known of one run file between appends.
private struct Journal {
    private var sums: [Run.ID: UInt64] = [:]
    /// Bytes of acknowledged runs. Whatever stands after them in the file is cut off before the next write.
    private(set) var wholeBytes = 0

    init(_ file: RunFile) throws {
        var sums: [Run.ID: UInt64] = [:]
        self.wholeBytes = try file.forEach { sums[$0.run.id] = $0.sum }.wholeBytes
        self.sums = sums
    }

    mutating func append(_ runs: [Run], to file: RunFile, in folder: Folder) throws -> RunImport {
        var result = RunImport()
        var added: [Run.ID: UInt64] = [:]
        var bytes: [UInt8] = []
        for run in runs {
            let line = RunRecord.line(of: run)
            if let known = self.sums[run.id] ?? added[run.id] {
                if known == line.sum { result.duplicates += 1 } else { result.contradicting.append(run.id) }
                continue
            }
            added[run.id] = line.sum
            bytes += line.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        result.imported = added.count
        result.removedTornBytes = try self.write(bytes, to: file, in: folder)
        self.wholeBytes += bytes.count
        self.sums.merge(added) { known, _ in known }
        return result
    }

    /// - Returns: How many bytes after the last acknowledged run were cut off first.
    private func write(_ bytes: [UInt8], to file: RunFile, in folder: Folder) throws -> Int {
        try folder.create()
        let output = try OpenFile(file.path, for: .appending)
        let torn = try output.byteCount() - self.wholeBytes
        if torn > 0 { try output.cut(toByteCount: self.wholeBytes) }
        try output.write(bytes)
        try output.sync()
        if self.wholeBytes == 0 { try folder.sync() }
        return max(torn, 0)
    }
}
