/// A number in [0, 1) that depends only on the text, spread evenly, the same in every process and on every platform.
///
/// FNV-1a over the UTF-8 bytes, whose upper bits hardly see the last letters, therefore finished by SplitMix64's mix;
/// the upper 53 bits make the number.
/// - SeeAlso: G. Fowler, L. C. Noll, K.-P. Vo, *The FNV Non-Cryptographic Hash Algorithm*; G. Steele, D. Lea,
///   C. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014, doi:10.1145/2660193.2660195.
package func stableFraction(of text: String) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    hash ^= hash >> 31
    return Double(hash >> 11) * 0x1p-53
}
