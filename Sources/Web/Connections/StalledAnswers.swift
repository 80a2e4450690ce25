internal import NIOCore

/// Closes a connection whose client takes nothing of what waits for it: neither idle nor reading, it would keep the
/// connection and the answer for ever.
///
/// It looks at the bytes that wait twice in the time allowed and is in no request's way. A client that takes a little
/// now and then goes on, however slow it is.
final class StalledAnswers {
    private let channel: any Channel
    private let interval: TimeAmount
    /// Looks without progress after which it is over.
    private static let patience = 2

    private var waiting = 0
    private var looksWithoutProgress = 0
    private var timer: Scheduled<Void>?

    private init(_ channel: any Channel, seconds: Int) {
        self.channel = channel
        self.interval = .milliseconds(Int64(seconds) * 1000 / Int64(Self.patience))
    }

    /// Watches a connection until it is closed. To be called on its event loop.
    ///
    /// - Parameter seconds: For which bytes may wait and none be taken.
    static func watch(_ channel: any Channel, seconds: Int) {
        let watch = StalledAnswers(channel, seconds: seconds)
        watch.goOn()
        let bound = NIOLoopBound(watch, eventLoop: channel.eventLoop)
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            bound.value.timer?.cancel()
            bound.value.timer = nil
        }
    }

    private func goOn() {
        let bound = NIOLoopBound(self, eventLoop: self.channel.eventLoop)
        self.timer = self.channel.eventLoop.scheduleTask(in: self.interval) { bound.value.look() }
    }

    private func look() {
        guard self.channel.isActive else { return }
        let waiting = Self.waitingBytes(of: self.channel)
        // Less than before, or nothing: something was taken. What is written on top counts for the next look.
        let isStuck = waiting > 0 && self.waiting > 0 && waiting >= self.waiting
        self.looksWithoutProgress = isStuck ? self.looksWithoutProgress + 1 : 0
        self.waiting = waiting
        if self.looksWithoutProgress >= Self.patience {
            self.channel.close(promise: nil)
        } else {
            self.goOn()
        }
    }

    /// 0 for a channel that cannot tell.
    private static func waitingBytes(of channel: any Channel) -> Int {
        (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}

@available(*, unavailable)
extension StalledAnswers: Sendable {}
