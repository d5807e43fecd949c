r"""Bring the text of a judgment into its one canonical form, into which every passage points.

Canonical means: Unicode NFC, counted in code points; ``\n`` between lines; every other kind of white space is one
space, never two in a row and none at either end of a line; soft hyphens, zero-width and control characters are gone;
at most one blank line in a row, none at the start or the end. Making a canonical text canonical changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import is_normalized, normalize

_INVISIBLE = (
    *range(0x20),
    0x7F,
    0xAD,  # soft hyphen
    0x61C,
    0x180E,
    *range(0x200B, 0x2010),  # zero-width space, joiners, direction marks
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,  # byte order mark
    *range(0xFFF9, 0xFFFC),
)
_REPAIRS: dict[int, str] = {
    **dict.fromkeys(_INVISIBLE, ""),
    # C1 control codes stand for the Windows-1252 characters that they were meant to be, as in the HTML standard.
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half a character, which no encoding can write
}


_USUAL = bytes(range(0x20, 0x7F)) + b"\n"
_SOUND = frozenset(
    character
    for codes in (range(0xA1, 0x300), range(0x2010, 0x2028), range(0x2030, 0x205F), range(0x20A0, 0x20C1))
    for character in map(chr, codes)
    if character.isprintable()
) | frozenset("™№℮→←↔⇒■□▪●○•\uf0a7\uf0b7\t\r")
"""Characters besides those of ASCII that are in NFC wherever they stand, and are no white space but tab and return."""


def is_sound(data: bytes) -> bool:
    """Tell whether bytes in UTF-8 hold only characters that need no more than their white space looked at."""
    return _SOUND.issuperset(data.translate(None, _USUAL).decode("utf-8", "replace"))


def canonical_lines(lines: Sequence[str], *, sound: bool = False) -> Sequence[str]:
    """Return each line in canonical form; a line stays a line, so that places among them keep their meaning.

    Judgments are plain for nearly all their length, so the few unusual characters are looked at apart, once a text.
    ``sound`` says that this was done already, with the document that the lines come from.
    """
    joined = "\n".join(lines)
    if not sound and not is_sound(joined.encode("utf-8", "surrogatepass")):
        return _repaired(lines)
    if "\t" in joined or "\r" in joined:
        lines = [line.replace("\t", " ").replace("\r", " ") for line in lines]
    return [" ".join(line.split()) if "  " in line or "\n" in line else line.strip() for line in lines]


def _repaired(lines: Sequence[str]) -> list[str]:
    """Return lines in canonical form that hold characters with a meaning, or a spelling, to look at."""
    collapsed = [line.strip() if line.isprintable() and "  " not in line else " ".join(line.split()) for line in lines]
    probe = " ".join(collapsed)
    if probe.isprintable() and is_normalized("NFC", probe):
        return collapsed
    return [" ".join(normalize("NFC", line.translate(_REPAIRS)).split()) for line in collapsed]


def canonical(text: str) -> str:
    """Return a text in canonical form; its line ends, of any kind, stay line ends."""
    kept: list[str] = []
    for line in canonical_lines(text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")
