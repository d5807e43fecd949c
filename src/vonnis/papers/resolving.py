"""Find the paper that a passage speaks of, among the papers at hand; where more than one fits, none is chosen.

Doubt is a result: a mention that is not resolved says why. What is known in the words (a number) goes before what must
be inferred (a name, a day, a title).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.papers.kinds import kind_of
from vonnis.papers.paper import Kind, Paper
from vonnis.papers.references import Mention, find_mentions, plan_name

_NEAR_DAYS = 21
"""Days around a debate within which the record of a commitment made in it is dated."""
_SHORT_WORD = 5
_SUBJECT = 900
_CLEAR = 2
"""How many more words than the next candidate one must share with what is said, to be chosen for them."""
_ORDINARY = frozenset({
    "regering", "verzoekt", "kamer", "waarin", "kunnen", "worden", "zouden", "welke", "tijdens", "hebben", "motie",
    "brief", "toegezegd", "toezegging", "minister", "staatssecretaris", "omdat", "daarbij", "nader", "hierbij",
    "informeren", "constaterende", "overwegende", "justitie", "veiligheid",
})  # fmt: skip
"""Words of any paper, which tell nothing about this one."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A mention with the paper that it is about.

    Attributes:
        mention: the passage.
        paper: the id of the paper; None where it is not among the papers at hand, or more than one fits.
        rule: how it was found: ``number``, ``name``, ``name and words``, ``day``, ``title``.
        reason: why it was not found; None where it was.
        candidates: the papers that fit equally well, where more than one does.
    """

    mention: Mention
    paper: str | None = None
    rule: str = ""
    reason: str | None = None
    candidates: tuple[str, ...] = ()


class Shelf:
    """The papers at hand, findable by number, signer, day and title."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers = {paper.id: paper for paper in papers}
        self.kinds: dict[str, Kind] = {id_: kind_of(paper).kind for id_, paper in self.papers.items()}
        self._ids = {id_.upper(): id_ for id_ in self.papers}
        for id_, paper in self.papers.items():
            for other in paper.also:
                self._ids.setdefault(other.upper(), id_)
        self._signed: dict[tuple[Kind, str], list[Paper]] = {}
        self._by_day: dict[tuple[Kind, dt.date], list[Paper]] = {}
        self._plans: list[tuple[str, Paper]] = []
        self._replaced = {target for paper in self.papers.values() if (target := replaced_by(paper))}
        self._words: dict[str, frozenset[str]] = {}
        for paper in self.papers.values():
            self._enter(paper)

    def _enter(self, paper: Paper) -> None:
        kind = self.kinds[paper.id]
        if kind in ("motion", "amendment"):
            for actor in paper.actors:
                self._signed.setdefault((kind, _surname(actor.name)), []).append(paper)
        if kind == "plan" and (name := plan_name(paper.title) or plan_name(paper.text[:_SUBJECT])):
            self._plans.append((name.lower(), paper))
        for day in {paper.date, paper.held} - {None}:
            self._by_day.setdefault((kind, day), []).append(paper)  # type: ignore[arg-type]

    def words_of(self, paper: Paper) -> frozenset[str]:
        """Return the telling words of a paper."""
        if paper.id not in self._words:
            self._words[paper.id] = telling_words(f"{paper.title} {paper.text[:4_000]}")
        return self._words[paper.id]

    def resolve(self, mention: Mention, paper: Paper) -> Reference:
        """Return what a mention in a paper is about."""
        if mention.target is not None:
            found = self._ids.get(mention.target.upper())
            if found == paper.id:
                return Reference(mention=mention, reason="it names the paper itself")
            if found is None:
                return Reference(mention=mention, reason=f"{mention.target} is not among the papers at hand")
            return Reference(mention=mention, paper=found, rule="number")
        finders = {
            "motion": self._signed_by,
            "amendment": self._signed_by,
            "commitment": self._commitment,
            "letter": self._letter,
            "minutes": self._minutes,
            "plan": self._plan,
        }
        return finders[mention.form](mention, paper)

    def _signed_by(self, mention: Mention, paper: Paper) -> Reference:
        kind: Kind = "amendment" if mention.form == "amendment" else "motion"
        names = {_surname(name) for name in mention.names}
        fitting = [
            one
            for one in self._signed.get((kind, _surname(mention.names[0])), ())
            if _before(one, paper) and _leads(one, names) and names <= {_surname(actor.name) for actor in one.actors}
        ]
        in_order = [one for one in fitting if _leads(one, {_surname(mention.names[0])})]
        fitting = in_order or fitting
        if mention.changed:
            fitting = [one for one in fitting if "gewijzigd" in one.stated_kind.lower()] or fitting
        elif len(fitting) > 1:
            # Who speaks of a motion that was replaced means the one that was put to the vote.
            fitting = [one for one in fitting if one.id not in self._replaced] or fitting
        if mention.day is not None and (dated := [one for one in fitting if one.date == mention.day]):
            fitting = dated
        return self._narrowed(mention, fitting, paper, rule="name")

    def _commitment(self, mention: Mention, paper: Paper) -> Reference:
        if mention.day is None:
            recorded = [
                one for one in self.papers.values() if self.kinds[one.id] == "commitment" and _before(one, paper)
            ]
            about = telling_words(mention.about)
            shared = [one for one in recorded if len(about & self.words_of(one)) >= _CLEAR + 1]
            return (
                self._narrowed(mention, shared, paper, rule="words")
                if shared
                else Reference(mention=mention, reason="no recorded commitment shares its words")
            )
        around = [
            one
            for day in _days_around(mention.day)
            for one in self._by_day.get(("commitment", day), ())
            if _before(one, paper)
        ]
        exact = [one for one in around if mention.day in (one.held, one.date)]
        if exact or around:
            return self._narrowed(mention, exact or around, paper, rule="day")
        letters = [
            one for kind in _GOVERNMENT for one in self._by_day.get((kind, mention.day), ()) if one.id != paper.id
        ]
        return self._narrowed(mention, letters, paper, rule="day")

    def _letter(self, mention: Mention, paper: Paper) -> Reference:
        found = [
            one
            for kind in _GOVERNMENT
            for one in (self._by_day.get((kind, mention.day), ()) if mention.day else ())
            if one.id != paper.id and one.date == mention.day
        ]
        return self._narrowed(mention, found, paper, rule="day")

    def _minutes(self, mention: Mention, paper: Paper) -> Reference:
        found = [
            one
            for one in (self._by_day.get(("minutes", mention.day), ()) if mention.day else ())
            if one.id != paper.id and mention.day in (one.held, one.date)
        ]
        held = [one for one in found if one.held == mention.day]
        return self._narrowed(mention, held or found, paper, rule="day")

    def _plan(self, mention: Mention, paper: Paper) -> Reference:
        said = mention.title.lower()
        named = [(name, one) for name, one in self._plans if re.match(rf"{re.escape(name)}(?!\w)", said)]
        longest = max((len(name) for name, _ in named), default=0)
        found = [one for name, one in named if len(name) == longest]
        if not found or paper.id in {one.id for one in found}:
            return Reference(
                mention=mention, reason="it names the paper itself" if found else "no plan at hand is called so"
            )
        stop = mention.end - len(mention.title) + longest
        exact = msgspec.structs.replace(mention, end=stop, title=mention.title[:longest])
        earlier = [one for one in found if _before(one, paper)]
        # A plan that is called by its title alone is the one in force: the last before the paper.
        last = max((one.date for one in earlier if one.date), default=None)
        return self._narrowed(exact, [one for one in earlier if one.date == last], paper, rule="title")

    def _narrowed(self, mention: Mention, fitting: Sequence[Paper], paper: Paper, *, rule: str) -> Reference:
        """Return the one paper that fits, after looking at dossiers and at the words that say what it is about."""
        left = list({one.id: one for one in fitting}.values())
        if len(left) > 1 and (same := [one for one in left if set(one.dossiers) & set(paper.dossiers)]):
            left = same
        if len(left) > 1 and mention.about:
            about = telling_words(mention.about)
            scored = sorted(((len(about & self.words_of(one)), one.id) for one in left), reverse=True)
            if scored[0][0] - scored[1][0] >= _CLEAR:
                return Reference(mention=mention, paper=scored[0][1], rule=f"{rule} and words")
        if len(left) == 1:
            return Reference(mention=mention, paper=left[0].id, rule=rule)
        if not left:
            return Reference(mention=mention, reason="no paper at hand fits")
        ids = tuple(sorted(one.id for one in left))
        return Reference(mention=mention, reason=f"{len(ids)} papers fit equally well", candidates=ids)


_GOVERNMENT: tuple[Kind, ...] = ("letter", "plan", "answer")


def references_in(paper: Paper, shelf: Shelf) -> tuple[Reference, ...]:
    """Return every reference of a paper to another, resolved as far as the papers at hand allow."""
    return tuple(shelf.resolve(mention, paper) for mention in find_mentions(paper.text, dossier=paper.dossier))


def links(papers: Sequence[Paper], found: Mapping[str, Sequence[Reference]]) -> tuple[tuple[str, str], ...]:
    """Return each pair of a paper and one that it speaks of, once, in order."""
    pairs = {(paper.id, one.paper) for paper in papers for one in found.get(paper.id, ()) if one.paper}
    return tuple(sorted(pairs))


def telling_words(text: str, *, shortest: int = _SHORT_WORD) -> frozenset[str]:
    """Return the words of a text that tell what it is about: long ones, without those of any paper."""
    words = re.findall(rf"[a-zà-ÿ]{{{shortest},}}", text.lower())
    return frozenset(words) - _ORDINARY


def _surname(name: str) -> str:
    """Return a surname for comparing: without initials, title or party, in lower case."""
    bare = re.sub(r"\([^)]*\)", "", name)
    bare = re.sub(r"^(?:(?:[A-Z]\.)+|mr\.|drs\.|dr\.|lid|het lid)\s*", "", bare.strip())
    return " ".join(bare.replace("’", "'").lower().split())


def _leads(paper: Paper, names: set[str]) -> bool:
    """Tell whether the first who signed is among these names."""
    leader = next((actor for actor in paper.actors if actor.first), paper.actors[0] if paper.actors else None)
    return leader is not None and _surname(leader.name) in names


def replaced_by(paper: Paper) -> str | None:
    """Return the id of the motion that a changed motion stands in the place of, as its head says."""
    if "vervanging" not in paper.text[:_SUBJECT].lower():
        return None
    found = find_mentions(paper.text[:_SUBJECT], dossier=paper.dossier)
    return next((mention.target for mention in found if mention.form == "number"), None)


def _before(one: Paper, paper: Paper) -> bool:
    """Tell whether a paper can be spoken of in another: it is another, and not known to be later."""
    return one.id != paper.id and (one.date is None or paper.date is None or one.date <= paper.date)


def _days_around(day: dt.date) -> list[dt.date]:
    first, last = max(day.toordinal() - 1, 1), min(day.toordinal() + _NEAR_DAYS, dt.date.max.toordinal() + 1)
    return [dt.date.fromordinal(one) for one in range(first, last)]
