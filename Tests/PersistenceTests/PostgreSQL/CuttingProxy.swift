#if PostgreSQL
    import Foundation
    import Synchronization

    /// Stands between a client and the server, byte for byte, until it cuts the connection at a COMMIT.
    ///
    /// Numbers of sockets and what is shared are behind `Mutex` or never change; each thread closes what it opened.
    final class CuttingProxy: Sendable {
        enum Cut {
            case never
            /// The server gets the COMMIT, and the client no reply.
            case afterCommit
            /// The server gets no COMMIT.
            case beforeCommit
            /// The server never gets one.
            case beforeEachCommit
            /// The server gets nothing, and the client no answer.
            case allButTheConnection
        }

        let port: UInt16
        private let listening: Int32
        private let server: UInt16
        private let state: Mutex<State>

        private struct State {
            var cut: Cut
            /// After the cut nobody is let through any more.
            let staysCut: Bool
            var isCut = false
        }

        init(to server: UInt16, _ cut: Cut, staysCut: Bool = false) throws {
            self.server = server
            self.state = Mutex(State(cut: cut, staysCut: staysCut))
            self.listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(0)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let listening = self.listening
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listening, $0, size) }
            }
            guard bound == 0, listen(self.listening, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
            var length = size
            _ = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listening, $0, &length) }
            }
            self.port = UInt16(bigEndian: address.sin_port)
            Thread { [weak self, listening, server] in
                while true {
                    let client = accept(listening, nil, nil)
                    guard client >= 0 else { return }
                    let upstream = Self.connection(to: server)
                    Thread { [weak self] in
                        self?.pump(client, upstream) ?? Self.close(client, upstream)
                    }.start()
                }
            }.start()
        }

        deinit { shutdown(self.listening, Int32(SHUT_RDWR)) }

        var hasCut: Bool { self.state.withLock(\.isCut) }

        private static func address(_ port: UInt16) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return address
        }

        private static func connection(to port: UInt16) -> Int32 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.address(port)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return descriptor
        }

        private static func close(_ client: Int32, _ upstream: Int32) {
            Foundation.close(client)
            Foundation.close(upstream)
        }

        /// Carries one connection on one thread until an end closes it or it is cut.
        private func pump(_ client: Int32, _ upstream: Int32) {
            defer { Self.close(client, upstream) }
            if self.state.withLock({ $0.isCut && $0.staysCut }) { return }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                var ends = [
                    pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
                ]
                guard poll(&ends, 2, -1) > 0 else { return }
                for (from, to) in [(client, upstream), (upstream, client)]
                where ends.contains(where: { $0.fd == from && $0.revents != 0 }) {
                    let count = read(from, &buffer, buffer.count)
                    guard count > 0 else { return }
                    let bytes = Array(buffer.prefix(count))
                    let cut = from == client ? self.cut(at: bytes) : .never
                    if cut == .allButTheConnection { continue }
                    if cut == .beforeCommit || cut == .beforeEachCommit { return }
                    guard bytes.withUnsafeBytes({ write(to, $0.baseAddress, $0.count) }) == count else { return }
                    if cut == .afterCommit {
                        // The reply shows that the server has done it; nobody gets it.
                        _ = read(upstream, &buffer, buffer.count)
                        return
                    }
                }
            }
        }

        /// What is to be done at these bytes of the client; most of it once.
        private func cut(at bytes: [UInt8]) -> Cut {
            let isCommit = String(decoding: bytes, as: Unicode.ASCII.self).contains("COMMIT\0")
            return self.state.withLock { state in
                guard isCommit || state.cut == .allButTheConnection else { return .never }
                defer { if state.cut == .afterCommit || state.cut == .beforeCommit { state.cut = .never } }
                if state.cut != .never { state.isCut = true }
                return state.cut
            }
        }
    }
#endif
