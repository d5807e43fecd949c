"""The store of a study: units, decisions, codings, adjudications, each added once and never changed.

Every change is one action: one transaction, one line in ``study_action`` with its name, actor and moment, chained by
digest to the line before, so that a line taken out shows. Adding a record that is already there changes nothing.

Words that a file or a person is the source of are stored sealed (:mod:`vonnis.archive.sealing`), each under the key of
its unit and document.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from vonnis.archive.databases import WAIT_SECONDS, Database, Row, open_database
from vonnis.archive.permit import check_permitted, protocol_of, states_closed
from vonnis.archive.ring import holds_sealed
from vonnis.archive.run_record import moment_of_action
from vonnis.archive.sealing import Seals
from vonnis.archive.store_rows import columns_of, instant, record_of, row_of
from vonnis.archive.vault import Vault
from vonnis.errors import StudyError
from vonnis.study.case_numbers import refuse_case_numbers
from vonnis.study.coding import Adjudication, Coding, Reveal
from vonnis.study.erasure import Erasure
from vonnis.study.log import AskAgain, Assignment, Decision, Drawn, HandIn, Link, Listing, MeetingRule, Remark
from vonnis.study.permission import ClosedText, Statement
from vonnis.study.unit import Unit
from vonnis.study.words import apart, words_of

if TYPE_CHECKING:
    import polars as pl

Record = TypeVar("Record", bound=msgspec.Struct)

FORMAT = 6
"""The format that this version writes; each older one is brought up step by step when it is opened."""

TABLES: dict[type[msgspec.Struct], str] = {
    Unit: "study_unit",
    Decision: "study_decision",
    Link: "study_link",
    Drawn: "study_draw",
    Assignment: "study_assignment",
    Coding: "study_coding",
    Reveal: "study_reveal",
    Adjudication: "study_adjudication",
    MeetingRule: "study_rule",
    AskAgain: "study_ask_again",
    HandIn: "study_hand_in",
    Listing: "study_listing",
    Remark: "study_remark",
    Erasure: "study_erasure",
    ClosedText: "study_text",
    Statement: "study_statement",
}
"""The table of each kind of record."""

_JOINED = 100_000
"""How many rows SQLite joins into one text."""
_SEALED_SINCE: dict[int, tuple[type[msgspec.Struct], ...]] = {
    3: (Coding, Adjudication, Link, Remark),
    5: (Decision, MeetingRule),
}
"""From which format on the words of each kind of record are sealed."""
_SEALED = tuple(chain.from_iterable(_SEALED_SINCE.values()))
_REFUSE = "rows are never changed"
_POSTGRES_REFUSES = (
    "CREATE OR REPLACE FUNCTION study_refuse() RETURNS trigger"
    f" AS 'BEGIN RAISE EXCEPTION ''{_REFUSE}''; END' LANGUAGE plpgsql;"
)
_GUARD = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, '" + _REFUSE + "'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION study_refuse()",
}
_VERSION = "SELECT content FROM store_meta WHERE name = 'format'"
_FINDS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'store_meta'",
    "postgresql": "SELECT 1 FROM pg_tables WHERE tablename = 'store_meta' AND schemaname = current_schema()",
}
_ACTION = "seq, name, actor, at, detail, previous, digest"


class Action(msgspec.Struct, frozen=True):
    """A line of the log: what was done, by whom, when; ``digest`` covers the line and the digest before it."""

    seq: int
    name: str
    actor: str
    at: str
    detail: str
    previous: str
    digest: str


class Writing:
    """Takes records inside one action."""

    def __init__(self, store: Store, *, at: dt.datetime | None = None) -> None:
        """Write to the database of this store, whose transaction is open; without a moment nothing is refused."""
        self._store, self._database, self._at = store, store.database, at
        self.added = 0

    def add(self, records: Iterable[msgspec.Struct]) -> None:
        """Add records; one that is already there is passed over.

        Raises:
            StudyError: words of an erased unit or document would come back, or a record is there with other words.
            ClosedError: it is a coding of a closed file that no permission covers.
        """
        by_kind: dict[type[msgspec.Struct], list[tuple[object, ...]]] = {}
        given = list(records)
        if self._at is not None:  # what an older format let in must not lock the study that holds it
            refuse_case_numbers(given)
        self._plain([record for record in given if not isinstance(record, _SEALED)], by_kind)
        self._flush(by_kind)
        # Words need the units that they are about, some of which may have come along just now.
        worded = [record for record in given if isinstance(record, _SEALED)]
        if self._at is not None:
            codings = (record for record in worded if isinstance(record, Coding))
            check_permitted(self._store.vault.folder, self._store, codings=codings, at=self._at)
        seals = Seals(self._store, self._store.vault)
        if self._at is not None:
            protocol = protocol_of(self._store.vault.folder)
            if protocol is None or not protocol.study.fictional:  # of invented files nothing can be found out
                worded = [seals.without_digests(record) for record in worded]
        self._plain(seals.sealed(worded), by_kind)
        self._flush(by_kind)

    def copy(self, records: Iterable[msgspec.Struct]) -> None:
        """Add records as another store has them, their words sealed."""
        by_kind: dict[type[msgspec.Struct], list[tuple[object, ...]]] = {}
        self._plain(records, by_kind)
        self._flush(by_kind)

    def strike(self, units: Sequence[str]) -> int:
        """Take out the answers about units, and return how many; only where a permission does not let them stay.

        It is the one exception to rows that are never taken out: the ground is a record of its own, and the log stays.
        """
        wanted = set(units)
        answers = [id_ for id_, coding in self._store.as_stored(Coding) if coding.unit in wanted]
        decisions = [id_ for id_, decision in self._store.as_stored(Adjudication) if decision.unit in wanted]
        self._store.take_out(Coding, answers)
        self._store.take_out(Adjudication, decisions)
        return len(answers) + len(decisions)

    def _plain(
        self, records: Iterable[msgspec.Struct], by_kind: dict[type[msgspec.Struct], list[tuple[object, ...]]]
    ) -> None:
        for record in records:
            by_kind.setdefault(type(record), []).append(row_of(record))
            self.added += 1

    def _flush(self, by_kind: dict[type[msgspec.Struct], list[tuple[object, ...]]]) -> None:
        for kind, rows in by_kind.items():
            columns = columns_of(kind)
            marks = ", ".join(["%s"] * len(columns))
            # Ids and table names are constants of this module; no word of a user stands in a statement.
            statement = (
                f"INSERT INTO {TABLES[kind]} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING"  # noqa: S608
            )
            self._database.run(statement, rows)
        by_kind.clear()


class Store:
    """The records of one study in its database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Use a database and the keys of its words, and make or bring up its tables where needed.

        Raises:
            StudyError: the tables are of a later version of vonnis.
        """
        self._database = database
        self.vault = vault
        self._prepare()

    @property
    def database(self) -> Database:
        """The database itself."""
        return self._database

    @contextmanager
    def action(
        self,
        name: str,
        *,
        actor: str,
        at: dt.datetime,
        detail: Mapping[str, object],
        words: Mapping[str, str] | None = None,
    ) -> Iterator[Writing]:
        """Open one action: everything that is added in the block counts, or nothing.

        ``words`` are what a person says about it in own words; they stand in its line sealed.

        Raises:
            StudyError: another program is writing and does not end within the wait, or the line would name a case.
        """
        with self._database.transaction():
            writing = Writing(self, at=at)
            yield writing
            seals, place = Seals(self, self.vault), f"{name} {instant(at)}"
            said = {key: seals.seal_line(text, place=place) for key, text in (words or {}).items()}
            self._log(name, actor=actor, at=at, detail={**detail, **said})

    def told(self, line: Action) -> str:
        """Return the detail of a line of the log with the words in it opened, as far as they can be read."""
        if not holds_sealed(line.detail):
            return line.detail
        detail = msgspec.json.decode(line.detail)
        opened = Seals(self, self.vault).open_line(detail, place=f"{line.name} {line.at}")
        return msgspec.json.encode(opened, order="sorted").decode()

    def records(self, kind: type[Record], **equal: str | Collection[str]) -> tuple[Record, ...]:
        """Return the records of a kind, those whose fields equal the given ones, ordered by moment and id.

        A field may be given several values, of which it must equal one.
        """
        found = self._equal(kind, equal)
        return Seals(self, self.vault).opened(found) if kind in _SEALED else tuple(record for _, record in found)

    def without_words(self, kind: type[Record], **equal: str | Collection[str]) -> tuple[Record, ...]:
        """Return what :meth:`records` does with the words as they are stored, sealed: for who only counts."""
        return tuple(record for _, record in self._equal(kind, equal))

    def _equal(self, kind: type[Record], equal: Mapping[str, str | Collection[str]]) -> Iterable[tuple[str, Record]]:
        columns = columns_of(kind)
        strange = set(equal) - set(columns)
        if strange:
            message = f"{kind.__name__} has no field {min(strange)!r}"
            raise StudyError(message)
        asked = {name: (given,) if isinstance(given, str) else tuple(given) for name, given in equal.items()}
        if not all(asked.values()):
            return ()
        tests = (f"{name} IN ({', '.join(['%s'] * len(given))})" for name, given in asked.items())
        where = f"WHERE {' AND '.join(tests)} " if asked else ""
        values = [value for given in asked.values() for value in given]
        return self._found(kind, f"{where}ORDER BY {'at, id' if 'at' in columns else 'id'}", values)

    def case_of(self, unit: str) -> tuple[Unit, ...]:
        """Return all units of the complex of a unit, by id; none where the unit is unknown."""
        home = f"SELECT complex FROM {TABLES[Unit]} WHERE id = %s"  # noqa: S608 - as above
        return tuple(each for _, each in self._found(Unit, f"WHERE complex = ({home}) ORDER BY id", (unit,)))

    def as_stored(self, kind: type[Record], ids: Sequence[str] | None = None) -> tuple[tuple[str, Record], ...]:
        """Return the records of a kind, all or those with these ids, each with its id, their words sealed."""
        if ids is None:
            return tuple(self._found(kind, "ORDER BY id", ()))
        marks = ", ".join(["%s"] * len(ids))
        return tuple(self._found(kind, f"WHERE id IN ({marks})", ids))

    def _found(self, kind: type[Record], clause: str, values: Sequence[str]) -> Iterator[tuple[str, Record]]:
        columns = columns_of(kind)
        statement = f"SELECT id, {', '.join(columns)} FROM {TABLES[kind]} {clause}"  # noqa: S608 - as above
        for rows in self._database.rows(statement, values):
            for row in rows:
                yield row[0], record_of(kind, columns, row=row[1:])

    def lacking(self, records: Iterable[msgspec.Struct]) -> list[msgspec.Struct]:
        """Return those of the records that are not here yet."""
        given = list(records)
        known = {
            kind: {row[0] for rows in self._database.rows(f"SELECT id FROM {TABLES[kind]}") for row in rows}  # noqa: S608 - as above
            for kind in {type(record) for record in given}
        }
        return [record for record in given if record.id not in known[type(record)]]  # type: ignore[attr-defined]

    def count(self, kind: type[msgspec.Struct]) -> int:
        """Return how many records of a kind there are."""
        statement = f"SELECT count(*) FROM {TABLES[kind]}"  # noqa: S608 - as above
        return int(next(self._database.rows(statement))[0][0])

    def tally(self, kind: type[msgspec.Struct], by: str, **equal: str | int) -> dict[str, int]:
        """Return how many records of a kind there are for each value of a field, of those that equal the given ones."""
        strange = {by, *equal} - set(columns_of(kind))
        if strange:
            message = f"{kind.__name__} has no field {min(strange)!r}"
            raise StudyError(message)
        where = " AND ".join(f"{name} = %s" for name in equal) or "1 = 1"
        statement = f"SELECT {by}, count(*) FROM {TABLES[kind]} WHERE {where} GROUP BY {by} ORDER BY {by}"  # noqa: S608 - as above
        found = self._database.rows(statement, tuple(equal.values()))
        return {str(row[0]): int(row[1]) for rows in found for row in rows}

    def marks(self, *, coder: str | None = None) -> dict[tuple[str, str, str], tuple[int, str]]:
        """Return how many answers there are of each unit, coder and round, and when the last was given."""
        told = f"SELECT unit, coder, round, count(*), max(at) FROM {TABLES[Coding]}"  # noqa: S608 - as above
        where, values = ("", ()) if coder is None else (" WHERE coder = %s", (coder,))
        found = self._database.rows(f"{told}{where} GROUP BY unit, coder, round", values)
        return {(row[0], row[1], row[2]): (int(row[3]), row[4]) for rows in found for row in rows}

    def head(self) -> str:
        """Return the digest of the last line of the log, which changes with every action; nothing before the first."""
        last = self._one("SELECT digest FROM study_action ORDER BY seq DESC LIMIT 1")
        return str(last[0]) if last else ""

    def last_moment(self) -> dt.datetime | None:
        """Return the moment of the last line of the log; None before the first."""
        last = self._one("SELECT at FROM study_action ORDER BY seq DESC LIMIT 1")
        return dt.datetime.fromisoformat(last[0]) if last else None

    def table(
        self, kind: type[msgspec.Struct], columns: tuple[str, ...], *, units: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Return columns of all records of a kind as they are stored, for work on millions of rows; or of some units.

        Columns that hold few different texts come as categories, so that memory stays small.
        """
        import polars as pl

        few = [name for name in ("unit", "variable", "coder", "round") if name in columns]
        schema = {name: pl.Int8 if name in ("missing", "contradicted") else pl.String for name in columns}
        if units is not None:
            where = f"WHERE unit IN ({', '.join(['%s'] * len(units)) or 'NULL'})"
            parts = self._by_rows(f"SELECT {', '.join(columns)} FROM {TABLES[kind]} {where}", schema, units)  # noqa: S608 - as above
        elif self._database.dialect == "sqlite":
            parts = self._joined(TABLES[kind], schema)
        else:
            parts = self._by_rows(f"SELECT {', '.join(columns)} FROM {TABLES[kind]}", schema)  # noqa: S608 - as above
        empty = pl.DataFrame(schema=schema)
        few_kept = (part.with_columns(pl.col(few).cast(pl.Categorical)) for part in chain([empty], parts))
        return pl.concat(list(few_kept))

    def _joined(self, table: str, schema: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
        """Yield the rows of a table of SQLite, which joins them into texts that Polars takes apart.

        Both do that in machine code; three million rows as tuples of Python take twice as long.
        """
        import polars as pl

        form = "\x1f".join(["%s"] * len(schema))
        cells = f"printf(%s, {', '.join(f'ifnull({name}, char(29))' for name in schema)})"
        last = self._one(f"SELECT max(rowid) FROM {table}")  # noqa: S608 - as above
        for begin in range(0, (last[0] or 0) if last else 0, _JOINED):
            where = f"FROM {table} WHERE rowid > {begin} AND rowid <= {begin + _JOINED}"
            found = self._one(f"SELECT count(*), group_concat({cells}, char(30)) {where}", (form,))
            if not found or not found[0]:
                continue
            try:
                part = pl.read_csv(
                    found[1].encode(), has_header=False, schema=schema, separator="\x1f", eol_char="\x1e",
                    quote_char=None, null_values=["\x1d"], empty_string_is_null=False,
                )  # fmt: skip
            except pl.exceptions.PolarsError:
                part = pl.DataFrame()
            if part.height == found[0]:
                yield part
            else:  # a cell holds a sign that stands between cells
                yield from self._by_rows(f"SELECT {', '.join(schema)} {where}", schema)

    def _by_rows(self, statement: str, schema: Mapping[str, Any], values: Sequence[str] = ()) -> Iterator[pl.DataFrame]:
        import polars as pl

        for rows in self._database.rows(statement, values):
            yield pl.DataFrame(list(zip(*rows, strict=True)), schema=schema)

    def actions(self) -> tuple[Action, ...]:
        """Return the log, oldest first.

        Raises:
            StudyError: a line was changed or taken out.
        """
        lines = self.lines()
        place = broken_at(lines)
        if place is not None:
            message = f"the log of the study is broken at line {place}: a line was changed or taken out"
            raise StudyError(message)
        return lines

    def lines(self, first: int = 1, last: int | None = None) -> tuple[Action, ...]:
        """Return the log as it stands, oldest first, whether or not it is whole; all, or from one line to another.

        Lines are counted from 1, and both ends are included.
        """
        return tuple(self.each_line(first, last))

    def each_line(
        self, first: int = 1, last: int | None = None, *, name: str | None = None, actor: str | None = None
    ) -> Iterator[Action]:
        """Yield the lines of the log, or those of one name or one actor, a part of them at a time in memory."""
        asked = {"seq >= %s": first, "seq <= %s": last, "name = %s": name, "actor = %s": actor}
        tests = {test: value for test, value in asked.items() if value is not None}
        statement = f"SELECT {_ACTION} FROM study_action WHERE {' AND '.join(tests)} ORDER BY seq"  # noqa: S608 - as above
        return (Action(*row) for rows in self._database.rows(statement, tuple(tests.values())) for row in rows)

    def length(self) -> int:
        """Return the number of the last line of the log; 0 before the first."""
        last = self._one("SELECT seq FROM study_action ORDER BY seq DESC LIMIT 1")
        return int(last[0]) if last else 0

    def digest(self) -> str:
        """Return one digest (hex) of all records, whatever the order in which they were added; the log is left out."""
        whole = sha256()
        for name in TABLES.values():
            for rows in self._database.rows(f"SELECT id FROM {name} ORDER BY id"):  # noqa: S608 - as above
                whole.update("".join(f"{name} {row[0]}\n" for row in rows).encode())
        return whole.hexdigest()

    def remark(self, name: str, default: str | None = None) -> str | None:
        """Return what the store keeps under a name about itself; a default is kept where there is nothing yet."""
        found = self._one("SELECT content FROM store_meta WHERE name = %s", (name,))
        if found is None and default is not None:
            self._database.run("INSERT INTO store_meta (name, content) VALUES (%s, %s)", [(name, default)])
            return default
        return str(found[0]) if found else None

    def take_out(self, kind: type[msgspec.Struct], ids: Sequence[str]) -> None:
        """Take rows out of a table whose guard is lifted for that alone, inside the transaction of an action."""
        if not ids:
            return
        table = TABLES[kind]
        on = f" ON {table}" if self._database.dialect == "postgresql" else ""
        self._database.run(f"DROP TRIGGER {table}_no_DELETE{on}")
        self._database.run(f"DELETE FROM {table} WHERE id = %s", [(id_,) for id_ in ids])  # noqa: S608 - as above
        self._guard(table, "DELETE")

    def modes(self, unit: str) -> frozenset[str]:
        """Return how the defendants or papers of the complex of a unit are read; nothing where the unit is unknown."""
        home = "SELECT complex FROM study_unit WHERE id = %s"
        read = "level IN ('defendant', 'paper')"
        statement = f"SELECT DISTINCT source_mode FROM study_unit WHERE {read} AND complex = ({home})"  # noqa: S608 - as above
        return frozenset(row[0] for rows in self._database.rows(statement, (unit,)) for row in rows)

    def is_linked_to_closed(self, unit: str) -> bool:
        """Tell whether the complex of a unit is, or was, linked with one that is read in a closed file."""
        home = "SELECT complex FROM study_unit WHERE id = %s"
        link = "kind = 'complex' AND standing <> 'refused' AND home.id IN (one, other)"
        step = f"SELECT CASE WHEN one = home.id THEN other ELSE one END FROM home JOIN study_link ON {link}"  # noqa: S608 - as above
        case = f"WITH RECURSIVE home (id) AS ({home} UNION {step})"
        read = "level IN ('defendant', 'paper') AND source_mode <> 'published'"
        statement = f"{case} SELECT 1 FROM study_unit WHERE {read} AND complex IN (SELECT id FROM home) LIMIT 1"  # noqa: S608 - as above
        return self._one(statement, (unit,)) is not None

    def holds_closed(self) -> bool:
        """Tell whether the study reads closed files, or its protocol says that it will."""
        statement = "SELECT 1 FROM study_unit WHERE level = 'defendant' AND source_mode <> 'published' LIMIT 1"
        return self._one(statement) is not None or states_closed(self.vault.folder)

    def publishes(self, document: str) -> bool:
        """Tell whether a unit that is read in published judgments has this document."""
        pattern = f'%"{document}"%'  # what a sign of the pattern in a name lets in is looked at below
        statement = "SELECT documents FROM study_unit WHERE source_mode = 'published' AND documents LIKE %s"
        found = (row[0] for rows in self._database.rows(statement, (pattern,)) for row in rows)
        return any(document in msgspec.json.decode(documents) for documents in found)

    def published(self) -> frozenset[str]:
        """Return the documents of all units that are read in published judgments."""
        statement = "SELECT documents FROM study_unit WHERE source_mode = 'published' AND documents <> '[]'"
        found = (row[0] for rows in self._database.rows(statement) for row in rows)
        return frozenset(document for documents in found for document in msgspec.json.decode(documents))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _prepare(self) -> None:
        version = self._version()
        if version == FORMAT:
            return
        if version is not None and version > FORMAT:
            message = f"the study is of format {version}, and this vonnis knows formats up to {FORMAT}; upgrade vonnis"
            raise StudyError(message)
        sealed, gone = 0, set[str]()
        with self._database.transaction():
            # Another program may have made the tables while this one waited.
            for step in range((self._version() or 0) + 1, FORMAT + 1):
                self._bring_up(step)
                for kind in _SEALED_SINCE.get(step, ()):
                    sealed += self._seal_all(kind, gone=gone)
            if gone:
                at = max(filter(None, (moment_of_action(), self.last_moment())))
                self._log("upgrade", actor="vonnis", at=at, detail={"format": FORMAT, "erased": sorted(gone)})
        if sealed:
            self._database.wipe()

    def _version(self) -> int | None:
        if not self._one(_FINDS[self._database.dialect]):
            return None
        found = self._one(_VERSION)
        return int(found[0]) if found else None

    def _one(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row that a statement finds."""
        return next((row for rows in self._database.rows(statement, values) for row in rows), None)

    def _bring_up(self, step: int) -> None:
        """Take the tables from one format to the next."""
        script = (files("vonnis.archive") / "schema" / f"{step:03}.sql").read_text(encoding="utf-8")
        plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
        for statement in filter(str.strip, plain.split(";")):
            self._database.run(statement)
        made = [line.split()[2] for line in plain.splitlines() if line.startswith("CREATE TABLE study_")]
        if self._database.dialect == "postgresql":
            self._database.run(_POSTGRES_REFUSES)
        for table in made:
            for verb in ("UPDATE", "DELETE"):
                self._guard(table, verb)
        self._database.run("DELETE FROM store_meta WHERE name = 'format'")
        self._database.run("INSERT INTO store_meta (name, content) VALUES (%s, %s)", [("format", str(step))])

    def _guard(self, table: str, verb: str) -> None:
        guard = _GUARD[self._database.dialect]
        self._database.run(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {guard}")

    def _seal_all(self, kind: type[msgspec.Struct], *, gone: set[str]) -> int:
        """Seal the words that an older format kept as they were, and return how many records that took.

        Words about what was erased since are erased with it; ``gone`` takes the units that they are about.
        """
        old = [(id_, record) for id_, record in self.as_stored(kind) if any(words_of(record))]
        if not old:
            return 0
        erasures = self.records(Erasure)
        self.take_out(kind, [id_ for id_, _ in old])
        new = list(apart(record for _, record in old))
        barred = {
            record.id: subject.unit
            for record in new
            for subject, _, _ in words_of(record)
            if any(erasure.bars(subject) for erasure in erasures)
        }
        Writing(self).add(record for record in new if record.id not in barred)
        thrown = Seals(self, self.vault).thrown
        Writing(self).copy(thrown(record) for record in new if record.id in barred)
        gone.update(barred.values())
        self._follow({id_: made.id for (id_, _), made in zip(old, new, strict=True)})
        return len(old)

    def _follow(self, ids: Mapping[str, str]) -> None:
        """Let what was asked again name the rules by their ids of now."""
        old = [one for _, one in self.as_stored(AskAgain) if one.rule in ids]
        self.take_out(AskAgain, [one.id for one in old])
        Writing(self).add(msgspec.structs.replace(one, rule=ids[one.rule]) for one in old)

    def _log(self, name: str, *, actor: str, at: dt.datetime, detail: Mapping[str, object]) -> None:
        refuse_case_numbers(detail)
        last = self._one("SELECT seq, digest FROM study_action ORDER BY seq DESC LIMIT 1")
        seq, previous = (last[0] + 1, last[1]) if last else (1, "")
        words = msgspec.json.encode(detail, order="sorted").decode()
        line = Action(seq, name, actor, instant(at), words, previous, "")
        into = f"INSERT INTO study_action ({_ACTION}) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608 - as above
        self._database.run(into, [(*msgspec.structs.astuple(line)[:-1], _chained(line))])


def open_store(folder: Path, *, url: str | None = None, wait: float = WAIT_SECONDS) -> Store:
    """Return the store of a study folder; ``DATABASE_URL`` of the environment holds where ``url`` is not given.

    Raises:
        StudyError: the folder or its database cannot be used.
    """
    if not folder.is_dir():
        message = f"{folder} is no folder; make a study with `vonnis new`, or name its folder"
        raise StudyError(message)
    return Store(open_database(folder, url or os.environ.get("DATABASE_URL"), wait=wait), Vault(folder))


def broken_at(lines: Iterable[Action], *, after: Action | None = None) -> int | None:
    """Return the place, from 1, of the first line that does not follow from the one before; None in a whole log.

    ``after`` is the line before the first of these, where they are a part of the log.
    """
    previous, first = (after.digest, after.seq + 1) if after else ("", 1)
    for place, line in enumerate(lines, first):
        if line.seq != place or line.previous != previous or line.digest != _chained(line):
            return place
        previous = line.digest
    return None


def _chained(line: Action) -> str:
    parts = (line.seq, line.name, line.actor, line.at, line.detail, line.previous)
    return sha256(msgspec.json.encode(parts)).hexdigest()
