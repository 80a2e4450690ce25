internal import Foundation

/// A file operation that the system refused.
package struct FileFailure: Error, Hashable, CustomStringConvertible {
    /// What was tried.
    package enum Operation: String, Sendable, Hashable {
        case create = "create"
        case open = "open"
        case read = "read"
        case write = "write to"
        case sync = "sync"
        case cut = "cut"
        case rename = "rename"
        case remove = "remove"
        case list = "list"
        case lock = "lock"
    }

    /// What was tried.
    package let operation: Operation
    /// The file or folder.
    package let path: String
    /// The system's error number.
    package let code: Int32

    /// - Parameter code: The number that the failed call has just left behind.
    package init(_ operation: Operation, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    package var description: String {
        "cannot \(self.operation.rawValue) \(self.path): \(String(cString: strerror(self.code)).lowercased())"
    }

    /// Whether the path, or a folder on the way to it, does not exist.
    package var isMissing: Bool { self.code == ENOENT }
    /// Whether something with this name is there already.
    package var isTaken: Bool { self.code == EEXIST }
}
