/// One attribute of every target of a table.
package enum TargetColumn: Sendable, Hashable {
    /// NaN where a target lacks the attribute.
    case numbers([Double])
    /// 0, 1, or ``missingFlag`` where a target lacks the attribute.
    case flags([UInt8])
    /// Places in `names`, which are in the order of their first row; −1 where a target lacks the attribute.
    case categories(codes: [Int32], names: [String])
    /// Values of several kinds, lists and objects: places in `values`, −1 where a target lacks the attribute.
    case values(codes: [Int32], values: [Value])

    package static let missingFlag: UInt8 = 2

    /// - Returns: `nil` where the target lacks the attribute.
    package func value(at row: Int) -> Value? {
        switch self {
        case .numbers(let numbers): numbers[row].isNaN ? nil : .number(numbers[row])
        case .flags(let flags): flags[row] == Self.missingFlag ? nil : .flag(flags[row] == 1)
        case .categories(let codes, let names): codes[row] < 0 ? nil : .text(names[Int(codes[row])])
        case .values(let codes, let values): codes[row] < 0 ? nil : values[Int(codes[row])]
        }
    }

    /// For each row a number from 0 that equal values share, and how many numbers there are.
    package var codes: (ofRow: [Int32], count: Int) {
        switch self {
        case .numbers(let numbers):
            var known: [UInt64: Int32] = [:]
            let codes = numbers.map { number in
                // −0 and 0 are told apart: an expression could.
                let bits = number.isNaN ? Double.nan.bitPattern : number.bitPattern
                if let code = known[bits] { return code }
                let code = Int32(known.count)
                known[bits] = code
                return code
            }
            return (codes, known.count)
        case .flags(let flags): return (flags.map(Int32.init), Int(Self.missingFlag) + 1)
        case .categories(let codes, let names): return (codes.map { $0 + 1 }, names.count + 1)
        case .values(let codes, let values): return (codes.map { $0 + 1 }, values.count + 1)
        }
    }
}

extension TargetColumn {
    /// Takes an attribute's values row after row, and finds the kind that holds them.
    struct Builder {
        private enum Kind {
            case open
            case numbers([Double])
            case flags([UInt8])
            case categories([Int32], known: [ExactText: Int32], names: [String])
            case values([Int32], known: [Value: Int32], values: [Value])
        }

        private var kind = Kind.open
        private(set) var count = 0

        /// - Parameter value: `nil` where the target lacks the attribute.
        mutating func append(_ value: Value?) {
            defer { self.count += 1 }
            // Taken out, so that its arrays are changed in place.
            let kind = self.kind
            self.kind = .open
            self.kind = self.appending(value, to: kind)
        }

        mutating func append(missing count: Int) {
            for _ in 0..<count { self.append(nil) }
        }

        var column: TargetColumn {
            switch self.kind {
            case .open: .numbers([Double](repeating: .nan, count: self.count))
            case .numbers(let numbers): .numbers(numbers)
            case .flags(let flags): .flags(flags)
            case .categories(let codes, _, let names): .categories(codes: codes, names: names)
            case .values(let codes, _, let values): .values(codes: codes, values: values)
            }
        }

        private func appending(_ value: Value?, to kind: consuming Kind) -> Kind {
            switch (kind, value) {
            case (.open, nil): return .open
            case (.open, .number(let number)?) where !number.isNaN:
                return .numbers([Double](repeating: .nan, count: self.count) + [number])
            case (.open, .flag(let flag)?):
                return .flags([UInt8](repeating: TargetColumn.missingFlag, count: self.count) + [flag ? 1 : 0])
            case (.open, .text(let text)?):
                return .categories(
                    [Int32](repeating: -1, count: self.count) + [0],
                    known: [ExactText(text: text): 0],
                    names: [text]
                )
            case (.open, let value?):
                return .values([Int32](repeating: -1, count: self.count) + [0], known: [value: 0], values: [value])
            case (.numbers(var numbers), nil):
                numbers.append(.nan)
                return .numbers(numbers)
            case (.numbers(var numbers), .number(let number)?) where !number.isNaN:
                numbers.append(number)
                return .numbers(numbers)
            case (.flags(var flags), nil):
                flags.append(TargetColumn.missingFlag)
                return .flags(flags)
            case (.flags(var flags), .flag(let flag)?):
                flags.append(flag ? 1 : 0)
                return .flags(flags)
            case (.categories(var codes, let known, let names), nil):
                codes.append(-1)
                return .categories(codes, known: known, names: names)
            case (.categories(var codes, var known, var names), .text(let text)?):
                if let code = known[ExactText(text: text)] {
                    codes.append(code)
                } else {
                    codes.append(Int32(names.count))
                    known[ExactText(text: text)] = Int32(names.count)
                    names.append(text)
                }
                return .categories(codes, known: known, names: names)
            case (.values(var codes, var known, var values), let value):
                codes.append(Self.code(of: value, &known, &values))
                return .values(codes, known: known, values: values)
            case (let kind, let value?): return self.appending(value, to: self.mixed(kind))
            }
        }

        /// The values so far as values of any kind.
        private func mixed(_ kind: Kind) -> Kind {
            var builder = self
            builder.kind = kind
            let column = builder.column
            var codes: [Int32] = []
            var known: [Value: Int32] = [:]
            var values: [Value] = []
            for row in 0..<self.count { codes.append(Self.code(of: column.value(at: row), &known, &values)) }
            return .values(codes, known: known, values: values)
        }

        private static func code(of value: Value?, _ known: inout [Value: Int32], _ values: inout [Value]) -> Int32 {
            guard let value else { return -1 }
            if let code = known[value] { return code }
            let code = Int32(values.count)
            known[value] = code
            values.append(value)
            return code
        }
    }
}

/// A text that is its bytes: equal texts in Unicode's sense are told apart where they are spelled differently.
private struct ExactText: Hashable {
    let text: String

    static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in self.text.utf8 { hasher.combine(byte) }
    }
}
