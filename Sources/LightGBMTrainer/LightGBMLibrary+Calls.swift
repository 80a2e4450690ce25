extension LightGBMLibrary {
    /// Turns a function's failure into an error with LightGBM's message.
    ///
    /// The message is kept per thread, so this has to run on the thread of the call, before any other call.
    func check(_ status: CInt, _ function: LightGBMFunction) throws(LightGBMError) {
        guard status == 0 else {
            throw .refused(function: function.rawValue, message: self.lastMessage)
        }
    }

    /// A handle from a function that makes one.
    func handle(
        from function: LightGBMFunction,
        _ create: (UnsafeMutablePointer<LightGBMSymbols.Handle?>) -> CInt
    ) throws(LightGBMError) -> LightGBMSymbols.Handle {
        var handle: LightGBMSymbols.Handle?
        try self.check(create(&handle), function)
        guard let handle else {
            throw .refused(function: function.rawValue, message: "succeeded without giving a handle")
        }
        return handle
    }

    private var lastMessage: String {
        self.symbols.lastError().map { String(cString: $0) } ?? "no message"
    }
}
