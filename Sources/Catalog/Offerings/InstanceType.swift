internal import Placement

/// A machine that a provider rents under a name: its specification, the same in every region. Unknown is `nil`.
package struct InstanceType: Sendable, Hashable, Codable {
    /// Spelled `provider/name`; ordered by provider, then by name.
    package struct ID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
        /// Who rents it.
        package let provider: Provider.ID
        /// As the provider spells it, such as `m5.large`; unique within the provider.
        package let name: String

        package init(provider: Provider.ID, name: String) {
            self.provider = provider
            self.name = name
        }

        package static func < (left: ID, right: ID) -> Bool {
            (left.provider, left.name) < (right.provider, right.name)
        }

        package var description: String { "\(self.provider)/\(self.name)" }
    }

    /// The GPUs of one machine.
    package struct GPU: Sendable, Hashable, Codable {
        /// `nil` where a source counts GPUs without naming them.
        package let model: String?
        /// May be a fraction, and 0 where a source lists a slice of a GPU so.
        package let count: Double
        /// Of one GPU.
        package let memoryGiB: Double?

        package init(model: String?, count: Double, memoryGiB: Double?) {
            self.model = model
            self.count = count
            self.memoryGiB = memoryGiB
        }
    }

    /// Unique in a catalog.
    package let id: ID
    /// The provider's group of like types, such as `m5`.
    package let family: String?
    /// Virtual CPUs; burstable types may have parts of one.
    package let vcpus: Double?
    /// Main memory in GiB (2³⁰ bytes).
    package let memoryGiB: Double?
    /// Of the CPU, such as `x86_64` or `arm64`.
    package let architecture: String?
    /// The CPU's name as the source has it.
    package let cpuModel: String?
    /// How cores are shared: `dedicated`, `shared`, `burstable`.
    package let cpuAllocation: String?
    /// `nil` for a machine without GPU, and where it is not known.
    package let gpu: GPU?
    /// Disks of the machine itself, in GB (10⁹ bytes).
    package let localStorageGB: Double?
    /// The network's bandwidth in Gbit/s.
    package let networkGbps: Double?

    package init(
        id: ID,
        family: String?,
        vcpus: Double?,
        memoryGiB: Double?,
        architecture: String?,
        cpuModel: String?,
        cpuAllocation: String?,
        gpu: GPU?,
        localStorageGB: Double?,
        networkGbps: Double?
    ) {
        self.id = id
        self.family = family
        self.vcpus = vcpus
        self.memoryGiB = memoryGiB
        self.architecture = architecture
        self.cpuModel = cpuModel
        self.cpuAllocation = cpuAllocation
        self.gpu = gpu
        self.localStorageGB = localStorageGB
        self.networkGbps = networkGbps
    }

    /// Whether the two figures that a placement cannot do without are known.
    package var isSpecified: Bool { self.vcpus != nil && self.memoryGiB != nil }
    /// Whether at least one GPU is known.
    package var hasGPU: Bool { (self.gpu?.count ?? 0) > 0 }
}
