-- Format 1 of the codings store: portable SQL, rows are added and never changed.
-- Times are UTC text of fixed width, values text as the codebook writes them, lists JSON: both databases hold them alike.
CREATE TABLE store_meta (name TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE study_action (
  seq INTEGER PRIMARY KEY, name TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TABLE study_unit (
  id TEXT PRIMARY KEY, level TEXT NOT NULL, complex TEXT NOT NULL, defendant TEXT, victim TEXT, frame TEXT,
  wave INTEGER NOT NULL, source_mode TEXT NOT NULL, documents TEXT NOT NULL, intake_date TEXT, intake_year INTEGER,
  article TEXT NOT NULL, disposal TEXT NOT NULL, office TEXT NOT NULL
);
CREATE TABLE study_decision (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, step TEXT NOT NULL, reason TEXT, detail TEXT NOT NULL, decided_by TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE TABLE study_link (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, standing TEXT NOT NULL,
  reason TEXT NOT NULL, linked_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE study_draw (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, draw TEXT NOT NULL, stratum TEXT NOT NULL, probability REAL NOT NULL,
  weight REAL NOT NULL, seed INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE TABLE study_assignment (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, coder TEXT NOT NULL, round TEXT NOT NULL, place INTEGER NOT NULL,
  at TEXT NOT NULL
);
CREATE TABLE study_coding (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, variable TEXT NOT NULL, coder TEXT NOT NULL, value TEXT, missing INTEGER,
  evidence TEXT NOT NULL, standing TEXT, certainty TEXT, contradicted INTEGER NOT NULL, note TEXT NOT NULL,
  codebook_version TEXT NOT NULL, round TEXT NOT NULL, at TEXT NOT NULL,
  CHECK ((value IS NULL) <> (missing IS NULL))
);
CREATE INDEX study_coding_question ON study_coding (unit, variable);
CREATE INDEX study_coding_coder ON study_coding (coder, round, unit);
CREATE INDEX study_unit_complex ON study_unit (complex);
CREATE TABLE study_reveal (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, variable TEXT NOT NULL, coder TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE study_adjudication (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, variable TEXT NOT NULL, adjudicator TEXT NOT NULL, value TEXT,
  missing INTEGER, reason TEXT NOT NULL, codebook_version TEXT NOT NULL, at TEXT NOT NULL,
  CHECK ((value IS NULL) <> (missing IS NULL))
);
CREATE TABLE study_rule (
  id TEXT PRIMARY KEY, variable TEXT NOT NULL, words TEXT NOT NULL, decided_by TEXT NOT NULL, ask_again INTEGER NOT NULL,
  at TEXT NOT NULL
);
