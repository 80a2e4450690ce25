/// The exported functions without which a library is of no use here.
enum LightGBMFunction: String, CaseIterable {
    case lastError = "LGBM_GetLastError"
    case registerLogCallback = "LGBM_RegisterLogCallback"
    /// Since 4.0; also tells versions apart, see `LightGBMVersion`.
    case dumpParameterAliases = "LGBM_DumpParamAliases"
    /// Since 4.2 and never called: it marks the version from which `num_threads` no longer changes the thread count of
    /// the whole process (LightGBM's change 6226).
    case maximumThreads = "LGBM_GetMaxThreads"
    case createDataset = "LGBM_DatasetCreateFromMat"
    case setField = "LGBM_DatasetSetField"
    case setFeatureNames = "LGBM_DatasetSetFeatureNames"
    case freeDataset = "LGBM_DatasetFree"
    case createBooster = "LGBM_BoosterCreate"
    case addValidation = "LGBM_BoosterAddValidData"
    case updateOneIteration = "LGBM_BoosterUpdateOneIter"
    case currentIteration = "LGBM_BoosterGetCurrentIteration"
    case metricCount = "LGBM_BoosterGetEvalCounts"
    case metricNames = "LGBM_BoosterGetEvalNames"
    case evaluate = "LGBM_BoosterGetEval"
    case saveModel = "LGBM_BoosterSaveModelToString"
    case freeBooster = "LGBM_BoosterFree"
}
