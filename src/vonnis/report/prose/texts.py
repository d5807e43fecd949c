"""Where the text of a report comes from: the shipped chapters, and those that a study has written itself."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from vonnis.errors import StudyError
from vonnis.report.prose.reading import Section, Source, read_text
from vonnis.report.words import LANGUAGES, Language

FOLDER = "report"
"""The folder of a study in which its own text stands, a folder in it for each language."""


def shipped(language: Language, *, coded: bool = False) -> dict[str, str]:
    """Return the chapters that come with the program, by file name.

    ``coded`` asks for those of a study that rests on its codings, where some chapters say something else.
    """
    found: dict[str, str] = {}
    for name in ("texts", "coded") if coded else ("texts",):
        folder = files("vonnis.report").joinpath("prose", name, language)
        found |= {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".md")}
    return found


def sources(language: Language, study: Path | None = None, *, coded: bool = False) -> tuple[Source, ...]:
    """Return the text of a report in the order of its file names.

    A file in the study's own folder (``report/nl/30-clients.md``) takes the place of the shipped one of that name; an
    empty one takes it away.

    Raises:
        StudyError: a file cannot be read as text.
    """
    texts = shipped(language, coded=coded)
    found = {name: Source(f"shipped text {language}/{name}", text) for name, text in texts.items()}
    folder = study / FOLDER / language if study else None
    for path in sorted(folder.glob("*.md")) if folder and folder.is_dir() else ():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path} cannot be read as text: {error}"
            raise StudyError(message) from error
        found[path.name] = Source(f"{FOLDER}/{language}/{path.name}", text)
    return tuple(found[name] for name in sorted(found))


def sections(language: Language, study: Path | None = None, *, coded: bool = False) -> tuple[Section, ...]:
    """Return every chapter of a report as it was written.

    Raises:
        StudyError: a file is wrong, or two chapters have one id.
    """
    found = [section for source in sources(language, study, coded=coded) for section in read_text(source)]
    seen: dict[str, Section] = {}
    for section in found:
        if section.id in seen:
            message = (
                f"{section.title.where}: the chapter id '{section.id}' stands twice; {seen[section.id].title.where}"
            )
            raise StudyError(message)
        seen[section.id] = section
    return tuple(found)


def write_texts(study: Path, *, coded: bool = False) -> tuple[Path, ...]:
    """Copy the shipped text into a study folder where it has none yet, and return the paths of what was written.

    ``coded`` asks for the text of a study that rests on its codings.
    """
    written = []
    for language in LANGUAGES:
        folder = study / FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in sorted(shipped(language, coded=coded).items()):
            path = folder / name
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                written.append(path)
    return tuple(written)
