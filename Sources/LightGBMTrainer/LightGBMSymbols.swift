/// The functions of LightGBM's C API that training needs, as declared in its `include/LightGBM/c_api.h`.
///
/// Every function answers 0 for success; the reason of a failure is then in `lastError`, per thread.
struct LightGBMSymbols: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>
    typealias Buffer = UnsafeMutablePointer<CChar>
    typealias LogCallback = @convention(c) @Sendable (Text?) -> Void

    let lastError: @convention(c) @Sendable () -> Text?
    let registerLogCallback: @convention(c) @Sendable (LogCallback) -> CInt
    let dumpParameterAliases: @convention(c) @Sendable (Int64, UnsafeMutablePointer<Int64>, Buffer?) -> CInt

    let createDataset:
        @convention(c) @Sendable (
            UnsafeRawPointer, CInt, Int32, Int32, CInt, Text, Handle?, UnsafeMutablePointer<Handle?>
        ) -> CInt
    let setField: @convention(c) @Sendable (Handle, Text, UnsafeRawPointer, CInt, CInt) -> CInt
    let setFeatureNames: @convention(c) @Sendable (Handle, UnsafeMutablePointer<Text?>, CInt) -> CInt
    let freeDataset: @convention(c) @Sendable (Handle) -> CInt

    let createBooster: @convention(c) @Sendable (Handle, Text, UnsafeMutablePointer<Handle?>) -> CInt
    let addValidation: @convention(c) @Sendable (Handle, Handle) -> CInt
    let updateOneIteration: @convention(c) @Sendable (Handle, UnsafeMutablePointer<CInt>) -> CInt
    let currentIteration: @convention(c) @Sendable (Handle, UnsafeMutablePointer<CInt>) -> CInt
    let metricCount: @convention(c) @Sendable (Handle, UnsafeMutablePointer<CInt>) -> CInt
    let metricNames:
        @convention(c) @Sendable (
            Handle, CInt, UnsafeMutablePointer<CInt>, Int, UnsafeMutablePointer<Int>, UnsafeMutablePointer<Buffer?>
        ) -> CInt
    let evaluate:
        @convention(c) @Sendable (Handle, CInt, UnsafeMutablePointer<CInt>, UnsafeMutablePointer<Double>) -> CInt
    let saveModel:
        @convention(c) @Sendable (Handle, CInt, CInt, CInt, Int64, UnsafeMutablePointer<Int64>, Buffer?) -> CInt
    let freeBooster: @convention(c) @Sendable (Handle) -> CInt

    /// Which of the needed functions are not there.
    struct Incomplete: Error {
        let missing: [LightGBMFunction]
    }

    /// Looks all functions up.
    init(in object: SharedObject) throws(Incomplete) {
        let missing = LightGBMFunction.allCases.filter { object.address(of: $0.rawValue) == nil }
        guard missing.isEmpty else { throw Incomplete(missing: missing) }
        self.lastError = Self.function(.lastError, in: object)
        self.registerLogCallback = Self.function(.registerLogCallback, in: object)
        self.dumpParameterAliases = Self.function(.dumpParameterAliases, in: object)
        self.createDataset = Self.function(.createDataset, in: object)
        self.setField = Self.function(.setField, in: object)
        self.setFeatureNames = Self.function(.setFeatureNames, in: object)
        self.freeDataset = Self.function(.freeDataset, in: object)
        self.createBooster = Self.function(.createBooster, in: object)
        self.addValidation = Self.function(.addValidation, in: object)
        self.updateOneIteration = Self.function(.updateOneIteration, in: object)
        self.currentIteration = Self.function(.currentIteration, in: object)
        self.metricCount = Self.function(.metricCount, in: object)
        self.metricNames = Self.function(.metricNames, in: object)
        self.evaluate = Self.function(.evaluate, in: object)
        self.saveModel = Self.function(.saveModel, in: object)
        self.freeBooster = Self.function(.freeBooster, in: object)
    }

    /// A function under the type that the property it is assigned to declares.
    ///
    /// The cast is right when that type repeats the declaration in `c_api.h`; these signatures have not changed from
    /// LightGBM 4.0 on.
    private static func function<Signature>(_ function: LightGBMFunction, in object: SharedObject) -> Signature {
        guard let address = object.address(of: function.rawValue) else {
            preconditionFailure("\(function.rawValue) was there a moment ago")
        }
        // The symbol was found under this name, whose C signature is the one that `Signature` spells.
        return unsafeBitCast(address, to: Signature.self)
    }
}
