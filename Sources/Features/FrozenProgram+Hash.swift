internal import Foundation
internal import Statistics

extension FrozenProgram {
    /// SHA-256 over the program's canonical JSON, in hexadecimal.
    package func hash() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return SHA256.hexadecimal(of: try encoder.encode(self))
    }
}
