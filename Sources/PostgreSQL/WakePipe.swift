#if PostgreSQL
    internal import Foundation

    /// Wakes a thread that waits in poll(2), from any other thread.
    ///
    /// Both ends are numbers that never change, and the system may be asked about them by several threads at once; they
    /// are closed with the last reference, when nobody can use them any more.
    final class WakePipe: Sendable {
        /// What the thread polls for reading.
        let reading: Int32
        private let writing: Int32

        init() throws(LinkFailure) {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw .lost("no pipe: \(String(cString: strerror(errno)))") }
            self.reading = ends[0]
            self.writing = ends[1]
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }

        deinit {
            close(self.reading)
            close(self.writing)
        }

        /// A pipe that is full wakes as well.
        func wake() {
            var byte: UInt8 = 1
            _ = write(self.writing, &byte, 1)
        }

        /// Takes out what woke the thread, before it looks at what there is to do.
        func drain() {
            var bytes: [UInt8] = [UInt8](repeating: 0, count: 64)
            while read(self.reading, &bytes, bytes.count) > 0 {}
        }
    }
#endif
