internal import Placement

/// A machine that a provider rents under a name: its specification, the same in every region. Unknown is `nil`.
package struct InstanceType: Sendable, Hashable, Codable {
    package struct ID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
        package let provider: Provider.ID
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

    package let id: ID
    package let family: String?
    package let vcpus: Double?
    package let memoryGiB: Double?
    package let architecture: String?
    package let cpuModel: String?
    /// How cores are shared: `dedicated`, `shared`, `burstable`.
    package let cpuAllocation: String?
    package let gpu: GPU?
    package let localStorageGB: Double?
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
    package var hasGPU: Bool { (self.gpu?.count ?? 0) > 0 }
}
