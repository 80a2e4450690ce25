import NIOCore
import NIOPosix
import Testing

@testable import BerthServer

/// Health of servers that are well, that are not there, and that behave badly.
@Suite(.timeLimit(.minutes(1))) struct HealthClientTests {
    private static let patience = 3_600.0

    @Test(arguments: [false, true])
    func `the status is told, whatever the body`(closes: Bool) async throws {
        let client = HealthClient()
        for status in ["200 OK", "503 Service Unavailable"] {
            try await RudeServer.with([RudeServer.head(status), "<html>"], .closes) { server in
                let found = try await client.status(of: server.address, timeoutSeconds: Self.patience, closes: closes)
                #expect(found == Int(status.prefix(3)))
            }
        }
    }

    @Test func `whoever begins an answer and falls silent is late`() async throws {
        for pieces in [[], [RudeServer.head("200 OK"), "data: 1"]] {
            try await RudeServer.with(pieces, .staysSilent) { server in
                await #expect(throws: HealthClient.Late.self) {
                    try await HealthClient().status(of: server.address, timeoutSeconds: 0.05)
                }
            }
        }
    }

    @Test func `a connection that is refused is told at once`() async throws {
        // A port that was free a moment ago.
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        try await channel.close()
        let error = await #expect(throws: (any Error).self) {
            try await HealthClient().status(of: address, timeoutSeconds: Self.patience)
        }
        #expect(!(error is HealthClient.Late))
    }
}
