/// A run by which prices of different bases are made comparable: one hour of it.
///
/// Only for display and for rules; a decision prices its own run.
package struct ReferenceShape: Sendable, Hashable {
    /// Virtual CPUs that are reserved.
    package let vcpus: Double
    /// Memory that is reserved, in GiB (2³⁰ bytes).
    package let memoryGiB: Double
    /// Disk that is reserved, in GB (10⁹ bytes).
    package let diskGB: Double
    /// 0 to 1.
    package let activeShare: Double

    package init(vcpus: Double, memoryGiB: Double, diskGB: Double, activeShare: Double) {
        self.vcpus = vcpus
        self.memoryGiB = memoryGiB
        self.diskGB = diskGB
        self.activeShare = activeShare
    }

    /// 2 vCPU with 4 GiB, which every provider in the catalog sells, busy throughout.
    package static let busyPair = ReferenceShape(vcpus: 2, memoryGiB: 4, diskGB: 0, activeShare: 1)

    /// An hour of the shape.
    package func hour() throws(BillingError) -> Usage {
        try Usage(
            wallSeconds: 3600,
            activeCPU: .share(self.activeShare),
            vcpus: self.vcpus,
            memoryGiB: self.memoryGiB,
            diskGB: self.diskGB,
            egressBytes: 0,
            startUpSeconds: 0,
            expectedRetries: 0
        )
    }
}
