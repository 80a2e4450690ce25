/// Why a data directory, or something in it, is refused.
package enum DataDirectoryError: Error, Hashable {
    case notThere(path: String)
    /// A folder with other things in it.
    case foreign(path: String)
    case otherVersion(path: String, found: Int, supported: Int)
    /// Another writer holds the lock; its process id where the lock file tells.
    case inUse(path: String, process: Int?)
    /// A domain's or model's name that is no name for a file.
    case unusableName(String)
    /// The format before the database, whose runs lie in these files.
    case formerFormat(path: String, runFiles: [String])
    /// A file that is written whole is not what was written.
    case damagedFile(file: String, problem: String)
    /// A database of another program.
    case foreignFile(file: String)
    /// A newer Berth has changed the database's tables.
    case newerDatabase(file: String)
    /// This Berth would change the database's tables, and may only read.
    case olderDatabase(file: String)
}

extension DataDirectoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notThere(let path): "there is no data directory at \(path); berth serve and berth runs import create it"
        case .foreign(let path): "\(path) is not a data directory of Berth, and it is not empty; choose another folder"
        case .otherVersion(let path, let found, let supported):
            "the data directory \(path) has version \(found), this program uses version \(supported)"
        case .inUse(let path, let process):
            "the data directory \(path) is in use" + (process.map { " by process \($0)" } ?? "")
                + "; one process at a time may write to it"
        case .unusableName(let name):
            "'\(name)' cannot name a domain or model; expected 1 to 64 lowercase letters, digits and hyphens"
        case .formerFormat(let path, let runFiles):
            "the data directory \(path) has version 1, with its runs in text files; "
                + (runFiles.isEmpty
                    ? "it has none, so remove the folder or choose another"
                    : "choose another folder and import them, each for its domain: berth runs import --data-dir NEW "
                        + "--domain DOMAIN \(runFiles.joined(separator: " "))")
        case .damagedFile(let file, let problem):
            "\(file) is damaged: \(problem); restore it from a backup, or recreate it"
        case .foreignFile(let file):
            "\(file) is a database of another program; move it away, or choose another data directory"
        case .newerDatabase(let file): "\(file) was written by a newer Berth; use that, or restore it from a backup"
        case .olderDatabase(let file):
            "\(file) was written by an older Berth; a command that writes, such as berth serve, upgrades it"
        }
    }
}
