package import Forest
package import NodeRuntime

/// The handlers of the task types that are shipped.
package enum ShippedHandlers {
    /// - Parameter allowedPrograms: Full paths of what `command` may run; without any, the node does not offer it.
    /// - Throws: What is wrong with a model that is built in.
    package static func all(allowedPrograms: [String]) throws(ModelFormatError) -> [any TaskHandler] {
        var handlers: [any TaskHandler] = [
            try FraudDetection(), ImageClassification(), DailyReport(), MLTraining(), SensorAlert(),
        ]
        if !allowedPrograms.isEmpty { handlers.append(Command(allowed: allowedPrograms)) }
        return handlers
    }
}
