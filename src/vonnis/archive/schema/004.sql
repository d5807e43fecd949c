-- Format 4: which persons of a case a coder listed, in which round.
CREATE TABLE study_listing (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, coder TEXT NOT NULL, round TEXT NOT NULL, listed INTEGER NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX study_listing_unit ON study_listing (unit);
