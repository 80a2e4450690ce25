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
    /// A line of a run file is not what was written. Lines are counted from 1.
    case damagedLine(file: String, line: Int, problem: String)
    /// A file that is written whole is not what was written.
    case damagedFile(file: String, problem: String)
}

extension DataDirectoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notThere(let path): "there is no data directory at \(path); import runs or train a model to create it"
        case .foreign(let path): "\(path) is no data directory of Berth, and it is not empty; choose another folder"
        case .otherVersion(let path, let found, let supported):
            "the data directory \(path) has version \(found), this program uses version \(supported)"
        case .inUse(let path, let process):
            "the data directory \(path) is in use" + (process.map { " by process \($0)" } ?? "")
                + "; one process at a time may write to it"
        case .unusableName(let name):
            "'\(name)' cannot name a domain or model; expected 1 to 64 lower-case letters, digits and hyphens"
        case .damagedLine(let file, let line, let problem):
            "\(file):\(line): the line is damaged: \(problem); restore the file from a backup, or remove the line"
        case .damagedFile(let file, let problem):
            "\(file) is damaged: \(problem); restore it from a backup, or make it again"
        }
    }
}
