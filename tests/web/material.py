"""An invented study for the coding room: a codebook with one question of each type, and one judgment."""

from __future__ import annotations

from pathlib import Path

from tests.web.rooms import study_folder

CODEBOOK = """
name: proef
version: 1.0.0
title: {nl: Proef, en: Trial}
variables:
- name: c_victims
  level: complex
  type: integer
  scale: ratio
  least: 1
  most: 50
  label: {nl: Aantal slachtoffers, en: Number of victims}
  question: {nl: Hoeveel slachtoffers?, en: How many victims?}
- name: k_sex
  level: defendant
  type: category
  label: {nl: Geslacht, en: Sex}
  question: {nl: Wat is het geslacht?, en: What is the sex?}
  definition: {nl: Zoals de rechter het noemt., en: As the court calls it.}
  categories:
  - {code: 1, label: {nl: man, en: male}}
  - {code: 2, label: {nl: vrouw, en: female}}
- name: k_route
  level: defendant
  type: categories
  label: {nl: Route, en: Route}
  question: {nl: Hoe kwam de verdachte in beeld?, en: How was the defendant traced?}
  categories:
  - {code: 0, label: {nl: geen, en: none}, alone: true}
  - {code: 1, label: {nl: verklaring, en: statement}}
  - {code: 2, label: {nl: gegevens, en: data}}
- name: k_data
  level: defendant
  type: integer
  scale: ratio
  label: {nl: Hoeveel gegevens, en: How much data}
  question: {nl: Hoeveel gegevens?, en: How much data?}
  asked_if: k_route has {2}
- name: k_prison
  level: defendant
  type: duration
  scale: ratio
  evidence: passage
  label: {nl: Gevangenisstraf, en: Prison sentence}
  question: {nl: Welke gevangenisstraf?, en: Which prison sentence?}
- name: k_fine
  level: defendant
  type: money
  scale: ratio
  unit: EUR
  label: {nl: Geldboete, en: Fine}
  question: {nl: Welke geldboete?, en: Which fine?}
- name: v_age
  level: victim
  type: interval
  scale: ratio
  least: 0
  most: 17
  label: {nl: Leeftijd, en: Age}
  question: {nl: Hoe oud was het slachtoffer?, en: How old was the victim?}
- name: p_first
  level: pair
  type: date
  scale: interval
  precision: year
  label: {nl: Eerste contact, en: First contact}
  question: {nl: Wanneer was het eerste contact?, en: When was the first contact?}
"""

JUDGMENT = """RECHTBANK FICTIEF
Strafrecht
Parketnummer: 99/000001-20
Datum uitspraak: 3 maart 2020

Vonnis van de rechtbank in de zaak tegen
[verdachte],
geboren te [geboorteplaats] op [geboortedatum] 1980.

3 De bewezenverklaring
De rechtbank acht bewezen dat verdachte het ten laste gelegde heeft begaan. Één vindplaats 😀 volstaat.

8 De beslissing
De rechtbank:
- veroordeelt verdachte tot een gevangenisstraf voor de duur van 18 maanden, waarvan 3 maanden voorwaardelijk,
met een proeftijd van 2 jaren;
- veroordeelt verdachte tot betaling van een geldboete van € 500,-.

Dit vonnis is gewezen door mr. [rechter], voorzitter, en uitgesproken op 3 maart 2020.
"""


def coded_study(folder: Path) -> Path:
    """Make a study folder with the codebook and the judgment."""
    study_folder(folder)
    protocol = folder / "study.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + "\n[care]\ncontent_note = false\n", encoding="utf-8")
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    judgments = folder / "sources" / "judgments"
    judgments.mkdir(parents=True, exist_ok=True)
    (judgments / "zaak-1.txt").write_text(JUDGMENT, encoding="utf-8")
    return folder
