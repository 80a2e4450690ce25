import Synchronization
internal import Training

/// Receives what LightGBM would print.
///
/// LightGBM keeps its log callback per thread and the callback has no context, so the text finds its way through a
/// task-local value, which a synchronous call sees on the same thread. Only a fatal error still writes one line to
/// standard error by itself; its text is also the error that is thrown. A message of one of OpenMP's own threads
/// would be printed too; training logs from the calling thread.
enum LightGBMLog {
    @TaskLocal private static var current: Collector?

    /// Runs `body` on this thread and gives back the warnings that LightGBM logged meanwhile.
    static func collecting<Value>(
        with library: LightGBMLibrary,
        _ body: () throws -> Value
    ) throws -> (value: Value, warnings: [String]) {
        let collector = Collector()
        let value = try Self.$current.withValue(collector) {
            try library.check(
                library.symbols.registerLogCallback { text in
                    guard let text else { return }
                    LightGBMLog.current?.take(String(cString: text))
                },
                .registerLogCallback
            )
            return try body()
        }
        return (value, collector.warnings)
    }

    /// Puts messages together, which arrive as prefix, text and line end.
    final class Collector: Sendable {
        private struct Heard {
            var line = ""
            var warnings: [String] = []
        }

        private let state = Mutex(Heard())
        private let limit: Int

        init(limit: Int = TrainedTrees.warningLimit) {
            self.limit = limit
        }

        /// Each text once, in the order of its first appearance.
        var warnings: [String] { self.state.withLock { $0.warnings } }

        func take(_ text: String) {
            self.state.withLock { state in
                guard text == "\n" else {
                    state.line += text
                    return
                }
                let line = state.line
                state.line = ""
                let prefix = "[LightGBM] [Warning] "
                guard line.hasPrefix(prefix), state.warnings.count < self.limit else { return }
                let warning = String(line.dropFirst(prefix.count))
                if !state.warnings.contains(warning) { state.warnings.append(warning) }
            }
        }
    }
}
