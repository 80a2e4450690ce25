#if PostgreSQL
    internal import SQL

    /// What went wrong between us and the server.
    enum LinkFailure: Error, Hashable {
        /// The connection is gone, or never was there.
        case lost(String)
        /// Another transaction came in the way (SQLSTATE 40001 or 40P01): the same may succeed when it is run again.
        case contended
        /// The statement was canceled, as was asked.
        case canceled
        /// The caller's matter.
        case refused(SQLError)

        /// - SeeAlso: PostgreSQL 15, appendix A, "PostgreSQL Error Codes".
        init(state: String, message: String, canceled: Bool, patience seconds: Double) {
            let problem = "\(message) (SQLSTATE \(state))"
            self =
                switch state {
                // The others are for tables, also where IF NOT EXISTS meets one that is made in the same moment.
                case "23505", "42710", "42P07": .refused(.duplicate(problem: problem))
                case "40001", "40P01": .contended
                case "57014" where canceled: .canceled
                case "57014", "25P03": .refused(.timedOut(seconds: seconds))
                // The server shuts down, has crashed, or ends the connection.
                case "57P01", "57P02", "57P03", "57P05": .lost(message)
                // Too many connections: there may be room later.
                case "53300": .lost(message)
                case _ where state.hasPrefix("08"): .lost(message)
                default: .refused(.refused(problem: problem))
                }
        }
    }
#endif
