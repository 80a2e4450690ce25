import Foundation
import Testing
import Training

@testable import LightGBMTrainer

@Suite("LightGBM library")
struct LightGBMLibraryTests {
    private static let everyFunction = LightGBMFunction.allCases.map(\.rawValue)

    @Test("the fetched library is usable and tells its version")
    func fetched() throws {
        let trainer = try TestLibrary.trainer()
        #expect(trainer.libraryDescription.wholeMatch(of: /LightGBM \d+\.\d+\.\d+/) != nil)
        let library = try TestLibrary.load()
        #expect(library.parameterNames["random_state"] == "seed")
        #expect(library.parameterNames["seed"] == "seed")
    }

    @Test("a configured path is the only one that is tried")
    func configured() throws {
        let places = LightGBMPlaces(patterns: [TestLibrary.path])
        #expect(throws: LightGBMLibraryError.notFound(searched: ["/nowhere/lib_lightgbm.so"])) {
            try LightGBMLibrary(configuredPath: "/nowhere/lib_lightgbm.so", places: places)
        }
        #expect(
            try LightGBMLibrary(configuredPath: TestLibrary.path, places: .init(patterns: [])).path == TestLibrary.path
        )
    }

    @Test("the error lists where it looked and how to get the library")
    func notFound() throws {
        let error = try #require(throws: LightGBMLibraryError.self) {
            try LightGBMLibrary(
                configuredPath: nil,
                places: LightGBMPlaces(patterns: ["/nowhere/a.so", "/nowhere/b.so"])
            )
        }
        #expect(
            error.description == """
                LightGBM's library was not found; run `make deps`, or set the path of an installed one \
                (BERTH_LIGHTGBM_LIBRARY). Looked for:
                  /nowhere/a.so
                  /nowhere/b.so
                """
        )
    }

    @Test("the library beside the program comes first")
    func installedPlace() {
        let places = LightGBMPlaces.usual(installed: "/opt/lib/berth", workingDirectory: "/project", home: "/home/me")
        #expect(places.patterns.first?.hasPrefix("/opt/lib/berth/lib_lightgbm.") == true)
        #expect(places.patterns.dropFirst().first?.hasPrefix("/project/.deps/lightgbm/lib/lib_lightgbm.") == true)
    }

    @Test("the fetched library comes before the system's")
    func usualPlaces() {
        let places = LightGBMPlaces.usual(workingDirectory: "/project", home: "/home/me")
        let patterns = places.patterns
        #expect(patterns.first?.hasPrefix("/project/.deps/lightgbm/lib/lib_lightgbm.") == true)
        #expect(patterns.contains { $0.hasPrefix("/opt/homebrew/lib/lib_lightgbm.") })
        #expect(patterns.contains { $0.hasPrefix("/home/me/.local/lib/python3.*/site-packages/lightgbm/lib/") })
    }

    @Test("among Python's folders the newest version comes first")
    func pythonFolders() throws {
        try TemporaryFolder.with { folder in
            for version in ["python3.9", "python3.13", "python2.7"] {
                let packages = folder.appendingPathComponent("\(version)/packages")
                try FileManager.default.createDirectory(at: packages, withIntermediateDirectories: true)
                try Data().write(to: packages.appendingPathComponent("l.so"))
            }
            let places = LightGBMPlaces(patterns: [
                "\(folder.path)/python3.*/packages/l.so", "\(folder.path)/missing/python3.*/packages/l.so",
            ])
            let expected = ["python3.13", "python3.9"].map { "\(folder.path)/\($0)/packages/l.so" }
            #expect(places.existingFiles() == expected)
        }
    }

    @Test("a file that is no library is refused with the linker's reason")
    func unloadable() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("text.so").path
            try Data("no library".utf8).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: LightGBMLibraryError.self) { try LightGBMLibrary(path: path) }
            guard case .unloadable(path, let reason) = error else {
                Issue.record("unexpected: \(error)")
                return
            }
            #expect(!reason.isEmpty)
            #expect(error.description.contains(reason))
        }
    }

    @Test(
        "a missing OpenMP runtime comes with its remedy",
        arguments: [
            ("libgomp.so.1: cannot open", "install libgomp1"), ("libomp.dylib not loaded", "brew install libomp"),
        ]
    )
    func openMP(reason: String, remedy: String) {
        #expect(LightGBMLibraryError.unloadable(path: "/l.so", reason: reason).description.contains(remedy))
    }

    @Test("another library is not taken for LightGBM's")
    func otherLibrary() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("other.so").path
            try SharedLibraryStub.compile(functions: ["something_else"], to: path)
            let error = try #require(throws: LightGBMLibraryError.self) { try LightGBMLibrary(path: path) }
            #expect(error == .notLightGBM(path: path))
            #expect(error.description.contains("is not LightGBM's library"))
        }
    }

    @Test(
        "an old library is refused with its version and the one that is needed",
        arguments: [
            ("older than 4.0", ["LGBM_DumpParamAliases", "LGBM_GetMaxThreads"]),
            ("4.0 or 4.1", ["LGBM_GetMaxThreads"]),
        ]
    )
    func tooOld(version: String, missing: [String]) throws {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("old.so").path
            try SharedLibraryStub.compile(functions: Self.everyFunction.filter { !missing.contains($0) }, to: path)
            let error = try #require(throws: LightGBMLibraryError.self) { try LightGBMLibrary(path: path) }
            #expect(error == .tooOld(path: path, found: version, minimum: "4.2", missing: missing))
            #expect(error.description.contains("found version \(version), needed is 4.2 or newer"))
        }
    }

    @Test("a library that does not tell its parameters is not LightGBM's")
    func silent() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("silent.so").path
            try SharedLibraryStub.compile(functions: Self.everyFunction, to: path)
            #expect(throws: LightGBMLibraryError.notLightGBM(path: path)) { try LightGBMLibrary(path: path) }
        }
    }

    @Test("an unusable library does not hide a usable one, and is named when there is none")
    func fallsThrough() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("other.so").path
            try SharedLibraryStub.compile(functions: ["something_else"], to: path)
            let both = LightGBMPlaces(patterns: [path, TestLibrary.path])
            #expect(try LightGBMLibrary(configuredPath: nil, places: both).path == TestLibrary.path)
            #expect(throws: LightGBMLibraryError.notLightGBM(path: path)) {
                try LightGBMLibrary(configuredPath: nil, places: LightGBMPlaces(patterns: [path]))
            }
        }
    }

    @Test(
        "without a version file the version is told by what the library knows",
        arguments: [
            ([], "4.2 or 4.3"), (["early_stopping_min_delta"], "4.4 or 4.5"),
            (["early_stopping_min_delta", "bagging_by_query"], "4.6"),
            (["early_stopping_min_delta", "bagging_by_query", "gpu_device_id_list"], "4.7 or newer"),
        ] as [(Set<String>, String)]
    )
    func versionByMarks(parameters: Set<String>, version: String) {
        #expect(LightGBMVersion(path: "/nowhere/lib/l.so", parameters: parameters).description == version)
    }

    @Test("a version file that holds something else is ignored", arguments: [("4.6.0.99\n", "4.6.0.99"), ("?", "4.6")])
    func versionFile(text: String, version: String) throws {
        try TemporaryFolder.with { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("VERSION.txt"))
            let path = folder.appendingPathComponent("lib/l.so").path
            #expect(LightGBMVersion(path: path, parameters: ["bagging_by_query"]).description == version)
        }
    }
}
