import Foundation
import Testing
import Training

@testable import LightGBMTrainer

/// What becomes of LightGBM's handles when a call fails, seen by a stand-in library that counts them.
@Suite("LightGBM handles")
struct LightGBMHandleTests {
    /// Answers every call with success, except the one that is named; complains when a dataset is freed before its
    /// booster.
    private static func source(failing: String, modelText: String = "tree\\nversion=v4\\n") -> String {
        """
        #include <string.h>
        #include <stdint.h>
        static int datasets, boosters, misuse;
        static int answer(const char *name) { return strcmp(name, "\(failing)") ? 0 : -1; }
        static int text(const char *s, int64_t length, int64_t *needed, char *out) {
            *needed = (int64_t)strlen(s) + 1;
            if (length >= *needed) memcpy(out, s, *needed);
            return 0;
        }
        const char *LGBM_GetLastError(void) { return "told to fail"; }
        int LGBM_RegisterLogCallback(void *f) { return answer("RegisterLogCallback"); }
        int LGBM_DumpParamAliases(int64_t l, int64_t *n, char *o) { return text("{\\"seed\\": []}", l, n, o); }
        int LGBM_GetMaxThreads(int *n) { return 0; }
        int LGBM_DatasetCreateFromMat(void *d, int t, int r, int c, int m, char *p, void *ref, void **out) {
            if (answer(ref ? "CreateValidation" : "CreateTraining")) return -1;
            datasets++; *out = &datasets; return 0;
        }
        int LGBM_DatasetSetField(void *h, char *f, void *d, int n, int t) { return answer(f); }
        int LGBM_DatasetSetFeatureNames(void *h, char **n, int c) { return answer("SetFeatureNames"); }
        int LGBM_DatasetFree(void *h) { if (boosters) misuse = 1; datasets--; return 0; }
        int LGBM_BoosterCreate(void *h, char *p, void **out) {
            if (answer("BoosterCreate")) return -1;
            boosters++; *out = &boosters; return 0;
        }
        int LGBM_BoosterAddValidData(void *h, void *d) { return answer("AddValidData"); }
        int LGBM_BoosterUpdateOneIter(void *h, int *f) { *f = 0; return answer("UpdateOneIter"); }
        int LGBM_BoosterGetCurrentIteration(void *h, int *n) { *n = 1; return answer("GetCurrentIteration"); }
        int LGBM_BoosterGetEvalCounts(void *h, int *n) { *n = 1; return answer("GetEvalCounts"); }
        int LGBM_BoosterGetEvalNames(void *h, int n, int *c, size_t l, size_t *o, char **s) {
            strcpy(s[0], "l2"); return answer("GetEvalNames");
        }
        int LGBM_BoosterGetEval(void *h, int i, int *n, double *v) { *v = 1; return answer("GetEval"); }
        int LGBM_BoosterSaveModelToString(void *h, int s, int k, int i, int64_t l, int64_t *n, char *o) {
            return answer("SaveModel") ? -1 : text("\(modelText)", l, n, o);
        }
        int LGBM_BoosterFree(void *h) { boosters--; return 0; }
        int alive(void) { return datasets + boosters; }
        int misused(void) { return misuse; }
        """
    }

    /// Trains with a stand-in and gives the error, having checked that every handle was freed in order.
    private static func failure(of source: String) throws -> LightGBMError? {
        try TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("standin.so").path
            try SharedLibraryStub.compile(source, to: path)
            let trainer = LightGBMTrainer(library: try LightGBMLibrary(path: path))
            var parameters = BoostingParameters(objective: .l2, rounds: 2, seed: 1)
            parameters.threads = 1
            let rows = 20
            let training = try GeneratedData.dataset(
                rows: rows,
                weights: Array(repeating: 1, count: rows),
                groups: [rows]
            )
            let job = try TreeTrainingJob(training: training, validation: training, parameters: parameters)
            var failure: LightGBMError?
            do {
                _ = try trainer.train(job)
            } catch let error as LightGBMError {
                failure = error
            }
            let object = try SharedObject(path: path)
            #expect(try Self.call("alive", in: object) == 0)
            #expect(try Self.call("misused", in: object) == 0)
            return failure
        }
    }

    private static func call(_ name: String, in object: SharedObject) throws -> CInt {
        let address = try #require(object.address(of: name))
        return unsafeBitCast(address, to: (@convention(c) () -> CInt).self)()
    }

    @Test("are freed after a training")
    func success() throws {
        #expect(try Self.failure(of: Self.source(failing: "nothing")) == nil)
    }

    @Test(
        "are freed, and LightGBM's message is kept, whichever call fails",
        arguments: [
            "RegisterLogCallback", "CreateTraining", "label", "weight", "group", "SetFeatureNames", "BoosterCreate",
            "CreateValidation", "AddValidData", "GetEvalCounts", "GetEvalNames", "UpdateOneIter", "GetCurrentIteration",
            "GetEval", "SaveModel",
        ]
    )
    func failure(call: String) throws {
        let error = try #require(try Self.failure(of: Self.source(failing: call)))
        guard case .refused(_, message: "told to fail") = error else {
            Issue.record("unexpected: \(error)")
            return
        }
    }

    @Test("a model in another format is refused")
    func modelFormat() throws {
        let error = try Self.failure(of: Self.source(failing: "nothing", modelText: "tree\\nversion=v5\\n"))
        #expect(error == .unknownModelFormat(found: "version=v5", expected: "version=v4"))
        #expect(
            error?.description == "LightGBM wrote a model with \"version=v5\"; the readable format is \"version=v4\""
        )
    }
}
