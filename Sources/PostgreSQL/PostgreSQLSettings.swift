#if PostgreSQL
    /// Where a database is, and the bounds of everything that may take long.
    package struct PostgreSQLSettings: Sendable {
        /// A URI such as `postgresql://berth@db.example.org/berth?sslmode=verify-full`, or `key=value` pairs, as libpq
        /// reads them. It may hold a password and is never shown.
        package let url: String
        /// The most connections, each with a thread.
        package let connections: Int
        /// The most callers that wait for a connection; who comes then is refused.
        package let waiting: Int
        /// The most times that one transaction is run because others came in its way.
        package let attempts: Int
        /// The most times in a row that a connection is tried before the server counts as unreachable.
        package let reconnects: Int
        /// How long a connection may take to come about, in seconds.
        package let connectSeconds: Double
        /// How long a statement may take, in seconds, waiting for locks included; then it is canceled.
        package let statementSeconds: Double

        package init(
            url: String,
            connections: Int = 4,
            waiting: Int = 256,
            attempts: Int = 24,
            reconnects: Int = 6,
            connectSeconds: Double = 5,
            statementSeconds: Double = 30
        ) {
            precondition(connections > 0 && waiting >= 0 && attempts > 0 && reconnects > 0, "bounds are positive")
            precondition(connectSeconds > 0 && statementSeconds > 0, "times are positive")
            self.url = url
            self.connections = connections
            self.waiting = waiting
            self.attempts = attempts
            self.reconnects = reconnects
            self.connectSeconds = connectSeconds
            self.statementSeconds = statementSeconds
        }
    }
#endif
