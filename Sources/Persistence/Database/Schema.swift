internal import GRDB
internal import SQL

/// The tables, made by migrations that are only ever added to.
///
/// Times are microseconds since 1970. Names of domains and targets are ids of `constants`.
enum Schema {
    /// "BRTH", so that a database of another program is told from ours.
    static let applicationID: Int64 = 0x4252_5448

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 decisions, runs, history, control") { database in
            for statement in [Self.constants, Self.decisions, Self.runs, Self.history] + SharedTables.control(.sqlite) {
                try database.execute(sql: statement)
            }
        }
        // With its keys checked as it writes: GRDB would else read the whole database once more before it starts.
        migrator.registerMigration("2 targets of runs", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: Self.targets)
            try LatestTargets.fill(database)
        }
        migrator.registerMigration("3 tasks", foreignKeyChecks: .immediate) { try $0.execute(sql: Self.tasks) }
        migrator.registerMigration("4 tasks by submission", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: "CREATE INDEX IF NOT EXISTS tasks_by_submission ON tasks (submitted)")
        }
        migrator.registerMigration("declarations of domains and tables of targets", foreignKeyChecks: .immediate) {
            try $0.execute(sql: Self.sources)
        }
        migrator.registerMigration("observations", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: Self.observations)
            try ObservationNumbers.fill(database)
        }
        migrator.registerMigration("trainings", foreignKeyChecks: .immediate) {
            try $0.execute(sql: Self.trainings)
        }
        for migration in SharedTables.later {
            migrator.registerMigration(migration.name, foreignKeyChecks: .immediate) { database in
                for statement in migration.statements(.sqlite) { try database.execute(sql: statement) }
            }
        }
        return migrator
    }

    /// What recurs in many rows, kept once: names, targets, contexts of decisions, names of attributes.
    private static let constants = """
        CREATE TABLE constants (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (kind, content)
        ) STRICT;
        """

    /// Narrow rows are what filters scan; the bodies lie apart, and both grow at their end only.
    private static let decisions = """
        CREATE TABLE decisions (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            at INTEGER NOT NULL,
            domain INTEGER NOT NULL REFERENCES constants,
            target INTEGER REFERENCES constants,
            workload INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE decision_bodies (
            number INTEGER PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE outcomes (
            decision INTEGER PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE exploration (
            domain INTEGER PRIMARY KEY REFERENCES constants,
            spent REAL NOT NULL CHECK (spent >= 0)
        ) STRICT;
        """

    /// What records name by its hash: declarations of domains, in the order in which they were first decided by, and
    /// tables of targets.
    private static let sources = """
        CREATE TABLE domain_declarations (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            hash TEXT NOT NULL UNIQUE,
            domain TEXT NOT NULL,
            declaration TEXT NOT NULL
        ) STRICT;
        CREATE TABLE target_tables (
            number INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            body BLOB NOT NULL
        ) STRICT;
        ALTER TABLE decisions ADD COLUMN target_table INTEGER REFERENCES target_tables;
        CREATE INDEX decisions_by_target_table ON decisions (target_table) WHERE target_table IS NOT NULL;
        """

    /// Runs as they came in, and packed ones: a segment holds many runs of one domain, `sealed_runs` where each lies. It
    /// has no foreign key, which would search all of it whenever a segment goes.
    private static let runs = """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            received INTEGER NOT NULL,
            domain INTEGER NOT NULL REFERENCES constants,
            started INTEGER NOT NULL,
            id TEXT NOT NULL CHECK (id <> ''),
            decision INTEGER,
            body BLOB NOT NULL,
            UNIQUE (domain, id)
        ) STRICT;
        CREATE INDEX runs_by_start ON runs (domain, started);
        CREATE TABLE run_segments (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            domain INTEGER NOT NULL REFERENCES constants,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL CHECK (last >= first),
            count INTEGER NOT NULL CHECK (count > 0),
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX run_segments_by_start ON run_segments (domain, first, last);
        CREATE TABLE sealed_runs (
            hash INTEGER NOT NULL,
            segment INTEGER NOT NULL,
            PRIMARY KEY (hash, segment)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_counts (
            domain INTEGER NOT NULL REFERENCES constants,
            target INTEGER NOT NULL REFERENCES constants,
            count INTEGER NOT NULL CHECK (count >= 0),
            PRIMARY KEY (domain, target)
        ) STRICT, WITHOUT ROWID;
        """

    /// Each target as its latest run has it, with that run's place in the order of starts.
    private static let targets = """
        CREATE TABLE run_targets (
            domain INTEGER NOT NULL REFERENCES constants,
            target INTEGER NOT NULL REFERENCES constants,
            started INTEGER NOT NULL,
            run TEXT NOT NULL,
            attributes BLOB NOT NULL,
            PRIMARY KEY (domain, target)
        ) STRICT, WITHOUT ROWID;
        """

    /// Tasks, with what may be large at the end of their rows, where lists do not read it. The indices are for lists of
    /// one state, type, kind or node, the newest first.
    private static let tasks = """
        CREATE TABLE tasks (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            key TEXT UNIQUE,
            status TEXT NOT NULL,
            type TEXT NOT NULL,
            kind TEXT,
            node TEXT,
            submitted INTEGER NOT NULL,
            ended INTEGER,
            token INTEGER NOT NULL DEFAULT 0,
            losses INTEGER NOT NULL DEFAULT 0,
            submission BLOB NOT NULL,
            placement BLOB,
            figures BLOB,
            payload BLOB NOT NULL,
            result BLOB
        ) STRICT;
        CREATE INDEX tasks_by_status ON tasks (status, number);
        CREATE INDEX tasks_by_type ON tasks (type, number);
        CREATE INDEX tasks_by_kind ON tasks (kind, number);
        CREATE INDEX tasks_by_node ON tasks (node, number);
        CREATE INDEX tasks_by_end ON tasks (ended);
        """

    /// Where the numbers of packed runs lie, up to where numbers were given whose runs are gone, and how far each consumer
    /// has come. The numbers of packed runs stand apart, so that rows with large bodies need not be written again.
    private static let observations = """
        CREATE TABLE run_segment_numbers (
            segment INTEGER PRIMARY KEY,
            lowest INTEGER NOT NULL,
            highest INTEGER NOT NULL CHECK (highest >= lowest)
        ) STRICT;
        CREATE INDEX run_segments_by_number ON run_segment_numbers (highest, lowest);
        CREATE TABLE removed_observations (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            number INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE observation_cursors (
            consumer TEXT PRIMARY KEY NOT NULL,
            number INTEGER NOT NULL,
            missed INTEGER NOT NULL CHECK (missed >= 0)
        ) STRICT, WITHOUT ROWID;
        """

    /// Trainings, each as JSON.
    private static let trainings = """
        CREATE TABLE trainings (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            domain TEXT NOT NULL,
            unfinished INTEGER NOT NULL CHECK (unfinished IN (0, 1)),
            entry TEXT NOT NULL CHECK (json_valid(entry))
        ) STRICT;
        CREATE INDEX unfinished_trainings ON trainings (number) WHERE unfinished;
        """

    /// Sums of the runs that ended in each clock hour.
    private static let history = """
        CREATE TABLE target_hours (
            domain INTEGER NOT NULL REFERENCES constants,
            target INTEGER NOT NULL REFERENCES constants,
            hour INTEGER NOT NULL,
            runs INTEGER NOT NULL CHECK (runs > 0),
            failures INTEGER NOT NULL CHECK (failures BETWEEN 0 AND runs),
            time INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            PRIMARY KEY (domain, target, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE workload_hours (
            domain INTEGER NOT NULL REFERENCES constants,
            workload INTEGER NOT NULL,
            target INTEGER NOT NULL REFERENCES constants,
            hour INTEGER NOT NULL,
            runs INTEGER NOT NULL CHECK (runs > 0),
            failures INTEGER NOT NULL CHECK (failures BETWEEN 0 AND runs),
            time INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            PRIMARY KEY (domain, workload, target, hour)
        ) STRICT, WITHOUT ROWID;
        """
}
