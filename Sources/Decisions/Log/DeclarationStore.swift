package import Domains

/// Keeps the declarations of domains that decisions were made by, each once, so that a decision can be computed again by
/// the rules of its day.
///
/// Every method throws the store's own errors for a broken or full disk.
package protocol DeclarationStore: Sendable {
    /// Keeps a domain's declaration, durably before it returns; one that is kept already stays as it is.
    ///
    /// Called before the first decision by it is recorded.
    func keep(_ declaration: DomainDeclaration, of domain: String) async throws

    /// - Parameter hash: As records name it.
    func declaration(_ hash: String) async throws -> DomainDeclaration?

    /// The first that was kept of a domain: by it are those decisions computed again whose records are from before
    /// declarations were kept, since it stood when the first was.
    func firstDeclaration(of domain: String) async throws -> DomainDeclaration?
}

/// Keeps tables of targets by their hash for as long as a record names them.
///
/// Every method throws the store's own errors for a broken or full disk.
package protocol TargetTableStore: Sendable {
    /// Keeps a table, durably before it returns; one that is kept already stays as it is.
    ///
    /// Called before the first decision on its targets is recorded.
    ///
    /// - Parameter hash: SHA-256 of the bytes, in hexadecimal.
    func keep(targetTable bytes: [UInt8], hash: String) async throws

    /// - Returns: `nil` for a table that is not kept, or not any more.
    func targetTable(_ hash: String) async throws -> [UInt8]?

    /// Removes the tables that no record names.
    ///
    /// - Parameter inForce: Hashes of tables that decisions may still be made on.
    /// - Returns: How many were removed.
    func removeTargetTables(except inForce: Set<String>) async throws -> Int
}
