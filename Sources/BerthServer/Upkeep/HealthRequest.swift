internal import Foundation

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// Asks somebody else for his health.
enum HealthRequest {
    /// - Returns: The answer's status; `nil` for one that is no HTTP.
    /// - Throws: `URLError`.
    static func status(of url: URL, timeoutSeconds: Double) async throws -> Int? {
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeoutSeconds)
        request.httpMethod = "GET"
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode
    }
}
