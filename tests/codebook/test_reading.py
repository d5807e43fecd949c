"""A codebook is read into frozen values; what its file leaves out has its documented default."""

from __future__ import annotations

from pathlib import Path

from vonnis.codebook import Missing, read_codebook

SMALL = """\
name: small
version: 1.0.0
title: {nl: Klein codeboek, en: Small codebook}
variables:
  - name: v_sex
    level: victim
    type: category
    label: {nl: Geslacht, en: Sex}
    question: {nl: Wat is het geslacht?, en: What is the sex?}
    categories:
      - {code: 1, label: {nl: jongen, en: boy}}
      - {code: 2, label: {nl: meisje, en: No}}
  - name: v_age
    level: victim
    type: interval
    scale: ratio
    label: {nl: Leeftijd, en: Age}
    question: {nl: Hoe oud?, en: How old?}
    asked_if: v_sex = 2
    least: 0
    most: 17
"""


def test_a_small_codebook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(SMALL, encoding="utf-8")
    codebook = read_codebook(path)
    sex, age = codebook.variables
    assert (codebook.name, codebook.version, sex.codes) == ("small", "1.0.0", (1, 2))
    assert sex.categories[1].label["en"] == "No"
    assert sex.kinds == (Missing.UNCLEAR, Missing.NOT_STATED, Missing.WITHHELD)
    assert Missing.NOT_APPLICABLE in age.kinds
    assert age.asked_if is not None
    assert age.asked_if.names() == ("v_sex",)


def test_the_digest_is_of_the_content_and_not_of_the_layout(tmp_path: Path) -> None:
    path, again = tmp_path / "codebook.yaml", tmp_path / "again.yaml"
    path.write_text(SMALL, encoding="utf-8")
    again.write_text("# a remark\n" + SMALL.replace("v_sex = 2", "v_sex  =  2").replace("\n", "\r\n"), encoding="utf-8")
    changed = SMALL.replace("most: 17", "most: 18")
    assert read_codebook(path).digest == read_codebook(again).digest
    again.write_text(changed, encoding="utf-8")
    assert read_codebook(path).digest != read_codebook(again).digest
