-- Format 3: words of files and people (passages, notes, reasons) are sealed under keys that lie apart and can be thrown
-- away; what was erased is a record; closed texts and statements of secrecy have their tables.
CREATE TABLE study_erasure (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, document TEXT NOT NULL, ground TEXT NOT NULL, reference TEXT NOT NULL,
  values_kept INTEGER NOT NULL, erased_by TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE study_text (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, document TEXT NOT NULL, ending TEXT NOT NULL, added_by TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE TABLE study_statement (
  id TEXT PRIMARY KEY, coder TEXT NOT NULL, source TEXT NOT NULL, signed TEXT NOT NULL, reference TEXT NOT NULL,
  noted_by TEXT NOT NULL, at TEXT NOT NULL
);
