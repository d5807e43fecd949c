"""What a report says about itself: title, question, material, date, and the country whose help block it carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from vonnis.report.papers_shown import ShownPolicy
from vonnis.report.waves_shown import ShownWave, WaveNumber

Text = dict[str, str]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the study that this one follows, as that study printed it.

    ``value`` is in the unit of the figure with the same ``id`` (a share is 0-1); ``printed`` is the other study's own
    wording of it, in each language.
    """

    id: str
    value: float
    printed: Text


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A variable of the codebook as the report prints it: its question, and what can be answered, in words."""

    name: str
    level: str
    question: Text
    answers: Text


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that an earlier release printed otherwise, or not: its id, and what ``figures.json`` held then.

    ``value`` is None where one of the two withholds it or does not know it; ``printed`` says whether the earlier did.
    """

    id: str
    label: Text
    value: float | None
    printed: bool = True
    unit: str
    n: int | None = None


class Interim(msgspec.Struct, frozen=True, kw_only=True):
    """What an interim report says of itself: for whom it is, and what the release before it printed otherwise.

    ``since`` is the day of that release; None where there was none. ``reference`` is the last day of judgment that
    counts, or of coding where the study rests on its codings (``coded``); None where all do.
    """

    recipients: str
    since: dt.date | None = None
    before: tuple[Change, ...] = ()
    reference: dt.date | None = None
    coded: bool = False


class Masthead(msgspec.Struct, frozen=True, kw_only=True):
    """The frame of one report, each text in Dutch (``nl``) and English (``en``).

    Attributes:
        title: the title of the report.
        question: what the study asks, in a sentence.
        population: what material, of whom, from which years.
        period: the years of the material (``2015–2019``), for the subtitles of charts; None where it has none.
        author: who publishes the report; never the maker of the reference study.
        at: the moment of publication; the only time that the report knows.
        version: name and version of the program that made it.
        digest: digest (hex) of the material that the figures were computed from.
        fictional: True where the material is made up; every page and image then says so.
        country: the help block that closes the report (``NL``).
        reference_name: the study whose figures stand beside these, or None.
        reference_source: where that study was published.
        references: its figures.
        methods: sentences on how the material was made, selected and read, with figures by their id in braces; printed
            in the method chapter, a sentence with a withheld figure left out.
        limits: sentences on what the figures do not show.
        parameters: the numbers that the study's definitions rest on, which sentences of the text name.
        coding: sentences on how people coded and how far they agreed, with figures by their id in braces.
        codebook: what was asked of each case.
        policy: what the report shows of parliamentary papers; None where the study has none.
        waves: the earlier waves of the study, beside which its figures are set; the oldest first.
        interim: set for a report that is not final; every page then carries a watermark.
        reading: how the units are read, as the plan says: ``census``, ``process`` or ``sample``.
        called: what the units of a level are called in the plural, where the study has a word of its own.
        sources: the tables that count the units behind figures by source, by id, each with the ids of these figures;
            nothing where the study has one source.
        made: further terms and values on how the report was made (versions, digests).
    """

    title: Text
    question: Text
    population: Text
    author: Text
    at: dt.datetime
    version: str
    digest: str
    fictional: bool
    country: str = "NL"
    period: Text | None = None
    reference_name: Text | None = None
    reference_source: Text | None = None
    references: tuple[Reference, ...] = ()
    methods: tuple[Text, ...] = ()
    limits: tuple[Text, ...] = ()
    parameters: dict[str, int | tuple[int, ...]]
    coding: tuple[Text, ...] = ()
    codebook: tuple[Asked, ...] = ()
    made: tuple[tuple[Text, str], ...] = ()
    interim: Interim | None = None
    policy: ShownPolicy | None = None
    waves: tuple[ShownWave, ...] = ()
    reading: str = "process"
    called: dict[str, Text] = {}
    sources: dict[str, tuple[str, ...]] = {}

    def wave_numbers(self) -> Iterator[WaveNumber]:
        """Yield every number about earlier waves."""
        return (one for wave in self.waves for figure in wave.figures for one in figure.numbers())
