/// A function is read in one look.
enum FunctionLength {
    static let limit = 70
    /// Functions that are longer, by their path, until they are taken apart. None comes onto the list.
    static let exceptions: Set<String> = ["LearnedModel.init(_:domain:)"]

    static func faults(in files: [SourceFile], exceptions: Set<String> = Self.exceptions) -> [String] {
        var long: Set<String> = []
        let faults = files.flatMap { file in
            file.declarations.compactMap { declaration -> String? in
                guard [.function, .initializer, .subscript].contains(declaration.kind),
                    declaration.lineCount > Self.limit
                else { return nil }
                let path = "\(declaration.owner).\(declaration.signature)"
                guard !exceptions.contains(path) else {
                    long.insert(path)
                    return nil
                }
                return "\(file.path):\(declaration.line + 1): \(path) has \(declaration.lineCount) lines;"
                    + " at most \(Self.limit)"
            }
        }
        return faults + exceptions.subtracting(long).sorted().map { "\($0) is no longer long; take it off the list" }
    }
}
