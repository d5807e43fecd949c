"""A new study folder from a template: all of it or nothing, and never over something that is there."""

from __future__ import annotations

import shutil
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.codebook.templates import TEMPLATES, template_files
from vonnis.errors import UnwritableError, UsageError
from vonnis.located.decoding import nearest

_FOLDERS = ("series", "private")
_NAMES = {"gitignore": ".gitignore"}


def new_study(folder: Path, *, template: str) -> list[str]:
    """Write a new study folder and return the names of its files, in order.

    Raises:
        UsageError: there is no such template.
        UnwritableError: something is there already, or the disk refuses.
    """
    if template not in TEMPLATES:
        hint = nearest(template, list(TEMPLATES)) or f"; there are {', '.join(TEMPLATES)}"
        message = f"`{template}` is no template{hint}"
        raise UsageError(message)
    is_empty_folder = folder.is_dir() and not any(folder.iterdir())
    if (folder.exists() or folder.is_symlink()) and not is_empty_folder:
        message = f"{folder} is there already and nothing in it was changed; name a folder that does not exist yet"
        raise UnwritableError(message)
    named = {_NAMES.get(name, name): text for name, text in template_files(template).items()}
    made = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(made, ignore_errors=True)
        for name in _FOLDERS:
            (made / name).mkdir(parents=True)
        for name, text in named.items():
            write_atomically(made / name, text)
        if is_empty_folder:
            folder.rmdir()
        made.rename(folder)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        message = f"{folder} cannot be made ({error.strerror}); choose another place"
        raise UnwritableError(message) from error
    return sorted([*named, *(f"{name}/" for name in _FOLDERS)])
