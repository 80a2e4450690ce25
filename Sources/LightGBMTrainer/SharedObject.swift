#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A shared library loaded into the process.
///
/// It is never unloaded: LightGBM's OpenMP runtime keeps threads whose code would vanish with it.
struct SharedObject {
    private let handle: UnsafeMutableRawPointer

    /// The dynamic linker's own words.
    struct LoadFailure: Error {
        let reason: String
    }

    init(path: String) throws(LoadFailure) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw LoadFailure(reason: dlerror().map { String(cString: $0) } ?? "the dynamic linker gave no reason")
        }
        self.handle = handle
    }

    /// The address of an exported symbol, or `nil` when the library has none of that name.
    func address(of symbol: String) -> UnsafeMutableRawPointer? {
        dlsym(self.handle, symbol)
    }
}
