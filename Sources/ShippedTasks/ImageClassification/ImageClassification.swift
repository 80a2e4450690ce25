internal import Foundation
package import NodeRuntime
package import Nodes
internal import Placement
package import Problems

/// Tells which shape a picture shows.
///
/// Answers with the label, the probability of every shape, and, for a drawn picture, what was drawn.
package struct ImageClassification: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.imageClassification
    private let network = ShapeNetwork()

    /// Reads the network's weights, which are part of the program.
    package init() {}

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let picture: Picture
        var drawn: Shape?
        if let text = payload.optionalText("png") {
            picture = try Self.picture(text)
        } else {
            let (shape, sample) = Shape.drawn(seed: UInt64(payload.wholeNumber("seed")))
            (drawn, picture) = (shape, sample)
        }
        // Only the small picture waits in the queue.
        let pixels = picture.resized(to: ShapeNetwork.side)
        let size = (width: picture.width, height: picture.height)
        let network = self.network
        return { [drawn] supervision in
            try supervision.check()
            guard let scores = network.scores(pixels) else {
                throw TaskFailure("the image is a single shade of gray and shows nothing")
            }
            return Self.answer(scores, size: size, drawn: drawn)
        }
    }

    /// What a browser puts before the base64 of a file.
    private static let dataURL = "data:image/png;base64,"

    private static func picture(_ text: String) throws(FieldFault) -> Picture {
        let base64 = text.hasPrefix(Self.dataURL) ? String(text.dropFirst(Self.dataURL.count)) : text
        guard let data = Data(base64Encoded: base64) else {
            throw FieldFault(field: "payload.png", found: "no base64", allowed: "a PNG in base64")
        }
        do throws(PNGFault) {
            return try PNGReader.picture(Array(data))
        } catch {
            throw FieldFault(
                field: "payload.png",
                found: "\(error)",
                allowed: "a PNG that is not interlaced, of at most \(PNGHeader.pixelLimit) pixels"
            )
        }
    }

    private static func answer(_ scores: [Float], size: (width: Int, height: Int), drawn: Shape?) -> Value {
        let ranked = zip(Shape.allCases, ShapeNetwork.softmax(scores))
            .map { (shape: $0, probability: $1) }
            .sorted { $0.probability > $1.probability }
        let probabilities = ranked.map { entry -> Value in
            .record(["label": .text(entry.shape.rawValue), "probability": .number(entry.probability)])
        }
        return .record([
            "label": .text(ranked[0].shape.rawValue), "confidence": .number(ranked[0].probability),
            "probabilities": .list(probabilities), "width": .number(Double(size.width)),
            "height": .number(Double(size.height)), "drawn": drawn.map { .text($0.rawValue) } ?? .missing,
        ])
    }
}
