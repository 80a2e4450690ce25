package import Catalog

/// What an import gives: a catalog to store, and what to tell the user about it.
package struct CatalogImport: Sendable, Hashable {
    package let catalog: OfferingCatalog
    package let report: CatalogImportReport
}
