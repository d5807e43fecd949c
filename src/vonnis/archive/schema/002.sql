-- Format 2: files handed in, questions asked about an answer, and answers that are asked again.
CREATE TABLE study_hand_in (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, coder TEXT NOT NULL, round TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE study_remark (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL, variable TEXT NOT NULL, coder TEXT NOT NULL, author TEXT NOT NULL,
  words TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX study_remark_question ON study_remark (unit, variable, coder);
CREATE TABLE study_ask_again (
  id TEXT PRIMARY KEY, rule TEXT NOT NULL, unit TEXT NOT NULL, variable TEXT NOT NULL, coder TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX study_ask_again_coder ON study_ask_again (coder);
CREATE INDEX study_reveal_coder ON study_reveal (coder);
