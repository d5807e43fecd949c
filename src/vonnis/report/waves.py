"""What the report sets about earlier waves: a chart over all of them, and for each a table and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vonnis.disclosure.released import ReleasedResult
from vonnis.report import document
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.charts.waves import BREAK, MARKS, WaveRow, WaveShare, waves
from vonnis.report.document import Block, Cell, Heading, Line, Paragraph, Picture, Points, Table
from vonnis.report.formats import COUNTS_BELOW, number, share_of
from vonnis.report.printing import Printer
from vonnis.report.waves_shown import ShownComparison, ShownWave, WaveNumber

_KINDS = ("population", "law", "parameters", "codebook", "unknown")


def waves_blocks(printer: Printer) -> Iterator[Block]:
    """Yield the shares over all waves as a chart, then each earlier wave: its table, and what changed since."""
    earlier = printer.masthead.waves
    if not any(wave.figures for wave in earlier):
        return
    if picture := _picture(earlier, printer):
        yield picture
    for wave in reversed(earlier):
        yield Heading(_name(wave, printer), f"wave-{wave.id}")
        if wave.figures:
            yield _table(wave, printer)
        yield from _changes(wave, printer)


def _name(wave: ShownWave, printer: Printer) -> str:
    """Return what a wave is called, with the mark of fiction where a figure of it is made up."""
    name, mark = wave.label[printer.language], printer.words["fictional_mark"]
    return f"{name} ({mark})" if wave.fictional and mark.casefold() not in name.casefold() else name


def _picture(earlier: Sequence[ShownWave], printer: Printer) -> Picture | None:
    known, language = printer.words, printer.language
    drawn_waves = earlier[-(len(MARKS) - 1) :]
    rows = _rows(drawn_waves, printer)
    if not rows:
        return None
    names = [known["wave_now"], *(_name(wave, printer) for wave in reversed(drawn_waves))]
    told = "; ".join(f"{row.label}: {_in_words(row, names, printer)}" for row in rows)
    finding = _finding(earlier, printer)
    alternative = known["alt_chart"].format(finding=document.plain(finding), rows=told)
    drawn = []
    for width in (WIDE, NARROW):
        frame = Frame(
            id=f"{language}-waves-{width}", language=language, width=width, fictional=printer.release.fictional
        )
        drawn.append(svg_of(waves(rows, frame=frame), frame, alt=alternative))
    marks = " · ".join(f"{mark} {name}" for (mark, _), name in zip(MARKS, names, strict=False))
    notes = [known["wave_break_note"]] if any(row.broken for row in rows) else []
    if len(drawn_waves) < len(earlier):
        notes.append(known["wave_last_drawn"].format(number=len(drawn_waves)))
    return Picture(
        id="chart-waves",
        figure="waves",
        number="",
        finding=finding,
        subtitle=document.words(f"{known['wave_shares']}: {marks}"),
        wide=drawn[0],
        narrow=drawn[1],
        alternative=alternative,
        notes=tuple(notes),
    )


def _rows(earlier: Sequence[ShownWave], printer: Printer) -> list[WaveRow]:
    """Return the shares that this report and at least one earlier wave print, in the order of the report.

    A change or a difference is in points of a hundred too, but is no share, and lies on no scale from 0 to 100%.
    """
    compared = [{one.figure: one for one in wave.figures} for wave in reversed(earlier)]
    rows = []
    for result in printer.release.results:
        found = [wave.get(result.id) for wave in compared]
        if result.statistic != "share" or result.value is None or all(one is None for one in found):
            continue
        ends = (result.interval.low, result.interval.high) if result.interval else None
        now = _share(result.value, ends, n=result.n, numerator=result.numerator, printer=printer)
        rows.append(
            WaveRow(
                label=result.label[printer.language],
                shares=(now, *(_earlier(one, printer) for one in found)),
                broken=any(one is not None and one.breaks for one in found),
            )
        )
    return [row for row in rows if any(share is not None for share in row.shares[1:])]


def _earlier(one: ShownComparison | None, printer: Printer) -> WaveShare | None:
    if one is None or one.before.value is None or one.before.statistic != "share":
        return None
    before = one.before
    return _share(one.before.value, before.interval, n=before.n, numerator=before.numerator, printer=printer)


def _share(
    value: float, ends: tuple[float, float] | None, *, n: int | None, numerator: int | None, printer: Printer
) -> WaveShare:
    """Return a share as the chart draws it; one of few units has its counts beside it and no interval."""
    shown = share_of(value, printer.language, n=n, numerator=numerator)
    few = n is not None and n < COUNTS_BELOW
    drawn = f"{numerator}/{n}" if few and numerator is not None else shown
    return WaveShare(value=value, interval=None if few else ends, n=n, shown=shown, drawn=drawn)


def _in_words(row: WaveRow, names: Sequence[str], printer: Printer) -> str:
    parts = []
    for name, share in zip(names, row.shares, strict=True):
        if share is None:
            continue
        told = share.n is not None and share.n >= COUNTS_BELOW
        basis = f" (n = {number(share.n or 0, printer.language)})" if told else ""
        parts.append(f"{name} {share.shown}{basis}")
    return ", ".join([*parts, *([printer.words["wave_break"]] if row.broken else [])])


def _finding(earlier: Sequence[ShownWave], printer: Printer) -> Line:
    """Return which figures differ from the last wave by more than chance, by name."""
    known, language = printer.words, printer.language
    wave = next(one for one in reversed(earlier) if one.figures)
    tested = [one for one in wave.figures if one.chance is not None]
    if not tested:
        return document.words(known["wave_untested"])
    differing = [f"“{one.label[language]}”" for one in tested if one.differs]
    if not differing:
        return printer.fill("wave_no_difference", wave=_name(wave, printer))
    key = "wave_difference_of" if sum(bool(one.figures) for one in earlier) > 1 else "wave_difference"
    return printer.fill(key, figures="; ".join(differing), wave=_name(wave, printer))


def _table(wave: ShownWave, printer: Printer) -> Table:
    known = printer.words
    heads = ("figure_head", "wave_then", "wave_today", "wave_change", "wave_chance")
    broken = any(one.breaks for one in wave.figures)
    notes = [known["wave_table_note"]]
    notes += [known["wave_tests_note"].format(number=wave.together)] if wave.together else []
    notes += [known["wave_break_note"]] if broken else []
    notes += _marks(wave, printer)
    return Table(
        id=f"table-wave-{wave.id}",
        number="",
        caption=printer.fill("wave_caption", wave=_name(wave, printer)),
        head=tuple(Cell(document.words(known[head])) for head in heads),
        rows=tuple(_row(one, printer) for one in wave.figures),
        notes=document.words(" ".join(notes)),
        compact=True,
    )


def _marks(wave: ShownWave, printer: Printer) -> Iterator[str]:
    """Yield what the marks beside figures mean, as far as they stand in the table of a wave."""
    now = [printer.release.result(one.figure) for one in wave.figures]
    shown: list[WaveNumber | ReleasedResult] = [one.before for one in wave.figures]
    shown += [result for result in now if result is not None]
    if any(one.value is None for one in shown):
        yield printer.words["withheld_note"]
    if any(one.status == "exception" for one in shown):
        yield printer.words["exception_note"]


def _row(one: ShownComparison, printer: Printer) -> tuple[Cell, ...]:
    language = printer.language
    label = f"{one.label[language]} {BREAK}" if one.breaks else one.label[language]
    result = printer.release.result(one.figure)
    now: Line = printer.named(one.figure) or document.words("–")
    ends = printer.ends(result) if result else ()
    chance = printer.of_wave(one.chance) if one.chance else ()
    why = [text[language] for text in (*one.breaks, *((one.reason,) if one.reason else ()))]
    said = [chance] if chance else []
    said += [document.words("; ".join(why))] if why else []
    change: Line = document.words("–")
    if one.difference is not None:
        change = _with_ends(printer.of_wave(one.difference), printer.wave_ends(one.difference))
    return (
        Cell(document.words(label), long=True),
        Cell(_with_ends(printer.of_wave(one.before), printer.wave_ends(one.before))),
        Cell(_with_ends(now, ends)),
        Cell(change),
        Cell(document.joined(said, by="; ") if said else document.words("–"), long=True),
    )


def _with_ends(value: Line, ends: Line) -> Line:
    """Return a value with the ends of its interval behind it, which stay on one line."""
    return (*value, *document.words(" ("), *document.together(ends), *document.words(")")) if ends else value


def _changes(wave: ShownWave, printer: Printer) -> Iterator[Block]:
    """Yield what changed between the two waves, by kind; that nothing changed is said too."""
    known = printer.words
    told = dict(wave.changes)
    items = []
    for kind in _KINDS:
        if kind in told:
            said = "; ".join(printer.explained(text) for text in told[kind]) or known["wave_unchanged"]
            items.append(document.words(f"{known[f'wave_{kind}']}: {said}."))
    if items:
        yield Paragraph(document.words(known["wave_changes"]))
        yield Points(tuple(items))
