internal import Crypto
internal import Foundation

extension FrozenProgram {
    /// SHA-256 over the program's canonical JSON, in hexadecimal.
    package func hash() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return SHA256.hash(data: try encoder.encode(self)).map { String(format: "%02x", $0) }.joined()
    }
}
