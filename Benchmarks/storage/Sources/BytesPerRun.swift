import BerthTesting
import Foundation
import Persistence
import Placement
import Telemetry

/// Bytes a run takes: as JSON that came in, as rows, and sealed.
struct BytesPerRun {
    let count: Int
    let folder: String

    func measure() async throws {}
}
