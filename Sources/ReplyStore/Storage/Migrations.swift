import GRDB

/// The history of the schema: named steps, in order; a released step is never changed or removed.
enum Migrations {
    /// Brings a database of any age up to date.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 journal, contacts, outbox") { database in
            try database.execute(sql: journal)
            try database.execute(sql: contacts)
            try database.execute(sql: outbox)
            try database.execute(sql: probe)
        }
        migrator.registerMigration("002 poison events, started sends, hand-off changes") { database in
            try database.execute(sql: poison)
            try database.execute(sql: sends)
            try database.execute(sql: revisions)
        }
        migrator.registerMigration("003 deaths inside decisions, sends interrupted by a death") { database in
            try database.execute(sql: deaths)
            try database.execute(sql: interruptions)
        }
        migrator.registerMigration("followers: what is forgotten, and when") { database in
            try database.execute(sql: forgetting)
        }
        migrator.registerMigration("evidence: followers before decisions, hand-offs, rules, attempts") { database in
            try database.execute(sql: bases)
            try database.execute(sql: changes)
            try database.execute(sql: attempts)
        }
        return migrator
    }

    /// Times are milliseconds since 1970; `AUTOINCREMENT` so that a number is not reused after pruning.
    private static let journal = """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dedupe_key BLOB NOT NULL UNIQUE CHECK (length(dedupe_key) >= 16),
            app_id TEXT NOT NULL CHECK (app_id <> ''),
            user_id TEXT NOT NULL CHECK (user_id <> ''),
            kind TEXT NOT NULL,
            created INTEGER NOT NULL,
            received INTEGER NOT NULL,
            is_stale INTEGER NOT NULL CHECK (is_stale IN (0, 1)),
            decided INTEGER,
            decision TEXT,
            query TEXT NOT NULL,
            content_type TEXT NOT NULL,
            body BLOB NOT NULL,
            CHECK ((decided IS NULL) = (decision IS NULL)),
            CHECK (is_stale = 0 OR decided IS NULL)
        ) STRICT;
        CREATE INDEX event_undecided ON event (id) WHERE decided IS NULL AND is_stale = 0;
        CREATE INDEX event_received ON event (received);
        """

    private static let contacts = """
        CREATE TABLE contact (
            app_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            last_interaction INTEGER NOT NULL,
            day TEXT CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
            sends INTEGER NOT NULL DEFAULT 0 CHECK (sends >= 0),
            handoff_until INTEGER,
            state BLOB,
            PRIMARY KEY (app_id, user_id)
        ) STRICT, WITHOUT ROWID;
        """

    /// `due` is when a row may be claimed: its next attempt, or while it is being sent the end of its lease.
    ///
    /// `settled` is null exactly while the row is open; `counted_on` is the day on which it takes one of the sends.
    private static let outbox = """
        CREATE TABLE reply (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
            app_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'dead')),
            due INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous >= 0),
            lease INTEGER,
            counted_on TEXT,
            last_code TEXT,
            reason TEXT,
            settled INTEGER,
            message BLOB NOT NULL,
            UNIQUE (event_id, ordinal),
            CHECK ((state = 'sending') = (lease IS NOT NULL)),
            CHECK ((state IN ('sent', 'dead')) = (settled IS NOT NULL))
        ) STRICT;
        CREATE INDEX reply_due ON reply (due) WHERE settled IS NULL;
        CREATE INDEX reply_order ON reply (app_id, user_id) WHERE settled IS NULL;
        CREATE INDEX reply_state ON reply (state);
        """

    /// One row for test writes, so that readiness can be proved without a change to other data.
    private static let probe = """
        CREATE TABLE probe (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            writes INTEGER NOT NULL
        ) STRICT;
        INSERT INTO probe (id, writes) VALUES (1, 0);
        """

    /// `tries` counts how often a decision was begun (003 replaces it); `aside` is the reason of the quarantine.
    private static let poison = """
        ALTER TABLE event ADD COLUMN tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0);
        ALTER TABLE event ADD COLUMN aside TEXT CHECK (aside IS NULL OR decided IS NULL);
        DROP INDEX event_undecided;
        CREATE INDEX event_undecided ON event (id) WHERE decided IS NULL AND is_stale = 0 AND aside IS NULL;
        CREATE INDEX event_aside ON event (id) WHERE aside IS NOT NULL;
        """

    /// `created` follows the clock when it is set; `started` is 1 once a request may have been written.
    private static let sends = """
        ALTER TABLE reply ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
        UPDATE reply SET created = coalesce((SELECT decided FROM event WHERE event.id = reply.event_id), due);
        ALTER TABLE reply ADD COLUMN started INTEGER NOT NULL DEFAULT 0 CHECK (started IN (0, 1));
        ALTER TABLE reply ADD COLUMN tried INTEGER;
        ALTER TABLE reply ADD COLUMN trace TEXT;
        ALTER TABLE reply ADD COLUMN priority TEXT NOT NULL DEFAULT 'ordinary'
            CHECK (priority IN ('low', 'ordinary', 'essential'));
        """

    /// `deaths` counts the processes that died during the decision of the event; `death_life` names the last of them,
    /// so that a start that is itself interrupted does not count one death twice.
    private static let deaths = """
        ALTER TABLE event RENAME COLUMN tries TO deaths;
        UPDATE event SET deaths = 0;
        ALTER TABLE event ADD COLUMN death_life INTEGER;
        CREATE INDEX event_suspect ON event (id) WHERE deaths > 0 AND decided IS NULL AND aside IS NULL;
        """

    /// `interrupted` counts the requests that were under way when the process died.
    private static let interruptions = """
        ALTER TABLE reply ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0 CHECK (interrupted >= 0);
        """

    /// `revision` rises when a contact is changed other than by a decision; a decision made before the change is not
    /// stored.
    private static let revisions = """
        ALTER TABLE contact ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        """

    /// `oldest_answer` is when the oldest answer in `state` was given, `keep_until` until when `state` must be kept.
    ///
    /// The state of an earlier version counts as old, and is scanned once. `forgotten` has the keys of deleted events.
    private static let forgetting = """
        ALTER TABLE contact ADD COLUMN oldest_answer INTEGER;
        ALTER TABLE contact ADD COLUMN keep_until INTEGER NOT NULL DEFAULT 0;
        UPDATE contact SET oldest_answer = 0 WHERE state IS NOT NULL;
        CREATE INDEX contact_answers ON contact (oldest_answer) WHERE oldest_answer IS NOT NULL;
        CREATE TABLE forgotten (
            dedupe_key BLOB PRIMARY KEY CHECK (length(dedupe_key) >= 16),
            received INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// The follower as a decision found them; `sends_before` is null for decisions of earlier versions.
    ///
    /// `answer_before` is when the oldest answer in `state_before` was given. `decided_at` is the clock's time of the
    /// decision, while `decided` is the time as of which it was made. `origin` is null for what the gateway took.
    private static let bases = """
        ALTER TABLE event ADD COLUMN state_before BLOB;
        ALTER TABLE event ADD COLUMN handoff_before INTEGER;
        ALTER TABLE event ADD COLUMN day_before TEXT;
        ALTER TABLE event ADD COLUMN sends_before INTEGER;
        ALTER TABLE event ADD COLUMN waiting_before INTEGER;
        ALTER TABLE event ADD COLUMN answer_before INTEGER;
        ALTER TABLE event ADD COLUMN decided_at INTEGER;
        ALTER TABLE event ADD COLUMN origin TEXT;
        CREATE INDEX event_answers ON event (answer_before) WHERE answer_before IS NOT NULL;
        """

    /// Operators' hand-offs (`until` is null for an end), and the rules that took effect.
    ///
    /// `after_event` is the latest event at the time; it orders changes and events of the same millisecond.
    private static let changes = """
        CREATE TABLE handoff_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            app_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            until INTEGER,
            after_event INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX handoff_change_at ON handoff_change (at);
        CREATE TABLE rule_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            checksum TEXT NOT NULL,
            after_event INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX rule_change_at ON rule_change (at);
        """

    /// The attempts that ended, in order.
    private static let attempts = """
        CREATE TABLE attempt (
            reply_id INTEGER NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            begun INTEGER,
            ended INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            code TEXT,
            trace TEXT,
            PRIMARY KEY (reply_id, number)
        ) STRICT, WITHOUT ROWID;
        """
}

extension DatabaseWriter {
    /// Brings the schema up to date; a database from the future is refused before anything is changed.
    func migrateReplyStore(path: String) throws {
        guard try read(Migrations.migrator.hasBeenSuperseded) == false else {
            throw StoreError.newerSchema(path: path)
        }
        try Migrations.migrator.migrate(self)
    }
}

extension DatabaseReader {
    /// Throws unless the schema is exactly the one that this version reads.
    func checkReplyStoreSchema(path: String) throws {
        let (isNewer, isComplete, isBegun) = try read { database in
            (
                try Migrations.migrator.hasBeenSuperseded(database),
                try Migrations.migrator.hasCompletedMigrations(database),
                try !Migrations.migrator.appliedIdentifiers(database).isEmpty
            )
        }
        guard isBegun || isNewer else { throw StoreError.noSchema(path: path) }
        guard !isNewer else { throw StoreError.newerSchema(path: path) }
        guard isComplete else { throw StoreError.olderSchema(path: path) }
    }
}
