"""Tell whether the sentences around a place say that defendant and victim came into contact there.

What a sentence must say, and must not say, are the wordings under ``says`` in ``channels.yaml``. This module knows
only how they stand together: which of them in one sentence, in the next, before the place or behind it.
"""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

WIDEST_SENTENCE = 600
_CLAUSE = re.compile(r"\b(?:dat|hoe|of|waarop|waarna)\b", re.IGNORECASE)


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The wordings of ``channels.yaml`` under ``says``, by what they tell; see the remarks there."""

    contact: tuple[str, ...]
    found: tuple[str, ...]
    reacted: tuple[str, ...]
    victim: tuple[str, ...]
    defendant: tuple[str, ...]
    his: tuple[str, ...]
    others: tuple[str, ...]
    traces: tuple[str, ...]
    back: tuple[str, ...]
    answered: tuple[str, ...]
    legal: tuple[str, ...]
    not_this: tuple[str, ...]
    party: tuple[str, ...]
    agreed: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    told: tuple[str, ...]
    disbelieved: tuple[str, ...]
    afterwards: tuple[str, ...]

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """The wordings of each kind as one pattern of whole words."""
        return {
            kind: re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)", re.IGNORECASE)
            for kind, wordings in msgspec.structs.asdict(self).items()
        } | {
            "right_before": re.compile(rf"(?<!\w)(?:{'|'.join(self.before)})$", re.IGNORECASE),
            "right_behind": re.compile(rf"(?:{'|'.join(self.behind)})(?!\w)", re.IGNORECASE),
            "back": re.compile(rf"(?:{'|'.join(self.back)})(?!\w)", re.IGNORECASE),
        }

    def has(self, kind: str, words: str) -> bool:
        """Tell whether some words hold a wording of a kind."""
        return self.patterns[kind].search(words) is not None


class Encounter:
    """A place in a text that names a way of contact, with the sentences around it."""

    def __init__(self, text: str, start: int, end: int, *, wordings: Wordings) -> None:
        """Look at ``text[start:end]`` by the wordings of the lexicon."""
        self.start, self.end = start, end
        self._text = text
        self._says = wordings
        self.opening = opening_of(text, start)
        self.stop = _stop(text, end)
        self.sentence = text[self.opening : self.stop]

    @cached_property
    def next(self) -> tuple[int, int]:
        """Where the next sentence begins and ends; both equal where there is none."""
        begin = _skipped(self._text, self.stop)
        return begin, _stop(self._text, begin)

    @property
    def _next_words(self) -> str:
        return self._text[slice(*self.next)]

    @cached_property
    def _words_before(self) -> str:
        end = max(0, self.opening - 1)
        while end and self._text[end - 1] in ". \n":
            end -= 1
        return self._text[opening_of(self._text, end) : end]

    def is_plain(self) -> bool:
        """Tell whether nothing in the sentence, or behind it, takes away what it says."""
        says = self._says
        if not _plain(self.sentence, says) or says.patterns["right_before"].search(self.said_before):
            return False
        if says.patterns["right_behind"].match(self._text[self.end : self.stop]):
            return False
        doubted = self._text[self.end : self.stop], self._next_words
        return not (says.has("told", self.sentence) and any(says.has("disbelieved", words) for words in doubted))

    @property
    def said_before(self) -> str:
        """What the sentence says before the place."""
        return self._text[self.opening : self.start]

    @property
    def words_end(self) -> int:
        """Where the words of the place end, without a space behind them."""
        return self.start + len(self._text[self.start : self.end].rstrip())

    def names_both(self) -> bool:
        """Tell whether the sentence names a victim, and the defendant too."""
        return self._says.has("victim", self.sentence) and (
            self._says.has("defendant", self.sentence) or self._says.has("his", self.sentence)
        )

    def says_contact(self) -> bool:
        """Tell whether the sentence says that somebody came into contact, or that the defendant found somebody."""
        says, words = self._says, self.sentence
        return says.has("contact", words) or (
            says.has("defendant", words) and says.has("found", words) and not says.has("traces", words)
        )

    def is_of_another(self, *, by_itself: bool = False) -> bool:
        """Tell whether the sentence tells of another person than the defendant, such as a co-defendant.

        ``by_itself``: the words of the place alone say how people met, so that who comes before them did.
        """
        says, words = self._says, self.sentence
        place, behind = self.start - self.opening, self.end - self.opening
        named = says.patterns["others"].finditer(words)
        other = next((found for found in named if found.end() <= place or behind <= found.start()), None)
        if other is None:
            return False
        them = [
            found.start()
            for found in says.patterns["defendant"].finditer(words)
            if not _same(found, other) and ("verdachte" in found[0].lower() or found.start() < other.start())
        ]
        if not them or other.start() >= behind or them[0] < other.start() or place <= them[0] < behind:
            return not them
        if them[0] < place:
            return other.start() == 0 and not _CLAUSE.search(words, other.end(), them[0])
        return by_itself or says.has("contact", words[: them[0]].replace("aangeboden", ""))

    def ends(self) -> int | None:
        """Return where the passage ends that says how contact came about, or None where none does."""
        if not self._is_near_victim() or not self.is_plain() or self.is_of_another():
            return None
        if self.says_contact() and self._says.has("victim", self.sentence):
            return self.end
        says, following = self._says, self._next_words
        if _plain(following, says) and says.patterns["back"].match(following):
            victim = says.patterns["victim"].search(following)
            contact = says.patterns["contact"].search(following)
            if victim and (contact or self.says_contact()):
                return self.next[0] + max(victim.end(), contact.end() if contact else 0)
        if self._is_answered():
            return self.next[1]
        if says.has("reacted", self.sentence) and says.has("defendant", self.sentence):
            beside = (self._words_before, following)
            return self.end if any(says.has("victim", words) for words in beside) else None
        return None

    def _is_near_victim(self) -> bool:
        """Tell whether the sentence, or one of those beside it, names a victim: without one nothing else is asked."""
        return any(self._says.has("victim", words) for words in (self.sentence, self._next_words, self._words_before))

    def _is_answered(self) -> bool:
        """Tell whether the sentence names a victim, and the next says that the defendant answered."""
        says, following = self._says, self._next_words
        return (
            says.has("victim", self.sentence)
            and all(says.has(kind, following) for kind in ("answered", "defendant"))
            and any(says.has(kind, following) for kind in ("contact", "found"))
            and _plain(following, says)
        )

    def comes_after(self, others: list[Encounter]) -> bool:
        """Tell whether the sentence names another way of contact before, or says that this one came only later."""
        return self._says.has("afterwards", self.said_before) or any(
            other.opening == self.opening and other.start < self.start for other in others
        )

    def calls_it_legal(self) -> bool:
        """Tell whether the sentence, behind the place, or the next says that the site just named is a legal one."""
        following = self._next_words
        return self._says.has("legal", self._text[self.start : self.stop]) or (
            _plain(following, self._says) and self._says.patterns["legal"].match(following) is not None
        )


def _same(found: re.Match[str], other: re.Match[str]) -> bool:
    return found.start() < other.end() and other.start() < found.end()


def _plain(sentence: str, says: Wordings) -> bool:
    """Tell whether a sentence states a fact: no condition or denial, and no plea that the court leaves open."""
    undisputed = says.patterns["agreed"].sub("", sentence)
    if undisputed != sentence:
        return not says.has("not_this", undisputed)
    return not (says.has("not_this", sentence) or says.has("party", sentence))


def opening_of(text: str, place: int) -> int:
    """Return where the sentence around a place opens."""
    reach = max(0, place - WIDEST_SENTENCE)
    return max(text.rfind(". ", reach, place) + 2, text.rfind("\n", reach, place) + 1, reach)


def _stop(text: str, place: int) -> int:
    """Return where the sentence around a place ends."""
    furthest = min(place + WIDEST_SENTENCE, len(text))
    return min(
        (stop for mark in (". ", ".\n", "\n") if (stop := text.find(mark, place, furthest)) >= 0), default=furthest
    )


def _skipped(text: str, place: int) -> int:
    """Return where the next words begin behind the end of a sentence."""
    while place < len(text) and text[place] in ". \n":
        place += 1
    return place
