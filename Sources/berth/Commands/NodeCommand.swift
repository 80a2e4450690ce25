internal import ArgumentParser
internal import BerthServer
internal import Foundation
internal import Logging
internal import Nodes
internal import Placement

extension Node.Kind: ExpressibleByArgument {}

struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Runs tasks on this machine, as a node for an orchestrator.",
        discussion: """
            The node really runs tasks. Whatever it emulates, with --distance-ms, --slowdown and --price-per-hour, \
            it says so in every response; so does a node of kind gpu, which computes on its CPU. There is no authentication: \
            anyone who can reach the address can use the node. SIGTERM or Ctrl-C drains it: it accepts no more tasks, \
            finishes those it has, and exits. docs/nodes.md describes its API.

            Examples:
              berth node --kind edge
              berth node --kind cloud --listen 127.0.0.1:8002 --slots 4 --join http://127.0.0.1:8080
              berth node --kind gpu --distance-ms 80 --slowdown 1.5 --price-per-hour 0.9
              berth node --kind edge --allow-command /usr/bin/uname
            """
    )

    @Option(name: .long, help: "The kind of node: edge, cloud or gpu.")
    var kind: Node.Kind

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where to listen; by default 127.0.0.1 and 8001 for edge, 8002 for cloud, 8003 for gpu.",
            valueName: "host:port"
        )
    )
    var listen: String?

    @Option(name: .long, help: "The node's name; by default, its kind and port.")
    var name: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Where others reach it, if that is not where it listens.", valueName: "url")
    )
    var advertise: String?

    @Option(name: .long, help: "Tasks at once; by default, the number of processors.")
    var slots: Int?

    @Option(name: .long, help: "Tasks that may wait for a slot.")
    var queue = 16

    @Option(name: .long, help: ArgumentHelp("The orchestrator that it tells of itself.", valueName: "url"))
    var join: String?

    @Option(
        name: .long,
        help: "Emulated: how many times as long work takes, 1 or more; the node keeps computing."
    )
    var slowdown: Double?

    @Option(name: .long, help: "Emulated: extra round-trip time of every request, in milliseconds.")
    var distanceMs: Double?

    @Option(name: .long, help: "Emulated: stated price of an hour of a slot, in USD.")
    var pricePerHour: Double?

    @Option(
        name: .long,
        help: ArgumentHelp("A program that the task type command may run, by its full path.", valueName: "path")
    )
    var allowCommand: [String] = []

    @Option(name: .long, help: "How long a stop waits for tasks before killing them, in seconds.")
    var drainSeconds: Double = 300

    @Option(name: .long, help: "Lowest level logged: debug, info, notice, warning or error.")
    var logLevel = "info"

    func run() async throws {
        try await reporting {
            let configuration = try self.settings()
            let logger = try self.logger()
            let node = NodeInstance(
                configuration,
                version: Berth.version,
                logger: logger,
                requestID: RequestIDs(seed: .random(in: .min ... .max)).next,
                now: { .now() },
                nanoseconds: { DispatchTime.now().uptimeNanoseconds }
            )
            try await node.run { address in
                logger.notice("listening", metadata: ["address": "\(address)"])
            }
            logger.notice("stopped")
        }
    }

    private func settings() throws -> NodeConfiguration {
        let listen = self.listen ?? "127.0.0.1:\(NodeConfiguration.usualPort(of: self.kind))"
        guard let address = SocketAddress(listen) else {
            throw ValidationError("--listen takes HOST:PORT, such as 127.0.0.1:8001, not '\(listen)'.")
        }
        let price = try self.pricePerHour.map { price -> Money in
            guard let money = Money(price, currency: .usd) else {
                throw ValidationError("--price-per-hour takes an amount in USD, not \(price).")
            }
            return money
        }
        return NodeConfiguration(
            kind: self.kind,
            address: address,
            name: self.name,
            advertised: self.advertise,
            slots: self.slots ?? ProcessInfo.processInfo.activeProcessorCount,
            queueLimit: self.queue,
            join: self.join,
            profile: NodeProfile(
                distanceMilliseconds: self.distanceMs,
                slowdown: self.slowdown,
                pricePerHour: price
            ),
            allowedPrograms: self.allowCommand,
            drainSeconds: self.drainSeconds
        )
    }

    private func logger() throws -> Logger {
        guard let level = Logger.Level(rawValue: self.logLevel) else {
            throw ValidationError("--log-level takes debug, info, notice, warning or error, not '\(self.logLevel)'.")
        }
        return Logger(label: "berth.node") { JSONLogHandler(onStandardError: $0, level: level) }
    }
}
