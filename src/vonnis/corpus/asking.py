"""What a user may ask of a text, and what that means to the search index.

Words stand for themselves and must all be there; ``"several words"`` is a phrase, ``word*`` a beginning of a word,
``-word`` must not be there, ``NEAR(word word, 10)`` are words within so many words of each other. Nothing is stemmed:
a Dutch stemmer makes one word of many (``gevangenisstraffen`` becomes ``vannisstraf``), so other forms of a word come
in only where they are asked for, by the words that the corpus really has.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import msgspec

from vonnis.errors import UsageError

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_PIECE = re.compile(
    r'\s*(?:(?P<near>NEAR\(\s*(?P<words>[^(),"]+?)\s*(?:,\s*(?P<within>\d+)\s*)?\))'
    r'|(?P<not>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)))'
)
_WITHIN = 10


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a text must have, or must not have.

    ``words`` are in lower case with their accents; a phrase has several. Of a ``prefix`` the last word is a beginning;
    of ``near`` the words are within ``within`` words of each other. ``forms`` are other forms of the one word.
    """

    kind: Literal["phrase", "prefix", "near"]
    words: tuple[str, ...]
    wanted: bool = True
    within: int = _WITHIN
    forms: tuple[str, ...] = ()


def terms_of(question: str) -> tuple[Term, ...]:
    """Return the terms of a question.

    Raises:
        UsageError: it holds no word to look for, or a quotation mark is left open.
    """
    if question.count('"') % 2:
        message = f"a quotation mark in {question!r} is left open; close it"
        raise UsageError(message)
    terms, place = [], 0
    while (match := _PIECE.match(question, place)) is not None and match.end() > place:
        place = match.end()
        if term := _term(match):
            terms.append(term)
    if not any(term.wanted for term in terms):
        message = f'{question!r} holds no word to look for; give one, as in taakstraf or "geheel voorwaardelijk"'
        raise UsageError(message)
    return tuple(terms)


def _term(match: re.Match[str]) -> Term | None:
    if match["near"]:
        words = words_of(match["words"])
        return Term(kind="near", words=words, within=int(match["within"] or _WITHIN)) if words else None
    given = match["phrase"] if match["phrase"] is not None else match["word"]
    words = words_of(given)
    if not words:
        return None
    kind: Literal["phrase", "prefix"] = "prefix" if given.rstrip().endswith("*") else "phrase"
    return Term(kind=kind, words=words, wanted=not match["not"])


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as the index tells them apart: letters and digits, in lower case."""
    return tuple(word.lower() for word in _TOKEN.findall(unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=1 << 14)
def folded(word: str) -> str:
    """Return a word in lower case without accents, as the index holds it."""
    if word.isascii():
        return word.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(char))


def match_of(terms: tuple[Term, ...], *, facets: tuple[tuple[str, ...], ...] = (), exact: bool | None = None) -> str:
    """Return the expression for the index (FTS5) that finds texts with these terms.

    ``facets`` are groups of words, one of each of which must stand in the facets. ``exact`` asks for texts with the
    accents as given, or for the others; None for both. Empty where nothing can match.
    """
    wanted = [_expression(term) for term in terms if term.wanted]
    wanted += [" OR ".join(map(_facet, group)) for group in facets]
    expression = " AND ".join(f"({part})" for part in wanted)
    if exact is not None:
        accents, plain = _accents(terms)
        same = [f'accents : "{mark}"' for mark in accents]
        other = [f'accents : "{mark}"' for mark in plain]
        if exact:
            expression = " AND ".join([f"({expression})", *same])
            expression = f"({expression}) NOT ({' OR '.join(other)})" if other else expression
        else:
            alike = f"({' AND '.join(same)})" if same else ""
            alternatives = ([f"({expression}) NOT {alike}"] if alike else []) + (
                [f"({expression}) AND ({' OR '.join(other)})"] if other else []
            )
            expression = " OR ".join(f"({alternative})" for alternative in alternatives)
    if not expression:
        return ""
    unwanted = [_expression(term) for term in terms if not term.wanted]
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _facet(facet: str) -> str:
    doubled = facet.replace('"', '""')
    return f'facets : "{doubled}"'


def _expression(term: Term) -> str:
    words = [f'"{folded(word)}"' for word in term.words]
    if term.kind == "near" and len(words) > 1:
        return f"text : NEAR({' '.join(words)}, {term.within})"
    found = f"text : {' + '.join(words)}{' *' if term.kind == 'prefix' else ''}"
    return " OR ".join([f"({found})", *(f'(text : "{form}")' for form in term.forms)]) if term.forms else found


def _accents(terms: tuple[Term, ...]) -> tuple[list[str], list[str]]:
    """Return the marks of words that are asked with accents, and those of words that are asked without."""
    words = [word for term in terms if term.wanted and term.kind != "prefix" for word in term.words]
    return (
        [accent_mark(word) for word in dict.fromkeys(words) if folded(word) != word],
        [only_accented_mark(word) for word in dict.fromkeys(words) if folded(word) == word],
    )


def accent_mark(word: str) -> str:
    """Return what stands in the index for a word with its accents."""
    return f"a{word.encode().hex()}"


def only_accented_mark(word: str) -> str:
    """Return what stands in the index for a word, given without accents, that a text has only with accents."""
    return f"o{word.encode().hex()}"


def marks_in(text: str) -> str:
    """Return the marks of the accented words in a text, as the index keeps them."""
    if text.isascii():
        return ""
    words = {word for word in map(str.lower, _beyond_ascii(text)) if folded(word) != word}
    if not words:
        return ""
    lower = text.lower()
    marks = [accent_mark(word) for word in words]
    marks += [only_accented_mark(plain) for plain in {folded(word) for word in words} if not _stands(plain, lower)]
    return " ".join(sorted(marks))


_BEYOND_ASCII = re.compile(r"[^\W\x00-\x7f]")


def _beyond_ascii(text: str) -> set[str]:
    """Return the words with a letter beyond ASCII, looking only where one stands, which is rarely."""
    found = set()
    place = 0
    while (letter := _BEYOND_ASCII.search(text, place)) is not None:
        start = letter.start()
        while start and text[start - 1].isalnum():
            start -= 1
        word = _TOKEN.match(text, start)
        place = word.end() if word else letter.end()
        if word:
            found.add(word[0])
    return found


def _stands(word: str, text: str) -> bool:
    """Tell whether a word stands in a text by itself, and not only within other words."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(word, start + 1)
    return False


def other_forms(word: str) -> tuple[str, ...]:
    """Return how other forms of a Dutch word may be spelled: plurals, inflected adjectives and their stems.

    Only spellings that a corpus has are worth asking for; the caller looks them up.
    """
    plain = folded(word)
    found: set[str] = set()
    stems = {plain}
    for ending in ("en", "e", "s"):
        if plain.endswith(ending) and len(plain) > len(ending) + _SHORTEST_STEM:
            stems |= _stems(plain.removesuffix(ending))
    for stem in stems:
        found |= {stem, *(base + ending for base in _bases(stem) for ending in ("en", "e")), stem + "s"}
    return tuple(sorted(found - {plain}))


_SHORTEST_STEM = 2
_VOWELS = "aeiou"
_VOICED = {"s": "z", "f": "v"}


def _stems(open_stem: str) -> set[str]:
    """Return what a stem may be without its ending: ``straff`` is ``straf``, ``jar`` is ``jaar``."""
    found = {open_stem}
    if len(open_stem) > _SHORTEST_STEM and open_stem[-1] == open_stem[-2] and open_stem[-1] not in _VOWELS:
        found.add(open_stem[:-1])
    elif len(open_stem) > 1 and open_stem[-1] not in _VOWELS and open_stem[-2] in _VOWELS:
        found.add(open_stem[:-1] + open_stem[-2] + open_stem[-1] if open_stem[-2] in "aeou" else open_stem)
        found |= {stem[:-1] + soft for stem in set(found) for soft, hard in _VOICED.items() if stem[-1] == hard}
    return found


def _bases(stem: str) -> set[str]:
    """Return what an ending is put after: ``straf`` gives ``straff``, ``jaar`` gives ``jar``, ``brief`` ``briev``."""
    found = {stem}
    if len(stem) > _SHORTEST_STEM and stem[-1] not in _VOWELS and stem[-2] in _VOWELS:
        if stem[-2] == stem[-3]:
            found.add(stem[:-3] + stem[-2:])
        elif stem[-3] not in _VOWELS:
            found.add(stem + stem[-1])
        found |= {base[:-1] + _VOICED[base[-1]] for base in set(found) if base[-1] in _VOICED}
    return found
