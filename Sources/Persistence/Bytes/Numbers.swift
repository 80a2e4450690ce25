/// How one `Double` is spelled: the first byte is the number itself, or says what follows.
///
/// The identical bits come back, of NaN and −0 as well.
private enum NumberTag {
    /// Below this the byte is the number.
    static let first: UInt8 = 0xE0
    static let missing: UInt8 = 0xE0
    static let bits: UInt8 = 0xE1
    static let whole: UInt8 = 0xE2
    static let thousandths: UInt8 = 0xE3
    static let billionths: UInt8 = 0xE4
    static let single: UInt8 = 0xE5
}

extension ByteWriter {
    mutating func number(_ number: Double) {
        let bits = number.bitPattern
        if let whole = Int64(exactly: number), whole.magnitude < 1 << 48, bits != (-0.0).bitPattern {
            if (0..<Int64(NumberTag.first)).contains(whole) { return self.byte(UInt8(whole)) }
            self.byte(NumberTag.whole)
            return self.signed(whole)
        }
        if bits == Double.nan.bitPattern { return self.byte(NumberTag.missing) }
        if let thousandths = Self.fraction(of: number, scale: 1e3) {
            self.byte(NumberTag.thousandths)
            return self.signed(thousandths)
        }
        if let billionths = Self.fraction(of: number, scale: 1e9) {
            self.byte(NumberTag.billionths)
            return self.signed(billionths)
        }
        let single = Float(number)
        if Double(single).bitPattern == bits {
            self.byte(NumberTag.single)
            return withUnsafeBytes(of: single.bitPattern.littleEndian) { self.raw($0) }
        }
        self.byte(NumberTag.bits)
        self.fixed(bits)
    }

    /// The whole number that divided by `scale` gives exactly this one, where it is short enough to be worth it.
    private static func fraction(of number: Double, scale: Double) -> Int64? {
        let scaled = (number * scale).rounded()
        // −0 would come back as 0.
        guard abs(scaled) < 0x1p40, scaled != 0, (scaled / scale).bitPattern == number.bitPattern else { return nil }
        return Int64(scaled)
    }

    /// Eight bytes, for numbers that hardly ever are short.
    mutating func longNumber(_ number: Double) { self.fixed(number.bitPattern) }
}

extension ByteReader {
    mutating func number() throws(ByteFault) -> Double {
        switch try self.byte() {
        case let small where small < NumberTag.first: Double(small)
        case NumberTag.missing: .nan
        case NumberTag.bits: Double(bitPattern: try self.fixed())
        case NumberTag.whole: Double(try self.signed())
        case NumberTag.thousandths: Double(try self.signed()) / 1e3
        case NumberTag.billionths: Double(try self.signed()) / 1e9
        case NumberTag.single:
            Double(Float(bitPattern: try self.raw(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }))
        case let other: throw .unknownTag(other, of: "a number")
        }
    }

    mutating func longNumber() throws(ByteFault) -> Double { Double(bitPattern: try self.fixed()) }
}
