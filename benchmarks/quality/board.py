"""The scoreboard as text: for the terminal, and as a page of the documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.quality.changes import Change
from benchmarks.quality.intervals import LEVEL, wilson
from benchmarks.quality.invented import FirstLook
from benchmarks.quality.readthrough import Verdicts, lines
from benchmarks.quality.rewritten import Endured
from benchmarks.quality.scoring import DecadeTally, DoubtTally, KindTally, Measure, SetScore

_HEAD = """\
# How well the extraction reads

This page is written by `python -m benchmarks.quality --accept`. What is known, in order of how much it tells:

- **Court summaries that no rule was written on** were read through by a person; the counts stand first.
- **The labelled judgments** come second. The rules were written while reading these texts, so their scores say that the
  rules do what they were written for, not how they do elsewhere.
- **Invented judgments** tell how whole judgments in other styles are read at first sight, as far as writers can
  invent them; they are no sample of anything.
- **Not known:** how well whole real judgments elsewhere are read, and how well judgments on paid sex with minors are
  read. No whole judgment outside the labelled ones was read through, and those are mostly about property crime.
  [Measure it on your own files](#on-your-own-files) before you rely on a number.
"""
_OUT_OF_SAMPLE = f"""\
## Out of sample: summaries drawn at random

Summaries of criminal judgments of 2021, drawn at random from the open-data index, that no rule had been written on when
they were extracted; those drawn that also stand among the labelled ones are left out. One person, who knew what the
machine had answered, read each against its record and gave a verdict. A *hit* gave at least one sanction; a *miss* gave
none although a word of sentencing stands in it. Intervals are Wilson's, at {LEVEL:.0%}. Of the constant answer only
misses count as right: a hit that was wrong because nothing is stated is not told apart from other wrong ones.
[The readings](../../benchmarks/quality/readthrough.md) tell what was at fault and what was mended after each; the
verdicts are of the rules before that mending. The second reading drew harder material than the first.

The ninth is no draw: four readers read a quarter each of all summaries that gave a sanction or speak of sentencing.
They too saw the answers, rules had been written on some of these summaries before, and what a reader was not sure of
counts as a fault (43 of 121).
"""
_NO_BREAKDOWN = """\
All are summaries of one year, and a verdict names the field at fault, not the kind of sanction: neither a decade nor a
kind can be told apart here.
"""
_INVENTED = f"""\
## Invented judgments, at first sight

Writers invented judgments, dicta and summaries in the styles of courts of all kinds from 2001 to 2025, wrote down what
a jurist would read in each, and only then had them extracted. The counts are of that first look; the rules were mended
afterwards, and what had been wrong became test cases. Each set was read for the first time after the mending on the one
before, except set 5, which was written before anything was mended on set 4.

| set | texts | writer | holds |
| --- | ---: | --- | --- |
| 1 | 80 | first, who knew the rules and what had been trouble before | all styles |
| 2 | 40 | first | the same |
| 3 | 18 | first | mostly demands and odd dicta |
| 4 | 87 | second | demands, dicta and summaries in the wordings that published judgments use most |
| 5 | 51 | second | the same, the demand more often among the court's own reasons |
| 6 | 32 | second | such demands, and summaries |
| 7 | 70 | third, who had seen no rule | wordings that no other text has: plain Dutch, dicta without verbs |
| 8 | 40 | fourth, who knew the rules | the wordings that courts use most |
| 9 | 40 | fifth, who had read no rule | usual wordings, with eight rarer forms |
| 10 | 76 | sixth, who had read no rule | 36 ordinary judgments of many courts and years, 40 summaries |
| 11 | 85 | seventh, who had read no rule | 30 judgments, 55 summaries: all kinds and forms, rare ones too |
| 12 | 90 | eighth, who had read no rule | 20 judgments, 70 summaries: the same |
| 13 | 92 | ninth, who had read no rule but 500 published summaries | summaries in their mix |
| 14 | 24 | tenth, who had read no rule but 24 labelled judgments | judgments in their layouts and formulas |
| 15 | 106 | eleventh, who had read no rule | 26 judgments and 80 summaries in the mix of results that is usual |
| 16 | 24 | twelfth, who had read no rule | 18 judgments on paid sex with minors, 6 on other offences |
| 17 | 22 | thirteenth, who had read no rule | 17 and 5 of the same |

Rare forms stand in sets 11 and 12 far more often than in a draw of files: orders for victims in tables and lists, dicta
without verbs, alternative demands, conversions, confirmations in part. Sets 7 and 8 side by side say how much hangs on
the wording. Set 14 is as near to the labelled judgments as an invented one comes.

Sets 16 and 17 are of the reference study's own offence, and are counted on what only such judgments tell too: how
contact came about, what the court found on the knowledge of the age, its benchmarks, repeat visits, and the victims'
ages. Set 16 was read before the rules for these had met any judgment of the kind, set 17 after the mending on set 16.
In both, what was wrong was nearly always not found rather than read wrongly: on these five points 1 list of set 17
holds a value that its writer did not give, and 6 of set 16 (1 way of contact, 4 benchmarks, 1 visit). Who mended the
ways of contact had seen its own answers, not the labels, on 14 texts of set 17 while they were being written.

A text is fully right when every value written down for it was read so, and nothing else. Most judgments of sets 4 to 6
are short, with a demand and one plain sentence for a dictum; that sentence is left out of the counts of what is
imposed. In sets 11 to 13 and 15 what a writer was not sure of is left out.

Some of the writers' answers went against the coding guide, or against the short names of laws, and were put right after
the machine's had been seen: for six texts of set 1 (as first written, 28 judgments, 7 dicta and 5 summaries fully
right), for the outcomes of two of set 8, for the demands of two of set 9 (as first written, 21 judgments fully right
and 43 of 47 demands; two others hold a fault of which the writer had been told), and for two of set 10 (as first
written, 73 outcomes right). Nobody has changed an answer of sets 11 to 17.

Intervals are Wilson's, at {LEVEL:.0%}; that of an F1 counts each value as if it stood alone, which makes it too narrow
rather than too wide. *constant* is what the best single answer for every text of the set would score; the labels of
sets 1 to 9 were not kept, so that it is not known there.
"""
_REWRITTEN = """\
## The labelled judgments, written otherwise

What is read must not hang on how a text is laid out or how it words the usual. Each line of the table changes every
labelled judgment in one way that changes nothing it says, and counts the judgments of which every scored value stays:
sanctions imposed and demanded with all their parts, outcome, decision, instance, person, deduction and provisions.
"""
_OWN_FILES = """\
## On your own files

1. Draw fifty files or more at random from those that the study will use, before looking at any result:
   `ls FOLDER | shuf -n 50` names fifty. Put them in a folder of their own.
2. `vonnis extract DRAWN --out sanctions.csv` gives a table with a row a sanction. A file with `imposed` in the column
   `which` is a hit, any other a miss.
3. Have each file read by somebody who answers from the text alone, and only then opens the record beside its passages:
   `vonnis explain FILE --out judgment.html`.
4. Write a line a file in a table, with a number of your own in place of an ECLI where there is none:

   ```text
   ecli,reading,set,verdict,field
   ECLI:NL:RBFIC:2020:1,1,hit,right,
   file 17,1,hit,partly,suspended
   file 21,1,miss,nothing stated,
   ```

   The reading is 1 for the first draw. The verdict on a hit is `right`, `partly` or `wrong`, on a miss `nothing stated`
   or `wrong`; the field is what was at fault. Ask the same of any other field that the study counts, in a file of its
   own.
5. In the folder of the repository, `.venv/bin/python -m benchmarks.quality.readthrough FILE.csv` counts the verdicts,
   with intervals. A spreadsheet saves such a file as "CSV UTF-8", with commas or semicolons.

Files from which a rule was mended measure no longer; draw new ones.
"""
_ENDS = ("low", "high", "constant")
_MEASURES = ("measure", "kind", "labelled", "given", "right", "wrong", "withheld", "value", *_ENDS)
_KINDS = ("which", "kind", "labelled", "given", "right (core)", "right (full)", "share (full)", *_ENDS)
_DECADES = ("decade", "judgments", "labelled", "given", "right (full)", "share (full)", *_ENDS)
_DOUBTS = ("field", "doubts", "judgments in which it is right all the same")
_IN_SAMPLE = "in sample: the rules were written while reading these texts"
_LABELLED = f"""\
## Labelled judgments

The labelled judgments are published by the Dutch judiciary. They hold personal data on criminal matters and are not
part of this repository; `make quality` looks for them in `../shared/judgments`, and scores with the yardstick that
comes with them.

- **F1** joins how much of what is labelled was found and how much of what was found is right; `labelled` and `given`
  count values. **share** is right judgments out of all; they count judgments.
- Of the values *given*, so many are *right* and so many *wrong* (they stand in no label). *withheld* are labelled and
  not given right, and a doubt says that they were not decided; what is labelled, not right and not withheld was missed
  or read wrong without a word.
- Doubts by field are told beside how often the value is right all the same: a label, too, may be "not stated", and a
  list may be whole where a doubt says that it refers to more.
- `low` and `high` are the ends of Wilson's interval at {LEVEL:.0%}. For an F1 each judgment with such a value counts as
  one trial, since its values are read right or wrong together. The ends tell what so many texts can show at best: the
  rules were written on these very texts, so elsewhere the true value may lie below them.
- **constant** is what the best single answer for every judgment would score: of a kind or decade, the share of
  sanctions that equal the commonest. A score near it says little.
- *core*: kind, total and suspended part are right; *full*: probation and substitute detention too.
- *main*: principal punishments and measures; *all*: every kind of sanction.
"""


def terminal(scores: dict[str, SetScore]) -> str:
    """Return the scoreboard as aligned text."""
    blocks = [f"Scores are {_IN_SAMPLE}.", ""]
    for score in scores.values():
        blocks += [_head(score), "", _aligned([_MEASURES, *map(_measure, score.measures)], words=2), ""]
        if score.doubted:
            blocks += [_aligned([_DOUBTS, *map(_doubt, score.doubted)], words=1), ""]
        blocks += [_aligned([_KINDS, *map(_kind, score.kinds)], words=2), ""]
    return "\n".join(blocks)


def page(
    scores: dict[str, SetScore],
    extractor: str,
    *,
    readings: Sequence[Verdicts],
    rewritten: Sequence[Endured] = (),
    invented: Sequence[FirstLook] = (),
) -> str:
    """Return what is known of the quality as a Markdown page: out of sample first, then the scoreboard."""
    parts = [_HEAD, *filter(None, [_in_short(scores, readings=readings, invented=invented)]), _OUT_OF_SAMPLE]
    parts += [*map(_reading, _by_reading(readings)), _NO_BREAKDOWN]
    if invented:
        looks = ("set", "measure", "kind", "right", "extra", "value", "low", "high", "constant")
        parts += [_INVENTED, _markdown(looks, [look.row() for look in invented], words=3)]
    if rewritten:
        columns = ("written with", "judgments with the same values", "share", "low", "high")
        parts += [_REWRITTEN, _markdown(columns, list(map(_endured, rewritten)), words=2)]
    parts += [_OWN_FILES]
    parts += [_LABELLED, f"Extractor: `{extractor}`.\n"]
    for score in scores.values():
        parts += [
            f"### {score.title} ({_IN_SAMPLE})\n",
            f"{_head(score)}.\n",
            _markdown(_MEASURES, list(map(_measure, score.measures)), words=2),
            "#### Doubts, by field\n",
            _markdown(_DOUBTS, list(map(_doubt, score.doubted)), words=1) if score.doubted else "None.\n",
            "#### By kind of sanction\n",
            _markdown(_KINDS, list(map(_kind, score.kinds)), words=2),
            "#### Sanctions imposed, by decade of the judgment\n",
            _markdown(_DECADES, list(map(_decade, score.decades)), words=1),
        ]
    return "\n".join(parts)


_SHORT: Mapping[str, tuple[str, str, str]] = {
    "principal punishments imposed": ("judgments", "imposed_main_core", "imposed_main_core"),
    "all sanctions imposed, with all parts": ("judgments", "imposed_all_full", "imposed_all_full"),
    "principal punishments demanded": ("judgments", "demanded_main_core", "demanded_main_core"),
    "outcome": ("judgments", "outcome", "outcome"),
    "all sanctions imposed, in summaries": ("summaries", "imposed_all_core", "imposed_all_core in summaries"),
}
"""What a reader asks first: in words, by set and name on the scoreboard, and by name among the first looks."""


def _in_short(scores: dict[str, SetScore], *, readings: Sequence[Verdicts], invented: Sequence[FirstLook]) -> str:
    """Return the few numbers that a reader asks first: at first sight, and on the texts that rules were written on."""
    rows = []
    for said, (group, measure, name) in _SHORT.items():
        looks = [look for look in invented if look.measure == name]
        labelled = [one for one in scores[group].measures if one.name == measure] if group in scores else []
        if looks and labelled:
            newest = max(looks, key=lambda look: look.set)
            _, _, kind, counted, _, *numbers, _ = newest.row()
            rows.append((said, kind, f"{newest.set}", counted, *numbers, f"{labelled[0].value:.3f}"))
    if not rows:
        return ""
    head = ("what", "kind", "newest set", "right", "value", "low", "high", "labelled, in sample")
    lead = "In short: at first sight of the newest invented set that tells it, and on the labelled texts.\n"
    return f"{lead}\n{_markdown(head, rows, words=3)}\n{_of_real_summaries(readings)}"


def _of_real_summaries(readings: Sequence[Verdicts]) -> str:
    """Return in a sentence how many real summaries that gave a sanction were read right, by the largest reading."""
    hits = [one for one in readings if one.set == "hit" and one.n]
    if not hits:
        return ""
    largest = max(hits, key=lambda one: one.n)
    right, of = largest.counts["right"], largest.n
    low, high = wilson(right, of)
    return (
        f"Of {of:,} real summaries in which a sanction was read, {right:,} were read fully right "
        f"({right / of:.3f}; {low:.3f} to {high:.3f}).\n"
    )


def changes(found: Sequence[Change]) -> str:
    """Return what changed since the stored scoreboard, a line a value, after a line of counts."""
    if not found:
        return "No value differs from the stored ones."
    tally = {verdict: sum(change.verdict == verdict for change in found) for verdict in ("gained", "lost", "changed")}
    head = ", ".join(f"{count} {verdict}" for verdict, count in tally.items())
    rows = [
        (
            change.verdict,
            change.record,
            change.field,
            f"{change.before or '(nothing)'} -> {change.after or '(nothing)'}",
        )
        for change in found
    ]
    return f"Against the stored values: {head}.\n{_aligned(rows, words=4)}"


def _head(score: SetScore) -> str:
    evidence = f"{score.spans:,} passages, {score.spans_not_in_text} not in their text"
    return f"{score.title}: {score.records} records, {evidence}, {score.doubts} doubts"


def _measure(measure: Measure) -> tuple[str, ...]:
    counts = map(str, (measure.n, measure.given, measure.right, measure.wrong, measure.withheld))
    numbers = (measure.value, measure.low, measure.high, measure.constant)
    return (measure.name, measure.kind, *counts, *(f"{number:.3f}" for number in numbers))


def _doubt(tally: DoubtTally) -> tuple[str, ...]:
    right = f"{tally.right} of {tally.judgments}" if tally.judgments else "not labelled"
    return (tally.field, str(tally.doubts), right)


def _decade(tally: DecadeTally) -> tuple[str, ...]:
    counts = map(str, (tally.judgments, tally.labelled, tally.extracted, tally.full))
    return (tally.decade, *counts, *_share(tally.full, tally.labelled, tally.commonest))


def _share(right: int, of: int, commonest: int) -> tuple[str, ...]:
    """Return a share with Wilson's interval, and that of the commonest beside it; dashes where there is nothing."""
    if not of:
        return ("–",) * 4
    return tuple(f"{number:.3f}" for number in (right / of, *wilson(right, of), commonest / of))


def _by_reading(readings: Sequence[Verdicts]) -> list[list[Verdicts]]:
    numbers = sorted({verdicts.reading for verdicts in readings})
    return [[verdicts for verdicts in readings if verdicts.reading == number] for number in numbers]


def _reading(verdicts: Sequence[Verdicts]) -> str:
    """Return one reading as Markdown: its size, its verdicts, and the fields at fault."""
    sizes = " and ".join(f"{one.n} {'hits' if one.set == 'hit' else 'misses'}" for one in verdicts)
    head = ("set", "verdict", "count", "share", "low", "high")
    faults = Counter[str]()
    for one in verdicts:
        faults.update(one.faults)
    said = ", ".join(f"{field} {count}" for field, count in faults.most_common()) or "none"
    title = f"### Reading {verdicts[0].reading}: {sizes}\n"
    table = _markdown(head, [row for one in verdicts for row in lines(one)], words=2)
    left_out = sum(one.seen for one in verdicts)
    none_stated = sum(one.counts.get("nothing stated", 0) for one in verdicts)
    constant = f'The constant answer "no sanction" would be right on {none_stated} of {sum(one.n for one in verdicts)}.'
    faults_said = f"Fields at fault: {said}. Left out, since they were labelled too: {left_out}."
    return f"{title}\n{table}\n{constant} {faults_said}\n"


def _endured(one: Endured) -> tuple[str, ...]:
    low, high = wilson(one.same, one.of)
    return (one.rewriting, f"{one.same} of {one.of}", *(f"{number:.3f}" for number in (one.same / one.of, low, high)))


def _kind(tally: KindTally) -> tuple[str, ...]:
    counts = map(str, (tally.labelled, tally.extracted, tally.core, tally.full))
    return (tally.which, tally.kind, *counts, *_share(tally.full, tally.labelled, tally.commonest))


def _aligned(rows: Sequence[tuple[str, ...]], *, words: int) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if index < words else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _markdown(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, words: int) -> str:
    ruler = tuple("---" if index < words else "---:" for index in range(len(head)))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows)) + "\n"
