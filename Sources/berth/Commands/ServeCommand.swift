internal import ArgumentParser
internal import BerthServer
internal import Foundation
internal import Logging
internal import Persistence
internal import Placement

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves decisions over HTTP, and records them and their outcomes.",
        discussion: """
            Every setting has a place in the configuration file, a variable and a default; docs/configuration.md lists \
            them. SIGTERM or Ctrl-C stops the service once it has answered the requests it accepted.

            Examples:
              berth serve
              berth serve --http 127.0.0.1:9000 --data-dir /var/lib/berth --domains /etc/berth/domains
              berth serve --config berth.yaml --check
            """
    )

    @Option(name: .long, help: "A configuration file.")
    var config: String?

    @Option(name: .long, help: ArgumentHelp("Where to serve HTTP.", valueName: "host:port"))
    var http: String?

    @Option(name: .long, help: "The data directory.")
    var dataDir: String?

    @Option(name: .long, help: "The domains folder.")
    var domains: String?

    @Flag(name: .long, help: "Reject every request that would change something, except node heartbeats.")
    var readOnly = false

    @Flag(name: .long, help: "Print every setting and where it comes from, or all errors, and exit.")
    var check = false

    func run() async throws {
        try await reporting {
            let settings = try self.settings()
            if self.check {
                for setting in settings.resolved {
                    Console.result("\(setting.key) = \(setting.value)  (\(setting.source))")
                }
                return
            }
            let logger = Self.logger(settings)
            for variable in settings.unknownVariables {
                logger.warning("a variable looks like a setting but is not one", metadata: ["variable": "\(variable)"])
            }
            let instance = try await BerthInstance(
                settings,
                logger: logger,
                makeTaskID: { UUID().uuidString.lowercased() },
                trainer: TrainingOptions.trainer,
                now: { .now() }
            )
            let server = Server(
                settings,
                instance: instance,
                version: Berth.version,
                logger: logger,
                surroundings: Server.Surroundings(
                    now: { .now() },
                    nanoseconds: { DispatchTime.now().uptimeNanoseconds },
                    requestID: RequestIDs(seed: .random(in: .min ... .max)).next
                )
            )
            try await server.run { address in
                logger.notice("listening", metadata: ["address": "http://\(address)"])
            }
            logger.notice("stopped")
        }
    }

    private func settings() throws -> ServerConfiguration {
        var flags: [String: (flag: String, value: String)] = [:]
        if let http = self.http { flags["http.address"] = ("--http", http) }
        if let dataDir = self.dataDir { flags["data.dir"] = ("--data-dir", dataDir) }
        if let domains = self.domains { flags["domains.dir"] = ("--domains", domains) }
        if self.readOnly { flags["http.readOnly"] = ("--read-only", "true") }
        do {
            return try ServerConfiguration.checked(
                file: try self.config.map { (try Files.text($0), $0) },
                environment: ProcessInfo.processInfo.environment,
                flags: flags,
                domainsFolder: DomainOptions.folder,
                seed: .random(in: .min ... .max)
            )
        } catch let faults as ConfigurationFaults {
            throw CommandFailure(kind: .configuration, message: "\(faults)")
        }
    }

    private static func logger(_ settings: ServerConfiguration) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        return Logger(label: "berth") { label in
            if settings.logsJSON {
                return JSONLogHandler(onStandardError: label, level: level)
            }
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}
