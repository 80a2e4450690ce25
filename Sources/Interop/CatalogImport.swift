package import Catalog

/// What an import gives: a catalog to store, and what to tell the user about it.
package struct CatalogImport: Sendable, Hashable {
    /// What there is to rent, in the catalog's own values.
    package let catalog: OfferingCatalog
    /// What was read, left out and worth knowing.
    package let report: CatalogImportReport
}
