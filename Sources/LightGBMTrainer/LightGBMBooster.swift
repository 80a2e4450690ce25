internal import Training

/// A booster inside LightGBM together with the datasets it reads; all are freed with this value.
///
/// LightGBM's booster keeps pointers to its datasets. Owning them makes their lives long enough: this value's `deinit`
/// frees the booster before the stored datasets are destroyed.
struct LightGBMBooster: ~Copyable {
    private let handle: LightGBMSymbols.Handle
    private let library: LightGBMLibrary
    private let training: LightGBMDataset
    private var validation: LightGBMDataset?

    init(
        training: consuming LightGBMDataset,
        parameters: String,
        library: LightGBMLibrary
    ) throws(LightGBMError) {
        let dataset = training.handle
        self.handle = try library.handle(from: .createBooster) { out in
            library.symbols.createBooster(dataset, parameters, out)
        }
        self.library = library
        self.training = training
        self.validation = nil
    }

    deinit {
        // Freeing cannot fail in a way that anyone could act on.
        _ = self.library.symbols.freeBooster(self.handle)
    }

    /// Adds the dataset that `evaluate(.validation)` reads.
    mutating func add(validation: consuming LightGBMDataset) throws(LightGBMError) {
        let dataset = validation.handle
        // Owned before LightGBM sees it, so that it outlives the booster even when the call fails half-way.
        self.validation = consume validation
        try self.library.check(self.library.symbols.addValidation(self.handle, dataset), .addValidation)
    }

    /// Trains one more round; says whether any tree found a split.
    mutating func update() throws(LightGBMError) -> Bool {
        var isFinished: CInt = 0
        try self.library.check(
            self.library.symbols.updateOneIteration(self.handle, &isFinished),
            .updateOneIteration
        )
        return isFinished == 0
    }

    /// Rounds of trees that the model has.
    func iterationCount() throws(LightGBMError) -> Int {
        var count: CInt = 0
        try self.library.check(self.library.symbols.currentIteration(self.handle, &count), .currentIteration)
        return Int(count)
    }

    /// The metrics' names in the order of `evaluate`, positions included.
    func metricNames() throws(LightGBMError) -> [String] {
        var count: CInt = 0
        try self.library.check(self.library.symbols.metricCount(self.handle, &count), .metricCount)
        let length = 256
        let storage = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(1, Int(count) * length))
        defer { storage.deallocate() }
        storage.initialize(repeating: 0)
        var pointers = (0..<Int(count)).map { storage.baseAddress?.advanced(by: $0 * length) }
        var needed = 0
        try self.library.check(
            self.library.symbols.metricNames(self.handle, count, &count, length, &needed, &pointers),
            .metricNames
        )
        return pointers.compactMap { $0.map { String(cString: $0) } }
    }

    /// The metrics' values now.
    func evaluate(_ part: EvaluatedDataset, metricCount: Int) throws(LightGBMError) -> [Double] {
        let index: CInt =
            switch part {
            case .training: 0
            case .validation: 1
            }
        var values = [Double](repeating: .nan, count: metricCount)
        var count: CInt = 0
        try self.library.check(self.library.symbols.evaluate(self.handle, index, &count, &values), .evaluate)
        return values
    }

    /// The first `iterations` rounds in LightGBM's text format.
    func modelText(iterations: Int) throws(LightGBMError) -> String {
        var status: CInt = 0
        let text = CText.read { length, needed, buffer in
            status = self.library.symbols.saveModel(self.handle, 0, CInt(iterations), 0, length, needed, buffer)
            return status == 0
        }
        try self.library.check(status, .saveModel)
        guard let text else {
            throw .refused(function: LightGBMFunction.saveModel.rawValue, message: "gave no model text")
        }
        return text
    }
}
