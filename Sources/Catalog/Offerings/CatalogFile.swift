package import Foundation
internal import Placement

/// The one file in which imported offerings are stored: versioned JSON in columns, the same bytes for the same
/// catalog. Regions, origins and rates are written once and referred to by position, so that seventy thousand
/// offerings stay a few megabytes and load in a moment.
package enum CatalogFile {
    /// The first key of every stored catalog.
    package static let format = "berth-catalog"
    /// The layout that is written, and the only one that is read.
    package static let version = 1

    /// Why a stored catalog is refused.
    package enum Fault: Error, Hashable {
        case notACatalog(problem: String)
        case otherVersion(found: Int, supported: Int)
        /// A row refers to something that the file does not have, or columns differ in length.
        case brokenReference(column: String, row: Int)
    }

    /// The catalog as JSON with sorted keys.
    package static func encode(_ catalog: OfferingCatalog) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(Document(catalog))
    }

    /// Reads what ``encode(_:)`` wrote.
    ///
    /// - Throws: ``Fault`` for another format or version, and for columns that do not fit together.
    package static func decode(_ data: Data) throws(Fault) -> OfferingCatalog {
        let decoder = JSONDecoder()
        do {
            let head = try decoder.decode(Head.self, from: data)
            guard head.format == Self.format else {
                throw Fault.notACatalog(problem: "the format is '\(head.format)', expected '\(Self.format)'")
            }
            guard head.version == Self.version else {
                throw Fault.otherVersion(found: head.version, supported: Self.version)
            }
            return try decoder.decode(Document.self, from: data).catalog()
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault.notACatalog(problem: "\(error)")
        }
    }

    private struct Head: Decodable {
        let format: String
        let version: Int
    }
}

extension CatalogFile.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notACatalog(let problem): "not a stored catalog: \(problem)"
        case .otherVersion(let found, let supported):
            "the catalog has version \(found), this program reads version \(supported); import it again"
        case .brokenReference(let column, let row): "row \(row) of column '\(column)' refers to nothing"
        }
    }
}

/// The file's layout.
private struct Document: Codable {
    let format: String
    let version: Int
    let types: [InstanceType]
    let egress: [EgressPrice]
    let regions: [String]
    let zones: [String]
    let currencies: [Currency]
    let origins: [Origin]
    let rates: [ExchangeRate]
    let offerings: Columns
    /// Of types that are offered without being specified, after `types`.
    let unspecified: [InstanceType.ID]

    struct Columns: Codable {
        var type: [Int] = []
        var region: [Int] = []
        var currency: [Int] = []
        var onDemandNanos: [Int64?] = []
        var spotNanos: [Int64?] = []
        var spotZone: [Int?] = []
        var origin: [Int] = []
        /// Rows that were converted: position, rate, and the prices that were listed.
        var converted: [ConvertedRow] = []
    }

    struct ConvertedRow: Codable {
        let row: Int
        let rate: Int
        let onDemand: Money?
        let spot: Money?
    }

    init(_ catalog: OfferingCatalog) {
        self.format = CatalogFile.format
        self.version = CatalogFile.version
        self.types = catalog.types
        self.egress = catalog.egress
        var types = Numbered(catalog.types.map(\.id))
        var regions = Numbered<String>([])
        var zones = Numbered<String>([])
        var currencies = Numbered<Currency>([])
        var origins = Numbered<Origin>([])
        var rates = Numbered<ExchangeRate>([])
        var columns = Columns()
        for (row, offering) in catalog.offerings.enumerated() {
            columns.type.append(types.number(of: offering.type))
            columns.region.append(regions.number(of: offering.region))
            let currency = (offering.onDemand ?? offering.spot)?.currency ?? .usd
            columns.currency.append(currencies.number(of: currency))
            columns.onDemandNanos.append(offering.onDemand?.nanos)
            columns.spotNanos.append(offering.spot?.nanos)
            columns.spotZone.append(offering.spotZone.map { zones.number(of: $0) })
            columns.origin.append(origins.number(of: offering.origin))
            if let converted = offering.converted {
                columns.converted.append(
                    ConvertedRow(
                        row: row,
                        rate: rates.number(of: converted.rate),
                        onDemand: converted.onDemand,
                        spot: converted.spot
                    )
                )
            }
        }
        self.regions = regions.values
        self.zones = zones.values
        self.currencies = currencies.values
        self.origins = origins.values
        self.rates = rates.values
        self.offerings = columns
        self.unspecified = Array(types.values.dropFirst(catalog.types.count))
    }

    func catalog() throws(CatalogFile.Fault) -> OfferingCatalog {
        let columns = self.offerings
        let count = columns.type.count
        let lengths = [
            ("region", columns.region.count), ("currency", columns.currency.count),
            ("onDemandNanos", columns.onDemandNanos.count), ("spotNanos", columns.spotNanos.count),
            ("spotZone", columns.spotZone.count), ("origin", columns.origin.count),
        ]
        for (column, length) in lengths where length != count {
            throw CatalogFile.Fault.brokenReference(column: column, row: min(length, count))
        }
        let types = self.types.map(\.id) + self.unspecified
        var converted: [Int: Offering.Converted] = [:]
        for entry in columns.converted {
            converted[entry.row] = Offering.Converted(
                onDemand: entry.onDemand,
                spot: entry.spot,
                rate: try Self.look(up: entry.rate, in: self.rates, column: "converted", row: entry.row)
            )
        }
        var offerings: [Offering] = []
        offerings.reserveCapacity(count)
        for row in 0..<count {
            let currency = try Self.look(up: columns.currency[row], in: self.currencies, column: "currency", row: row)
            var zone: String?
            if let number = columns.spotZone[row] {
                zone = try Self.look(up: number, in: self.zones, column: "spotZone", row: row)
            }
            offerings.append(
                Offering(
                    type: try Self.look(up: columns.type[row], in: types, column: "type", row: row),
                    region: try Self.look(up: columns.region[row], in: self.regions, column: "region", row: row),
                    onDemand: columns.onDemandNanos[row].map { Money(nanos: $0, currency: currency) },
                    spot: columns.spotNanos[row].map { Money(nanos: $0, currency: currency) },
                    spotZone: zone,
                    converted: converted[row],
                    origin: try Self.look(up: columns.origin[row], in: self.origins, column: "origin", row: row)
                )
            )
        }
        return OfferingCatalog(types: self.types, offerings: offerings, egress: self.egress)
    }

    private static func look<Element>(
        up number: Int,
        in values: [Element],
        column: String,
        row: Int
    ) throws(CatalogFile.Fault) -> Element {
        guard values.indices.contains(number) else {
            throw CatalogFile.Fault.brokenReference(column: column, row: row)
        }
        return values[number]
    }
}

/// Values in the order in which they were first seen.
private struct Numbered<Value: Hashable> {
    private(set) var values: [Value]
    private var numbers: [Value: Int]

    init(_ values: [Value]) {
        self.values = values
        self.numbers = Dictionary(zip(values, values.indices), uniquingKeysWith: { first, _ in first })
    }

    mutating func number(of value: Value) -> Int {
        if let number = self.numbers[value] { return number }
        self.numbers[value] = self.values.count
        self.values.append(value)
        return self.values.count - 1
    }
}
