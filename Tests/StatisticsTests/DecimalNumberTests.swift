import Statistics
import Testing

/// The oracle is the standard library's reading.
@Suite struct DecimalNumberTests {
    private func read(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        return DecimalNumber.read(bytes.span)
    }

    private func isSame(_ text: String) -> Bool { self.read(text)?.bitPattern == Double(text)?.bitPattern }

    @Test(arguments: [
        "0", "-0", "0.0", "-0e5", "1", "-17", "0.1", "1.5e-3", "1E+2", "9007199254740993", "9223372036854775807",
        "9999999999999999999", "0.30000000000000004", "1.3207250000000001e-05", "2.2250738585072014e-8",
        "123456789012345678e-27", "1e22", "1e-22", "12345678901234567e-10", "-5.9604644775390625e-08",
        "000.0000000000000000000012", "0.00010716463238538743",
    ])
    func `numbers are read to the bit`(text: String) {
        #expect(self.isSame(text), "\(text): \(String(describing: self.read(text)))")
    }

    @Test(arguments: 0..<4)
    func `numbers as programs print them are read to the bit`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            // Sixty-four random bits under a random power of two: from 1e-9 to 1e12, printed in as few digits as tell it.
            let bits = (generator.next() >> 12) | (UInt64(1023 - 30 + Int(generator.next() % 70)) << 52)
            let number = Double(bitPattern: bits)
            #expect(self.isSame("\(number)") && self.isSame("-\(number)"), "\(number)")
        }
    }

    /// Halfway between two neighbours, and next to it: where rounding goes wrong first.
    @Test(arguments: 0..<4)
    func `what lies between two numbers goes to the nearer one, a tie to the even one`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            // 54 bits: the last one is the half. Up to three binary places are three decimal ones.
            let odd = (generator.next() >> 10) | 1 | (1 << 53)
            let tie = "\(odd / 8).\(["000", "125", "250", "375", "500", "625", "750", "875"][Int(odd % 8)])"
            for text in ["\(odd)", "\(odd - 1)", "\(odd + 1)", tie, "\(odd)e-3", "\(odd)e-27"] {
                #expect(self.isSame(text), "\(text)")
            }
        }
    }

    @Test(arguments: 0..<4)
    func `random digits with random points and exponents are read to the bit, or not at all`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var count = 0
        for _ in 0..<20_000 {
            var digits = String(generator.next() >> (generator.next() % 64))
            if generator.next() % 2 == 0 {
                digits.insert(
                    ".",
                    at: digits.index(digits.startIndex, offsetBy: Int(generator.next() % UInt64(digits.count)))
                )
            }
            let text = digits + (generator.next() % 2 == 0 ? "" : "e\(Int(generator.next() % 60) - 40)")
            guard let found = self.read(text) else { continue }
            count += 1
            #expect(found.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
        #expect(count > 5_000, "seed \(seed)")
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "5.", "-.5", "1.e5", "e5", "1e", "1e-", "1e+", "1e1234", "nan", "inf", "0x1p3", " 1", "1 ",
        "1_0", "1,5", "1.5.2", "--1", "1e5.0", "10000000000000000000", "1.00000000000000000000",
        "0.12345678901234567891", "1844674407370955161.6", "18446744073709551616", "1e-300", "1e300",
    ])
    func `other forms, and what takes more than 64 bits, are left to others`(text: String) {
        #expect(self.read(text) == nil)
    }
}
