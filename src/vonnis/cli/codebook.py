"""``vonnis codebook``: a codebook checked, compared, migrated, printed, and carried in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vonnis.cli.codes import INCOMPLETE
from vonnis.errors import UsageError

if TYPE_CHECKING:
    from vonnis.codebook.codebook import Codebook

app = typer.Typer(
    name="codebook",
    help="Check, compare, migrate and print a codebook; carry it and its score forms in and out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

At = Annotated[Path, typer.Argument(metavar="[CODEBOOK]", help="A codebook.yaml, or the study folder it lies in.")]
Language = Annotated[Literal["nl", "en"], typer.Option("--language", help="Language of the labels.")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def _read(path: Path) -> Codebook:
    from vonnis.codebook import read_codebook

    return read_codebook(path / "codebook.yaml" if path.is_dir() else path)


def _bytes(path: Path) -> bytes:
    from vonnis.errors import UnreadableError

    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); name a workbook"
        raise UnreadableError(message) from error


@app.command()
def check(codebook: At = Path(), *, as_json: AsJson = False) -> None:
    """Check a codebook: every mistake is one sentence with line, column and remedy."""
    from vonnis.cli.terminal import complain
    from vonnis.errors import MistakesError

    try:
        read = _read(codebook)
    except MistakesError as error:
        if as_json:
            typer.echo(json.dumps({"mistakes": error.mistakes}, ensure_ascii=False))
        for mistake in error.mistakes:
            complain(mistake)
        raise typer.Exit(INCOMPLETE) from error
    counts = {level: sum(variable.level == level for variable in read.questions) for level in read.levels}
    facts = {"name": read.name, "version": read.version, "questions": counts, "digest": read.digest}
    if as_json:
        typer.echo(json.dumps({**facts, "mistakes": []}))
        return
    typer.echo(f"{read.name} {read.version} is without mistakes: {len(read.questions)} questions")
    for level, number in counts.items():
        typer.echo(f"  {level:<10} {number:>4}")
    typer.echo(f"  {len(read.checks)} checks, {len(read.derived)} derived variables; digest {read.digest[:12]}")


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The older codebook.yaml.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The newer codebook.yaml.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what differs in meaning between two codebooks; layout and remarks are no difference.

    A change of wording leaves every coding valid, an addition asks or computes something new, and a change of meaning
    needs a migration.
    """
    import msgspec

    from vonnis.codebook.diff import WEIGHTS, compare, heaviest

    changes = compare(_read(before), _read(after))
    if as_json:
        told = {"heaviest": heaviest(changes), "changes": msgspec.to_builtins(changes)}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for weight in WEIGHTS[::-1]:
        found = [change for change in changes if change.weight == weight]
        if found:
            typer.echo(f"{weight} ({len(found)})")
            for change in found:
                typer.echo(f"  {change.sentence}")
    typer.echo("Nothing differs in meaning." if not changes else f"{len(changes)} differences.")


@app.command()
def migrate(
    codings: Annotated[
        Path,
        typer.Argument(metavar="STUDY|CODINGS.csv", help="A study folder, or columns unit, coder, variable, value."),
    ],
    *,
    before: Annotated[Path, typer.Option("--from", metavar="FILE", help="The codebook of the codings.")],
    after: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="The new codebook; for a study, the one in its folder.")
    ] = None,
    steps: Annotated[Path, typer.Option("--steps", metavar="FILE", help="The migration: what becomes of what.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the three tables of a CSV are written.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides this; it stands in the log.")] = "lead",
) -> None:
    """Carry codings over to a new codebook without losing one.

    In a study the old codings stay, what they say under the new version is added, and what only a coder can tell is
    asked again (`vonnis status`). Of a CSV it writes codings.csv (valid under the new version), ask_again.csv (the
    queue of what must be answered anew, with the reason) and set_aside.csv (questions that are no longer asked).
    """
    if codings.is_dir():
        _migrate_study(codings, steps, before=before, by=by)
        return
    if after is None or out is None:
        message = "for a table of codings give --to and --out"
        raise UsageError(message)
    from vonnis.codebook.migration import read_migration
    from vonnis.workflow.codebook_codings import migrate_codings

    old, new = _read(before), _read(after)
    migration = read_migration(steps, before=old, after=new)
    moved = migrate_codings(codings, migration, before=old, after=new, out=out)
    typer.echo(f"kept       {moved.kept:>8,}\nask again  {moved.ask_again:>8,}\nset aside  {moved.set_aside:>8,}")
    typer.echo(f"The tables are in {out}")


def _migrate_study(study: Path, steps: Path, *, before: Path, by: str) -> None:
    from vonnis.archive.run_record import moment_of_action
    from vonnis.workflow.migrating import migrate_study

    made = migrate_study(study, steps, before=_read(before), by=by, at=moment_of_action())
    asked = sum(made.asked_again.values())
    typer.echo(f"carried over  {made.codings:>8,}\nask again     {asked:>8,}\nset aside     {made.set_aside:>8,}")
    for name, number in made.asked_again.items():
        typer.echo(f"ask again: {name} ({number:,})")


@app.command()
def export(
    codebook: At = Path(),
    *,
    what: Annotated[
        Literal["codebook", "form", "redcap", "workbook"],
        typer.Option("--what", help="For coders, to fill in, for REDCap, or as a workbook."),
    ] = "codebook",
    language: Language = "nl",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file ending in .html, .pdf, .csv or .xlsx.")],
) -> None:
    """Write a codebook for people or other programs.

    For coders (HTML or PDF), as a printed score form (HTML or PDF), as a REDCap data dictionary (CSV), or as a
    workbook to edit together (XLSX).
    """
    from vonnis.archive.files import write_atomically
    from vonnis.archive.run_record import moment
    from vonnis.codebook.redcap import write_redcap
    from vonnis.codebook.workbook import write_workbook
    from vonnis.errors import UsageError
    from vonnis.workflow.codebook_pages import codebook_page, codebook_pdf

    suffixes = {"redcap": (".csv",), "workbook": (".xlsx",)}.get(what, (".html", ".pdf"))
    if out.suffix not in suffixes:
        message = f"{out} must end in {' or '.join(suffixes)} for --what {what}"
        raise UsageError(message)
    read = _read(codebook)
    if what == "redcap":
        write_atomically(out, write_redcap(read, language=language))
    elif what == "workbook":
        write_atomically(out, write_workbook(read, at=moment()))
    elif out.suffix == ".html":
        write_atomically(out, codebook_page(read, kind=what, at=moment()))
    else:
        write_atomically(out, codebook_pdf(read, kind=what, language=language, at=moment()))
    typer.echo(f"{read.name} {read.version} is written to {out}")


@app.command()
def shorten(
    codebook: At = Path(),
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The codebook.yaml of the short form.")],
) -> None:
    """Write the short form of a codebook: the questions marked `short`, and what they cannot do without."""
    from vonnis.archive.files import write_atomically
    from vonnis.codebook.short import shortened
    from vonnis.codebook.writing import write_codebook
    from vonnis.errors import UnwritableError

    if out.exists():
        message = f"{out} is there already; name a file that does not exist yet"
        raise UnwritableError(message)
    short = shortened(_read(codebook))
    write_atomically(out, write_codebook(short))
    typer.echo(f"{short.name} {short.version} with {len(short.questions)} questions is written to {out}")


@app.command("import")
def import_(
    dictionary: Annotated[
        Path, typer.Argument(metavar="FILE", help="A REDCap data dictionary (.csv) or a workbook (.xlsx).")
    ],
    *,
    name: Annotated[str, typer.Option("--name", help="The name of a codebook from REDCap.")] = "my-study",
    language: Language = "nl",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The codebook.yaml to write.")],
) -> None:
    """Make a codebook.yaml from a REDCap data dictionary or a workbook; with a mistake in it, nothing is written."""
    from vonnis.archive.files import write_atomically
    from vonnis.codebook.reading import parse_codebook
    from vonnis.codebook.redcap import read_redcap
    from vonnis.codebook.workbook import read_workbook
    from vonnis.errors import UnwritableError
    from vonnis.located.text import read_text

    if out.exists():
        message = f"{out} is there already; name a file that does not exist yet"
        raise UnwritableError(message)
    if dictionary.suffix == ".xlsx":
        text = read_workbook(_bytes(dictionary), file=str(dictionary))
    else:
        told = read_text(dictionary, hint="name a data dictionary")
        text = read_redcap(told, name=name, language=language, file=str(dictionary))
    made = parse_codebook(text, file=f"{dictionary} as a codebook")
    write_atomically(out, text)
    typer.echo(
        f"{made.name} with {len(made.questions)} questions is written to {out}; type: vonnis codebook check {out}"
    )


@app.command()
def form(
    codebook: At = Path(),
    *,
    units: Annotated[Path, typer.Option("--units", metavar="UNITS.csv", help="Columns level and unit.")],
    language: Language = "nl",
    out: Annotated[Path, typer.Option("--out", metavar="FORM.xlsx", help="The form to write.")],
) -> None:
    """Write a score form in Excel for these units: lists to choose from, a place for evidence beside each answer."""
    from vonnis.archive.files import write_atomically
    from vonnis.archive.run_record import moment
    from vonnis.codebook.excel_form import write_form
    from vonnis.workflow.codebook_codings import read_units

    asked = read_units(units)
    write_atomically(out, write_form(_read(codebook), asked, at=moment(), language=language))
    typer.echo(f"The form for {len(asked)} units is at {out}; read it back with: vonnis codebook answers {out}")


@app.command()
def answers(
    filled: Annotated[Path, typer.Argument(metavar="FORM.xlsx", help="A form that was filled in.")],
    codebook: At = Path(),
    *,
    coder: Annotated[str, typer.Option("--coder", help="Who filled it in.")],
    out: Annotated[Path, typer.Option("--out", metavar="CODINGS.csv", help="The long table to write.")],
) -> None:
    """Read a score form back as a long table; with a single mistake in it, nothing is read."""
    from vonnis.archive.files import write_atomically
    from vonnis.archive.run_record import moment
    from vonnis.cli.terminal import complain
    from vonnis.codebook.excel_form import read_form
    from vonnis.errors import MistakesError
    from vonnis.workflow.codebook_codings import scored_csv

    read = _read(codebook)
    try:
        scored = read_form(_bytes(filled), read, file=str(filled))
    except MistakesError as error:
        for mistake in error.mistakes:
            complain(mistake)
        raise typer.Exit(INCOMPLETE) from error
    write_atomically(out, scored_csv(scored, coder=coder, version=read.version, at=moment().isoformat()))
    typer.echo(f"{len(scored)} answers are written to {out}")
