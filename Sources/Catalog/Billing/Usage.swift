/// What a run takes, or is predicted to take, in the units that providers count. Checked once, then only whole
/// numbers are left.
package struct Usage: Sendable, Hashable {
    /// What is known of the time in which cores work.
    package enum ActiveCPU: Sendable, Hashable {
        /// Seconds summed over the cores.
        case seconds(Double)
        /// The share of the reserved virtual CPUs' time, 0 to 1.
        case share(Double)
        /// Nothing; a provider that bills active time refuses the usage.
        case unknown
    }

    /// The longest run and start that is accepted: about 31 years.
    package static let longestSeconds = 1e9
    /// The most virtual CPUs that are accepted.
    package static let mostVCPUs = 1e6
    /// For memory in GiB and disk in GB.
    package static let mostCapacity = 1e9
    /// The most egress that is accepted, in bytes.
    package static let mostEgressBytes = 1e18
    /// The most expected retries that are accepted.
    package static let mostRetries = 1e6

    let wallMicroseconds: Int64
    let startUpMicroseconds: Int64
    /// `nil` when unknown.
    let activeMicroseconds: Int64?
    /// Ten-thousandths of a virtual CPU.
    let vcpuTenThousandths: Int64
    let memoryMiB: Int64
    let diskMB: Int64
    let egressBytes: Int64
    /// Millionths of a run: one million, and what retries add.
    let attemptsMillionths: Int64

    /// - Parameters:
    ///   - wallSeconds: From the first moment of work to the last, to the nearest microsecond.
    ///   - activeCPU: Time in which cores work, without the start.
    ///   - vcpus: Reserved virtual CPUs, to the nearest ten-thousandth.
    ///   - memoryGiB: Reserved memory, to the nearest MiB.
    ///   - diskGB: Reserved disk, to the nearest MB.
    ///   - egressBytes: Bytes sent to the internet.
    ///   - startUpSeconds: Before the work begins; billed only where the provider does so.
    ///   - expectedRetries: How many further runs of the same size to expect, such as 0.25 for a failure rate of 20 %.
    /// - Throws: `BillingError.refused` for a number that is NaN, negative or beyond the limits above.
    package init(
        wallSeconds: Double,
        activeCPU: ActiveCPU,
        vcpus: Double,
        memoryGiB: Double,
        diskGB: Double,
        egressBytes: Double,
        startUpSeconds: Double,
        expectedRetries: Double
    ) throws(BillingError) {
        self.wallMicroseconds = try Self.whole(
            wallSeconds,
            of: .wallSeconds,
            times: 1e6,
            most: Self.longestSeconds
        )
        self.startUpMicroseconds = try Self.whole(
            startUpSeconds,
            of: .startUpSeconds,
            times: 1e6,
            most: Self.longestSeconds
        )
        self.vcpuTenThousandths = try Self.whole(vcpus, of: .vcpus, times: 1e4, most: Self.mostVCPUs)
        self.memoryMiB = try Self.whole(memoryGiB, of: .memoryGiB, times: 1024, most: Self.mostCapacity)
        self.diskMB = try Self.whole(diskGB, of: .diskGB, times: 1000, most: Self.mostCapacity)
        self.egressBytes = try Self.whole(egressBytes, of: .egressBytes, times: 1, most: Self.mostEgressBytes)
        self.attemptsMillionths =
            try 1_000_000
            + Self.whole(expectedRetries, of: .expectedRetries, times: 1e6, most: Self.mostRetries)
        switch activeCPU {
        case .unknown: self.activeMicroseconds = nil
        case .seconds(let seconds):
            self.activeMicroseconds = try Self.whole(
                seconds,
                of: .activeCPUSeconds,
                times: 1e6,
                most: Self.longestSeconds
            )
        case .share(let share):
            _ = try Self.whole(share, of: .activeCPUShare, times: 1, most: 1)
            self.activeMicroseconds = try Self.whole(
                share * vcpus * wallSeconds,
                of: .activeCPUSeconds,
                times: 1e6,
                most: Self.longestSeconds
            )
        }
    }

    private static func whole(
        _ value: Double,
        of field: BillingError.Field,
        times scale: Double,
        most: Double
    ) throws(BillingError) -> Int64 {
        guard value >= 0, value <= most else {
            throw BillingError.refused(field: field, value: value, allowed: 0...most)
        }
        return Int64((value * scale).rounded())
    }
}
