#if PostgreSQL
    internal import CLibPQ
    internal import SQL

    /// What a statement gave: libpq's result, which goes with this object.
    final class Answer {
        private let result: OpaquePointer

        /// - Parameter result: Not yet cleared; this object clears it.
        init(_ result: OpaquePointer) { self.result = result }

        deinit { PQclear(self.result) }

        var status: ExecStatusType { PQresultStatus(self.result) }

        /// Such as `COMMIT` or `UPDATE`.
        var command: String { String(cString: PQcmdStatus(self.result)) }

        /// Rows that a statement wrote or removed.
        var changes: Int { Int(String(cString: PQcmdTuples(self.result))) ?? 0 }

        /// SQLSTATE and message of an error.
        var problem: (state: String, message: String) {
            (self.field(Int32(UInt8(ascii: "C"))) ?? "", self.field(Int32(UInt8(ascii: "M"))) ?? "no message")
        }

        private func field(_ code: Int32) -> String? {
            PQresultErrorField(self.result, code).map { String(cString: $0) }
        }

        func rows() throws(SQLError) -> [SQLRow] {
            let fields = 0..<PQnfields(self.result)
            let columns = fields.map { String(cString: PQfname(self.result, $0)) }
            var rows: [SQLRow] = []
            for row in 0..<PQntuples(self.result) {
                var values: [SQLValue] = []
                for field in fields { values.append(try self.value(row, field)) }
                rows.append(SQLRow(columns: columns, values: values))
            }
            return rows
        }

        private func value(_ row: Int32, _ field: Int32) throws(SQLError) -> SQLValue {
            guard PQgetisnull(self.result, row, field) == 0, let start = PQgetvalue(self.result, row, field) else {
                return .null
            }
            // The pointer is into the result, which lives as long as this object.
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(self.result, row, field)))
            func number() -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
            switch PQftype(self.result, field) {
            case WireType.int8: return .integer(Int64(bitPattern: number()))
            case WireType.int4: return .integer(Int64(Int32(truncatingIfNeeded: number())))
            case WireType.int2: return .integer(Int64(Int16(truncatingIfNeeded: number())))
            case WireType.bool: return .integer(Int64(number()))
            case WireType.float8: return .real(Double(bitPattern: number()))
            case WireType.text, WireType.varchar, WireType.name, WireType.json, WireType.unknown:
                return .text(String(decoding: bytes, as: UTF8.self))
            case WireType.bytea: return .bytes(Array(bytes))
            case WireType.void: return .null
            case let type:
                let column = String(cString: PQfname(self.result, field))
                throw .refused(problem: "the column '\(column)' has a type that is not read (OID \(type))")
            }
        }
    }
#endif
