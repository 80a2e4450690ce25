#if PostgreSQL
    internal import CLibPQ
    internal import SQL

    /// Values as PostgreSQL's binary format has them, bound beside the statement's text and never written into it.
    ///
    /// - SeeAlso: PostgreSQL 15, 55.7, "Message Formats", and the `*recv` functions of each type.
    struct Parameters {
        private var types: [Oid] = []
        /// All values one after the other, and a byte so that there is always a place to point to.
        private var bytes: [CChar] = [0]
        /// Where each value lies; `nil` for NULL.
        private var places: [Range<Int>?] = []

        init(_ values: [SQLValue]) throws(SQLError) {
            for value in values {
                try value.requireStorable()
                switch value {
                case .null: self.add(0, nil as [UInt8]?)
                case .integer(let number): self.add(WireType.int8, Self.bigEndian(UInt64(bitPattern: number)))
                case .real(let number): self.add(WireType.float8, Self.bigEndian(number.bitPattern))
                case .text(let text): self.add(WireType.text, text.utf8)
                case .bytes(let bytes): self.add(WireType.bytea, bytes)
                }
            }
        }

        private mutating func add(_ type: Oid, _ value: (some Sequence<UInt8>)?) {
            self.types.append(type)
            guard let value else { return self.places.append(nil) }
            let start = self.bytes.count
            self.bytes.append(contentsOf: value.lazy.map { CChar(bitPattern: $0) })
            self.places.append(start..<self.bytes.count)
        }

        private static func bigEndian(_ number: UInt64) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }

        /// Sends a statement with these values, and asks for the answer in binary.
        ///
        /// - Returns: 1, or 0 when it could not be sent.
        func send(_ statement: String, on connection: OpaquePointer) -> Int32 {
            // libpq copies everything into its buffer before it returns, so pointers into arrays that live for the
            // length of the call are enough.
            self.bytes.withUnsafeBufferPointer { bytes in
                let pointers = self.places.map { place in
                    place.flatMap { place in bytes.baseAddress.map { $0 + place.lowerBound } }
                }
                return PQsendQueryParams(
                    connection,
                    statement,
                    Int32(self.places.count),
                    self.types,
                    pointers,
                    self.places.map { Int32($0?.count ?? 0) },
                    self.places.map { _ in 1 },
                    1
                )
            }
        }
    }

    /// Object identifiers of types that every server has.
    ///
    /// - SeeAlso: `src/include/catalog/pg_type.dat` of PostgreSQL.
    enum WireType {
        static let bool: Oid = 16
        static let bytea: Oid = 17
        static let name: Oid = 19
        static let int8: Oid = 20
        static let int2: Oid = 21
        static let int4: Oid = 23
        static let text: Oid = 25
        static let json: Oid = 114
        static let float8: Oid = 701
        static let unknown: Oid = 705
        static let varchar: Oid = 1043
        static let void: Oid = 2278
    }
#endif
