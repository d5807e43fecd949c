"""Every value of a TOML file knows the line and column of its key, in whatever form the file writes it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vonnis.located.node import Notes, Place
from vonnis.located.toml_file import parse_toml

TEXT = """\
# a remark with = and [brackets]
title = "one # two"
long = \"\"\"
a = 1
\"\"\"
"quoted key" = 'x = y'
days = [1, [2, 3],
  { deep = 4 }] # end
when = 2026-11-25 10:00:00

[table]
inner.key = 1

[table.sub]
flag = true

[[list]]
name = "a"
[list.more]
x = 1
[[list]]
name = "b"
text = { nl = "n", en = "e" }
"""
PLACES = {
    ("title",): (2, 1),
    ("long",): (3, 1),
    ("quoted key",): (6, 1),
    ("days", 0): (7, 9),
    ("days", 1, 1): (7, 16),
    ("days", 2, "deep"): (8, 5),
    ("when",): (9, 1),
    ("table", "inner", "key"): (12, 1),
    ("table", "sub", "flag"): (15, 1),
    ("list", 0, "name"): (18, 1),
    ("list", 0, "more", "x"): (20, 1),
    ("list", 1, "name"): (22, 1),
    ("list", 1, "text", "en"): (23, 20),
    ("list", 1, "absent"): (21, 1),
}


def test_every_key_and_item_has_its_place() -> None:
    notes = Notes("study.toml")
    node = parse_toml(TEXT, notes)
    assert node is not None
    assert {path: node.at(*path) for path in PLACES} == {path: Place(*place) for path, place in PLACES.items()}


def test_a_mistake_of_form_has_its_line() -> None:
    notes = Notes("study.toml")
    assert parse_toml("a = 1\nb = \n", notes) is None
    assert notes.mistakes[0].at("study.toml").startswith("study.toml, line 2, column ")
    unclosed = Notes("study.toml")
    assert parse_toml('a = """never', unclosed) is None
    assert "this is no valid TOML" in unclosed.mistakes[0].sentence


@given(st.text(alphabet="ab =[]{}\"'\n#,.1", max_size=60))
def test_no_text_brings_the_scanner_down(text: str) -> None:
    notes = Notes("study.toml")
    node = parse_toml(text, notes)
    assert (node is None) == bool(notes.mistakes)
