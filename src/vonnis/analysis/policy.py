"""Figures on papers: attention for a topic, and what became of motions and commitments about it.

Papers of parliament are published, so each number is one that anybody can count again; the units are the papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vonnis.analysis.result import Basis, Result, Statistic, TableResult, Text
from vonnis.analysis.words import figure_words, heads, table_texts
from vonnis.papers.attention import Attention, PaperAttention
from vonnis.papers.commitments import STATES, Setting, Tracked
from vonnis.papers.finding import CONCERNS
from vonnis.study.value import Missing

_WORDS = "policy_words.yaml"
_MEASURE, _BUDGET = CONCERNS.index("measure"), CONCERNS.index("measure_with_budget")
_TEXT = 10_000
"""The part of the text that is about the topic is told in so many characters."""
_NOT_COUNTED = frozenset({"not_adopted", "withdrawn", "replaced"})


class PolicyFigures:
    """Makes the figures on papers of one study.

    Args:
        found: the attention for the topic.
        tracked: the motions and commitments about it.
        setting: the day of the count.
        source: where the papers come from.
    """

    def __init__(self, found: Attention, tracked: Sequence[Tracked], *, setting: Setting, source: Text) -> None:
        """Take what was found; nothing is counted yet."""
        self.found = found
        self.tracked = tuple(tracked)
        self.source = source
        searched = found.searched
        self._said: dict[str, object] = {
            "on": setting.on.isoformat(),
            "patience": setting.patience,
            "first": searched.first or "?",
            "last": searched.last or "?",
            "terms": len(searched.terms),
            "lexicon": searched.lexicon,
        }

    def results(self) -> Iterator[Result]:
        """Yield the figures."""
        papers = [one for one in self.found.papers if one.searched]
        naming = [one for one in papers if one.passages]
        plans = [one for one in papers if one.kind == "plan"]
        yield self._count("policy_searched", _ids(papers))
        yield self._count("policy_without_text", self.found.searched.without_text)
        yield self._count("policy_without_date", _ids(one for one in papers if not one.date))
        yield self._share("policy_naming_share", _ids(naming), _ids(papers))
        yield self._count("policy_plans", _ids(plans))
        yield self._count("policy_plans_silent", _ids(one for one in plans if not one.passages))
        yield self._count("policy_measures", _ids(_reaching(papers, _MEASURE)))
        yield self._count("policy_budget", _ids(_reaching(papers, _BUDGET)))
        counted = [one for one in self.tracked if one.state not in _NOT_COUNTED]
        done = [one.id for one in counted if one.state == "carried_out"]
        yield self._count("policy_tracked", [one.id for one in counted])
        yield self._share("policy_carried_out_share", done, [one.id for one in counted])
        yield self._count("policy_overdue", [one.id for one in counted if one.state == "overdue"])

    def tables(self) -> Iterator[TableResult]:
        """Yield the tables."""
        yield self._by_year()
        yield self._attention()
        yield self._by_state()

    def _by_year(self) -> TableResult:
        years = [one for one in self.found.years if one.year]
        by_year: dict[int, list[PaperAttention]] = {}
        for one in self.found.papers:
            if one.searched and one.date:
                by_year.setdefault(int(one.date[:4]), []).append(one)
        cells = []
        for year in years:
            papers = by_year.get(year.year, [])
            columns = (papers, [one for one in papers if one.passages], _reaching(papers, _MEASURE))
            cells.append(tuple(_ids(column) for column in columns))
        counted = tuple(tuple(map(len, row)) for row in cells)
        return self._of_years("policy_by_year", [one.year for one in years], cells=counted, units=tuple(cells))

    def _attention(self) -> TableResult:
        """Return how much is said in each year: passages, their part of the text, and money in whole euros."""
        years = [one for one in self.found.years if one.year and one.searched]
        cells = tuple(
            (one.passages, round((one.share or 0.0) * _TEXT), round(one.money), round(one.money_yearly))
            for one in years
        )
        return self._of_years("policy_attention", [one.year for one in years], cells=cells)

    def _of_years(
        self,
        id_: str,
        years: Sequence[int],
        *,
        cells: tuple[tuple[int, ...], ...],
        units: tuple[tuple[tuple[str, ...], ...], ...] = (),
    ) -> TableResult:
        rows = [heads(id_, "rows", parameters={"year": year}, file=_WORDS)[0] for year in years]
        return self._table(id_, rows=tuple(rows), cells=cells, units=units, additive=False)

    def _by_state(self) -> TableResult:
        rows = heads("policy_by_state", "rows", parameters={}, file=_WORDS)
        units = tuple((tuple(one.id for one in self.tracked if one.state == state),) for state in STATES)
        cells = tuple(tuple(map(len, row)) for row in units)
        return self._table("policy_by_state", rows=rows, cells=cells, units=units, additive=True)

    def _table(
        self,
        id_: str,
        *,
        rows: tuple[Text, ...],
        cells: tuple[tuple[int, ...], ...],
        units: tuple[tuple[tuple[str, ...], ...], ...],
        additive: bool,
    ) -> TableResult:
        undated = sum(one.searched and not one.date for one in self.found.papers)
        return TableResult(
            id=id_,
            title=self._texts(id_, "title"),
            level="paper",
            rows=rows,
            columns=heads(id_, "columns", parameters={}, file=_WORDS),
            cells=cells,
            units=units,
            missing={} if additive or not undated else {Missing.NOT_STATED.word: undated},
            ordered=True,
            additive=additive,
            definition=self._texts(id_, "definition"),
            source=self.source,
            published_elsewhere=True,
        )

    def _texts(self, id_: str, field: str) -> Text:
        both = {
            language: table_texts(id_, field, parameters=self._parameters(language), file=_WORDS) for language in _BOTH
        }
        return {language: both[language][language] for language in _BOTH}

    def _parameters(self, language: str) -> dict[str, object]:
        label = self.found.label.get(language, self.found.topic)
        return {**self._said, "topic": label[:1].lower() + label[1:]}

    def _words(self, id_: str) -> tuple[Text, Text]:
        both = {language: figure_words(id_, self._parameters(language), file=_WORDS) for language in _BOTH}
        label = {language: both[language][0][language] for language in _BOTH}
        return label, {language: both[language][1][language] for language in _BOTH}

    def _count(self, id_: str, units: Sequence[str]) -> Result:
        return self._result(id_, "count", float(len(units)), units=tuple(units))

    def _share(self, id_: str, units: Sequence[str], base: Sequence[str]) -> Result:
        value = len(units) / len(base) if base else None
        return self._result(id_, "share", value, units=tuple(units), base=tuple(base))

    def _result(
        self,
        id_: str,
        statistic: Statistic,
        value: float | None,
        *,
        units: tuple[str, ...],
        base: tuple[str, ...] = (),
    ) -> Result:
        label, definition = self._words(id_)
        share = statistic == "share"
        return Result(
            id=id_,
            label=label,
            statistic=statistic,
            value=value,
            unit="share" if share else "count",
            level="paper",
            n=len(base) if share else None,
            numerator=len(units) if share else None,
            units=units,
            base=base,
            definition=definition,
            source=self.source,
            published_elsewhere=True,
            basis=Basis(reading="census"),
        )


_BOTH = ("nl", "en")


def _ids(papers: Sequence[PaperAttention] | Iterator[PaperAttention]) -> tuple[str, ...]:
    return tuple(one.paper for one in papers)


def _reaching(papers: Sequence[PaperAttention], step: int) -> list[PaperAttention]:
    """Return the papers that go at least so far towards the group."""
    return [one for one in papers if CONCERNS.index(one.concern) >= step]
