import Foundation

/// Makes small shared libraries with the C compiler that every Swift toolchain brings.
enum SharedLibraryStub {
    struct CompilerFailed: Error {
        let status: Int32
    }

    /// Compiles `source` into a shared library under `path`.
    static func compile(_ source: String, to path: String) throws {
        let input = path + ".c"
        try source.write(toFile: input, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-o", path, input]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed(status: compiler.terminationStatus) }
    }

    /// A library that exports functions which do nothing and answer 0.
    static func compile(functions: [String], to path: String) throws {
        try self.compile(functions.map { "int \($0)(void) { return 0; }" }.joined(separator: "\n"), to: path)
    }
}
