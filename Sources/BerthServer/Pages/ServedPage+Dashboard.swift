internal import Compression
internal import Dashboard
internal import HTTPAPI
internal import Web

extension ServedPage {
    /// The dashboard's pages, packed once.
    static let dashboard: [ServedPage] = {
        // All pages are one document: it is packed only once.
        var packed: [String: [UInt8]?] = [:]
        return DashboardPages.all.map { page in
            let bytes = packed[page.entityTag] ?? Gzip.packed(page.bytes)
            packed[page.entityTag] = .some(bytes)
            return ServedPage(
                path: page.path,
                contentType: page.contentType,
                body: page.bytes,
                packed: bytes,
                entityTag: page.entityTag,
                isImmutable: page.isImmutable
            )
        }
    }()
}
