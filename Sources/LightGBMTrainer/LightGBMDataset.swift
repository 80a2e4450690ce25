internal import Training

/// A dataset inside LightGBM, binned and ready; freed with this value.
struct LightGBMDataset: ~Copyable {
    let handle: LightGBMSymbols.Handle
    private let library: LightGBMLibrary

    /// Copies `dataset` into LightGBM.
    ///
    /// - Parameters:
    ///   - parameters: LightGBM's text form; those that concern binning take effect here.
    ///   - reference: A dataset whose bins are used, as validation rows need; `nil` makes new bins.
    static func copy(
        _ dataset: TreeDataset,
        parameters: String,
        reference: LightGBMSymbols.Handle?,
        library: LightGBMLibrary
    ) throws(LightGBMError) -> LightGBMDataset {
        let handle = try library.handle(from: .createDataset) { out in
            library.symbols.createDataset(
                dataset.values,
                ElementType.float64,
                Int32(dataset.rowCount),
                Int32(dataset.featureCount),
                Layout.columnMajor,
                parameters,
                reference,
                out
            )
        }
        // From here on the value owns the handle, also when one of the next steps fails.
        let copy = LightGBMDataset(handle: handle, library: library)
        try copy.set("label", to: dataset.labels.map(Float.init), ElementType.float32)
        if let weights = dataset.weights {
            try copy.set("weight", to: weights.map(Float.init), ElementType.float32)
        }
        if let groups = dataset.groups {
            try copy.set("group", to: groups.map(Int32.init), ElementType.int32)
        }
        if reference == nil { try copy.name(features: dataset.featureNames) }
        return copy
    }

    private init(handle: LightGBMSymbols.Handle, library: LightGBMLibrary) {
        self.handle = handle
        self.library = library
    }

    deinit {
        // Freeing cannot fail in a way that anyone could act on.
        _ = self.library.symbols.freeDataset(self.handle)
    }

    private func set<Element: BitwiseCopyable>(
        _ field: String,
        to values: [Element],
        _ type: CInt
    ) throws(LightGBMError) {
        let status = self.library.symbols.setField(self.handle, field, values, CInt(values.count), type)
        try self.library.check(status, .setField)
    }

    private func name(features: [String]) throws(LightGBMError) {
        // One buffer with every name and its closing zero; the pointers point into it.
        let joined = features.flatMap { $0.utf8CString }
        let status = joined.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            var pointers: [LightGBMSymbols.Text?] = features.map { name in
                defer { next = next?.advanced(by: name.utf8.count + 1) }
                return next
            }
            return self.library.symbols.setFeatureNames(self.handle, &pointers, CInt(pointers.count))
        }
        try self.library.check(status, .setFeatureNames)
    }

    /// `C_API_DTYPE_*` in `c_api.h`.
    private enum ElementType {
        static let float32: CInt = 0
        static let float64: CInt = 1
        static let int32: CInt = 2
    }

    private enum Layout {
        static let columnMajor: CInt = 0
    }
}
