"""What the report sets about earlier waves: a chart over all of them, and for each a table and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vonnis.report import document
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.charts.waves import BREAK, WaveRow, WaveShare, mark_of, waves
from vonnis.report.document import Block, Cell, Heading, Line, Paragraph, Picture, Points, Table
from vonnis.report.printing import Printer
from vonnis.report.waves_shown import ShownComparison, ShownWave

_KINDS = ("population", "law", "parameters", "codebook", "unknown")


def waves_blocks(printer: Printer) -> Iterator[Block]:
    """Yield the shares over all waves as a chart, then each earlier wave: its table, and what changed since."""
    earlier = printer.masthead.waves
    if not any(wave.figures for wave in earlier):
        return
    if picture := _picture(earlier, printer):
        yield picture
    for wave in reversed(earlier):
        yield Heading(wave.label[printer.language], f"wave-{wave.id}")
        if wave.figures:
            yield _table(wave, printer)
        yield from _changes(wave, printer)


def _picture(earlier: Sequence[ShownWave], printer: Printer) -> Picture | None:
    known, language = printer.words, printer.language
    rows = _rows(earlier, printer)
    if not rows:
        return None
    names = [known["wave_now"], *(wave.label[language] for wave in reversed(earlier))]
    told = "; ".join(f"{row.label}: {_in_words(row, names, printer)}" for row in rows)
    finding = _finding(earlier, printer)
    alternative = known["alt_chart"].format(finding=document.plain(finding), rows=told)
    drawn = []
    for width in (WIDE, NARROW):
        frame = Frame(
            id=f"{language}-waves-{width}", language=language, width=width, fictional=printer.release.fictional
        )
        drawn.append(svg_of(waves(rows, frame=frame), frame, alt=alternative))
    marks = " · ".join(f"{mark_of(place)} {name}" for place, name in enumerate(names))
    return Picture(
        id="chart-waves",
        figure="waves",
        number="",
        finding=finding,
        subtitle=document.words(f"{known['wave_shares']}: {marks}"),
        wide=drawn[0],
        narrow=drawn[1],
        alternative=alternative,
        notes=(known["wave_break_note"],) if any(row.broken for row in rows) else (),
    )


def _rows(earlier: Sequence[ShownWave], printer: Printer) -> list[WaveRow]:
    """Return the shares that this report and at least one earlier wave print, in the order of the report."""
    compared = [{one.figure: one for one in wave.figures} for wave in reversed(earlier)]
    rows = []
    for result in printer.release.results:
        found = [wave.get(result.id) for wave in compared]
        if result.unit != "share" or result.value is None or all(one is None for one in found):
            continue
        ends = (result.interval.low, result.interval.high) if result.interval else None
        now = WaveShare(value=result.value, interval=ends, n=result.n)
        rows.append(
            WaveRow(
                label=result.label[printer.language],
                shares=(now, *(_earlier(one) for one in found)),
                broken=any(one is not None and one.breaks for one in found),
            )
        )
    return [row for row in rows if any(share is not None for share in row.shares[1:])]


def _earlier(one: ShownComparison | None) -> WaveShare | None:
    if one is None or one.before.value is None or one.before.unit != "share":
        return None
    return WaveShare(value=one.before.value, interval=one.before.interval, n=one.before.n)


def _in_words(row: WaveRow, names: Sequence[str], printer: Printer) -> str:
    from vonnis.report.formats import percentage

    parts = [
        f"{name} {percentage(share.value, printer.language, n=share.n)}"
        for name, share in zip(names, row.shares, strict=True)
        if share is not None
    ]
    return ", ".join([*parts, *([printer.words["wave_break"]] if row.broken else [])])


def _finding(earlier: Sequence[ShownWave], printer: Printer) -> Line:
    """Return which figures differ from the last wave by more than chance, by name."""
    known, language = printer.words, printer.language
    wave = next(one for one in reversed(earlier) if one.figures)
    tested = [one for one in wave.figures if one.chance is not None]
    if not tested:
        return document.words(known["wave_untested"])
    differing = [one.label[language] for one in tested if one.differs]
    if not differing:
        return printer.fill("wave_no_difference", wave=wave.label[language])
    return printer.fill("wave_difference", figures="; ".join(differing), wave=wave.label[language])


def _table(wave: ShownWave, printer: Printer) -> Table:
    known = printer.words
    heads = ("figure_head", "wave_then", "wave_today", "wave_change", "wave_chance")
    broken = any(one.breaks for one in wave.figures)
    notes = [known["wave_table_note"], *([known["wave_break_note"]] if broken else [])]
    return Table(
        id=f"table-wave-{wave.id}",
        number="",
        caption=printer.fill("wave_caption", wave=wave.label[printer.language]),
        head=tuple(Cell(document.words(known[head])) for head in heads),
        rows=tuple(_row(one, printer) for one in wave.figures),
        notes=document.words(" ".join(notes)),
        compact=True,
    )


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
    return (*value, *document.words(" ("), *ends, *document.words(")")) if ends else value


def _changes(wave: ShownWave, printer: Printer) -> Iterator[Block]:
    """Yield what changed between the two waves, by kind; that nothing changed is said too."""
    known, language = printer.words, printer.language
    told = dict(wave.changes)
    items = []
    for kind in _KINDS:
        if kind in told:
            said = "; ".join(text[language] for text in told[kind]) or known["wave_unchanged"]
            items.append(document.words(f"{known[f'wave_{kind}']}: {said}."))
    if items:
        yield Paragraph(document.words(known["wave_changes"]))
        yield Points(tuple(items))
