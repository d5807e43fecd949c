-- Format 6: what is asked for with each answer is found by an index: lines of the log by their name, files by their unit.
CREATE INDEX study_action_name ON study_action (name, actor);
CREATE INDEX study_assignment_unit ON study_assignment (unit, coder);
