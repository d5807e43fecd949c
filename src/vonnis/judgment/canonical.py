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


def trimmed_lines(lines: Sequence[str], *, sound: bool = False) -> list[str]:
    """Return each line without white space at its ends; a line stays a line, so that places among them keep meaning.

    Judgments are plain for nearly all their length, so the few unusual characters are looked at apart, once a text.
    ``sound`` says that this was done already, with the document that the lines come from.
    """
    if sound or is_sound("\n".join(lines).encode("utf-8", "surrogatepass")):
        return [line.strip() for line in lines]
    return _repaired(lines)


def joined(lines: Sequence[str]) -> str:
    """Return trimmed lines as one canonical text.

    The whole is looked at rather than each line, since most lines need nothing.
    """
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    text = "\n".join(kept)
    if text.count("\n") >= len(kept):
        text = "\n".join([line.replace("\n", " ") for line in kept])
    if "\t" in text or "\r" in text:
        text = text.replace("\t", " ").replace("\r", " ")
    if "  " in text:
        text = " ".join(filter(None, [part.lstrip(" ") for part in text.split("  ")]))
    return text.rstrip("\n")


def _repaired(lines: Sequence[str]) -> list[str]:
    """Return lines in canonical form that hold characters with a meaning, or a spelling, to look at."""
    collapsed = [line.strip() if line.isprintable() and "  " not in line else " ".join(line.split()) for line in lines]
    probe = " ".join(collapsed)
    if probe.isprintable() and is_normalized("NFC", probe):
        return collapsed
    return [" ".join(normalize("NFC", line.translate(_REPAIRS)).split()) for line in collapsed]


def canonical(text: str) -> str:
    """Return a text in canonical form; its line ends, of any kind, stay line ends."""
    return joined(trimmed_lines(text.splitlines()))
