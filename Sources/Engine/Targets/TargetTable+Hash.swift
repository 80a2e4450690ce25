package import Placement
internal import Statistics

extension TargetTable {
    /// The table's version: SHA-256 over its canonical bytes, in hexadecimal.
    package var version: String { SHA256.hexadecimal(of: self.encoded) }
}
