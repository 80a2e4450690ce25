/// How a simulated sandbox behaves where nobody publishes a figure. **Every number here is invented** for the
/// simulation and says nothing about the real product.
struct SandboxTraits: Sendable, Hashable {
    /// CPU work per second and core, against a nominal core.
    var cpuSpeed = 1.0
    /// Length of network waits, against nominal ones.
    var waitFactor = 1.0
    /// GPU work per second, against a T4.
    var gpuSpeed = 1.0
    /// Seconds to install one dependency.
    var dependencySeconds = 0.25
    /// At which files are brought in.
    var uploadBytesPerSecond = 50e6
    /// Share of runs that fail for the provider's own reasons.
    var failureRate = 0.01
    /// How much slower work is at the peak hour of a working day.
    var peakLoad = 0.1
    /// UTC.
    var peakHour = 15.0
    /// Standard deviation of the logarithm of a start's time.
    var startUpSpread = 0.35
    /// The median start where the catalog has none.
    var startUpSeconds = 1.0

    /// By the catalog's id; a sandbox that is not listed is nominal in everything.
    static let known: [String: SandboxTraits] = [
        "aws-lambda": SandboxTraits(
            cpuSpeed: 0.9,
            waitFactor: 0.95,
            dependencySeconds: 0.12,
            uploadBytesPerSecond: 70e6,
            failureRate: 0.004,
            peakLoad: 0.05,
            peakHour: 16,
            startUpSpread: 0.5
        ),
        "cloudflare": SandboxTraits(
            cpuSpeed: 0.75,
            waitFactor: 0.8,
            dependencySeconds: 0.3,
            uploadBytesPerSecond: 35e6,
            failureRate: 0.025,
            peakLoad: 0.15,
            peakHour: 14,
            startUpSpread: 0.7
        ),
        "daytona": SandboxTraits(
            cpuSpeed: 0.97,
            waitFactor: 1.1,
            dependencySeconds: 0.22,
            uploadBytesPerSecond: 55e6,
            failureRate: 0.022,
            peakLoad: 0.3,
            peakHour: 17
        ),
        "daytona-h100": SandboxTraits(
            cpuSpeed: 1.15,
            waitFactor: 1.1,
            gpuSpeed: 11,
            dependencySeconds: 0.22,
            uploadBytesPerSecond: 120e6,
            failureRate: 0.03,
            peakLoad: 0.2,
            peakHour: 17,
            startUpSeconds: 9
        ),
        "e2b": SandboxTraits(
            cpuSpeed: 1.0,
            waitFactor: 1,
            dependencySeconds: 0.28,
            uploadBytesPerSecond: 45e6,
            failureRate: 0.01,
            peakLoad: 0.2,
            peakHour: 18
        ),
        "gcp-cloud-run-functions": SandboxTraits(
            cpuSpeed: 0.88,
            waitFactor: 0.95,
            dependencySeconds: 0.2,
            uploadBytesPerSecond: 80e6,
            failureRate: 0.006,
            peakLoad: 0.06,
            peakHour: 9,
            startUpSpread: 0.6,
            startUpSeconds: 1.1
        ),
        "modal": SandboxTraits(
            cpuSpeed: 1.2,
            waitFactor: 1,
            dependencySeconds: 0.04,
            uploadBytesPerSecond: 110e6,
            failureRate: 0.007,
            peakLoad: 0.12,
            peakHour: 19
        ),
        "modal-t4": SandboxTraits(
            cpuSpeed: 1.1,
            waitFactor: 1,
            gpuSpeed: 1,
            dependencySeconds: 0.04,
            uploadBytesPerSecond: 110e6,
            failureRate: 0.012,
            peakLoad: 0.12,
            peakHour: 19,
            startUpSpread: 0.5
        ),
        "vercel": SandboxTraits(
            cpuSpeed: 1.1,
            waitFactor: 0.9,
            dependencySeconds: 0.15,
            uploadBytesPerSecond: 40e6,
            failureRate: 0.009,
            peakLoad: 0.1,
            peakHour: 16
        ),
    ]
}
