"""A deposit described for programs: Frictionless, RO-Crate with the run that made it, CITATION.cff; and for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from vonnis.codebook.missing import Missing
from vonnis.deposit.editions import Made
from vonnis.deposit.facts import Facts
from vonnis.deposit.sheet import Column, Sheet
from vonnis.deposit.statistical import labels_of
from vonnis.located.spreadsheet import guarded

_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".sav": "application/x-spss-sav",
    ".dta": "application/x-stata-dta",
    ".sps": "text/plain",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".json": "application/json",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown",
    ".cff": "text/yaml",
    ".txt": "text/plain",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_PROGRAM = "https://github.com/vonnis/vonnis"


def datapackage(made: Made, facts: Facts, *, files_: Mapping[str, bytes]) -> bytes:
    """Return ``datapackage.json``: the CSV files with the type, words and missing codes of every column."""
    resources = [_resource(sheet, files_[f"csv/{sheet.name}.csv"]) for sheet in made.sheets]
    licence = facts.licence_of(made.edition)
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{facts.identifier}-{made.edition}",
        "title": facts.titled("en"),
        "description": facts.population["en"],
        "version": facts.digest[:16],
        "created": f"{facts.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        **({"licenses": [dict(zip(("name", "path"), licence, strict=True))]} if licence else {}),
        "contributors": [{"title": facts.author["en"]}],
        "sources": [{"title": facts.source["en"]}],
        "resources": resources,
    }
    return _json(package)


def _resource(sheet: Sheet, data: bytes) -> dict[str, Any]:
    missing = [str(int(kind)) for kind in Missing] if any(column.missing for column in sheet.columns) else []
    return {
        "name": sheet.name,
        "type": "table",
        "title": sheet.title["en"],
        "path": f"csv/{sheet.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": {"fields": [_field(column) for column in sheet.columns], "missingValues": ["", *missing]},
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": {"integer": "integer", "number": "number", "text": "string"}[column.kind],
        "title": column.label["en"],
        "title_nl": column.label["nl"],
    }
    if column.question:
        field["description"] = column.question["en"]
    if column.values:
        field["categories"] = [{"value": code, "label": text["en"]} for code, text in column.values]
        field["constraints"] = {"enum": [code for code, _ in column.values]}
    return field


def crate(facts: Facts, files_: Mapping[str, bytes]) -> bytes:
    """Return ``ro-crate-metadata.json``: every file of the release, and the run that made it."""
    moment = f"{facts.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S+00:00}"
    described = [_file(name, data, facts) for name, data in sorted(files_.items())]
    inputs = [
        {
            "@id": f"#input/{one.path}",
            "@type": "CreativeWork",
            "name": one.path,
            "identifier": f"sha256:{one.sha256}",
            "description": "Input of the study; it stays with the study and is no part of this release.",
        }
        for one in facts.inputs
    ]
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        _root(facts, described, moment),
        {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": "#author", "@type": "Organization", "name": facts.author["en"]},
        {"@id": facts.licence[1], "@type": "CreativeWork", "name": facts.licence[0], "identifier": facts.licence[0]},
        {
            "@id": _PROGRAM,
            "@type": "SoftwareApplication",
            "name": facts.version.split(" ")[0],
            "softwareVersion": facts.version.split(" ")[-1],
            "url": _PROGRAM,
        },
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": f"vonnis release of {facts.identifier}",
            "description": f"Computed from input with digest {facts.digest}",
            "startTime": moment,
            "endTime": moment,
            "agent": {"@id": "#author"},
            "instrument": {"@id": _PROGRAM},
            "object": [{"@id": entry["@id"]} for entry in inputs],
            "result": [{"@id": entry["@id"]} for entry in described],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        },
        *inputs,
        *described,
    ]
    return _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _root(facts: Facts, described: Sequence[Mapping[str, Any]], moment: str) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": facts.titled("en"),
        "alternateName": facts.titled("nl"),
        "description": facts.population["en"],
        "identifier": f"{facts.identifier}-{facts.digest[:16]}",
        "datePublished": moment[:10],
        "license": {"@id": facts.licence[1]},
        "author": {"@id": "#author"},
        "publisher": {"@id": "#author"},
        "conformsTo": {"@id": _PROFILE},
        "mentions": {"@id": "#run"},
        "hasPart": [{"@id": entry["@id"]} for entry in described],
        "keywords": ["criminal law", "sentencing", "case-file study", *([facts.mark] if facts.mark else [])],
    }


def _file(name: str, data: bytes, facts: Facts) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "name": f"{facts.mark}: {name}" if facts.mark else name,
        "encodingFormat": _TYPES.get(name[name.rfind(".") :], "application/octet-stream"),
        "contentSize": str(len(data)),
        "sha256": sha256(data).hexdigest(),
        "license": {"@id": facts.licence[1]},
    }


def citation(made: Made, facts: Facts) -> bytes:
    """Return ``CITATION.cff``: how to cite the data; an edition for restricted access has no licence in it."""
    licence = facts.licence_of(made.edition)
    content = {
        "cff-version": "1.2.0",
        "message": "Please cite these data as below.",
        "type": "dataset",
        "title": facts.titled("en"),
        "authors": [{"name": facts.author["en"]}],
        "date-released": f"{facts.at:%Y-%m-%d}",
        "version": facts.digest[:16],
        **({"license": licence[0]} if licence else {}),
        "abstract": facts.population["en"],
        "keywords": ["criminal law", "sentencing", "case-file study"],
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120).encode()


def readme(made: Made, facts: Facts) -> bytes:
    """Return the README of an edition, in Dutch and English."""
    parts = []
    for language in ("nl", "en"):
        text = files("vonnis.deposit").joinpath(f"readme.{language}.md").read_text(encoding="utf-8")
        variables = sum(len(sheet.columns) for sheet in made.sheets)
        known = {
            "title": facts.titled(language),
            "mark": f"**{facts.mark}**\n\n" if facts.mark else "",
            "author": facts.author[language],
            "population": facts.population[language],
            "source": facts.source[language],
            "day": f"{facts.at:%Y-%m-%d}",
            "version": facts.version,
            "digest": facts.digest,
            "licence": _licence(made, facts, language),
            "tables": "\n".join([*(_told(sheet, language) for sheet in made.sheets), *_left_out(made, language)]),
            "variables": str(variables),
            "edition": _EDITIONS[made.edition][language].format(threshold=made.threshold),
            "withheld": _withheld(made, language),
            "against": _against(made, language),
        }
        parts.append(text.format_map(known))
    return "\n---\n\n".join(parts).encode()


_EDITIONS = {
    "public": {
        "nl": "Openbare uitgave: zonder studienummers, datums tot op het jaar, en elke combinatie van antwoorden komt"
        " ten minste {threshold} keer voor. Wat daarvoor is ingehouden, heeft code −6.",
        "en": "Public edition: without study numbers, dates to the year, and every combination of answers occurs at"
        " least {threshold} times. What was withheld for that has code −6.",
    },
    "restricted": {
        "nl": "Uitgave onder beperkte toegang: alle rijen met studienummers, datums tot op de maand. Deze gegevens gaan"
        " over personen in strafzaken en mogen alleen onder voorwaarden worden gebruikt.",
        "en": "Edition for restricted access: all rows with study numbers, dates to the month. These data are about"
        " persons in criminal cases and may be used under conditions only.",
    },
}


def _licence(made: Made, facts: Facts, language: str) -> str:
    """Return the licence of an edition in words, or under what it may be used without one."""
    if licence := facts.licence_of(made.edition):
        return f"{licence[0]} ({licence[1]})"
    return {
        "nl": "geen; alleen te gebruiken onder de voorwaarden van wie deze uitgave bewaart",
        "en": "none; to be used only under the conditions of whoever keeps this edition",
    }[language]


def _against(made: Made, language: str) -> str:
    """Return how counts of an edition stand to the numbers that the report prints."""
    if made.edition == "restricted":
        return {
            "nl": "De getallen van het rapport over deze eenheden zijn hieruit te tellen, voor zover hun kolommen er"
            " staan; hoe elk is geteld, staat in de bijlage over begrippen van het rapport. Waar een kolom eindigt op"
            " `_low` en een op `_high`, ligt het antwoord zeker tussen die twee; het rapport zegt welke telt.",
            "en": "The numbers of the report about these units can be counted from them, as far as their columns are"
            " here; how each was counted stands in the report's annex on terms. Where one column ends in `_low` and one"
            " in `_high`, the answer certainly lies between the two; the report says which counts.",
        }[language]
    if not made.withheld and not made.coarser and not made.left_out:
        return ""
    return {
        "nl": "Dit is een afgeschermde kopie. Wat zeldzaam is, is vaker ingehouden dan wat gewoon is; aandelen uit deze"
        " tabellen, met of zonder de ingehouden antwoorden, zijn daarom andere dan die in het rapport, en zeggen niets"
        " over het onderzoek. De getallen van het rapport zijn uit alle antwoorden geteld en staan, met hun id, in"
        " `figures.json` naast deze map.",
        "en": "This is a protected copy. What is rare is withheld more often than what is usual; shares from these"
        " tables, with or without the withheld answers, are therefore other ones than those of the report, and say"
        " nothing about the study. The numbers of the report were counted from all answers and stand, with their ids,"
        " in `figures.json` beside this folder.",
    }[language]


def _told(sheet: Sheet, language: str) -> str:
    rows, columns = {"nl": ("rijen", "kolommen"), "en": ("rows", "columns")}[language]
    sizes = f"{sheet.frame.height} {rows}, {len(sheet.columns)} {columns}"
    return f"- `{sheet.name}`: {sheet.title[language]} ({sizes})"


def _left_out(made: Made, language: str) -> Iterator[str]:
    """Yield which tables stand in no public edition, and why."""
    why = {
        "nl": "weggelaten: er zijn minder rijen dan het beleid vraagt, of hun aantal zou een getal verraden dat is"
        " ingehouden",
        "en": "left out: there are fewer rows than the policy asks, or their number would tell one that is withheld",
    }
    yield from (f"- {title[language]}: {why[language]}" for title in made.left_out)


def _withheld(made: Made, language: str) -> str:
    return f"{_coarser(made, language)}{_cells_withheld(made, language)}"


def _coarser(made: Made, language: str) -> str:
    if not made.coarser:
        return ""
    names = ", ".join(f"`{name}`" for name in sorted(made.coarser))
    said = {"nl": f"Grover gemaakt zijn antwoorden in {names}. ", "en": f"Answers were made coarser in {names}. "}
    return said[language]


def _cells_withheld(made: Made, language: str) -> str:
    if not made.withheld:
        return {"nl": "Er zijn geen cellen ingehouden.", "en": "No cells were withheld."}[language]
    names = ", ".join(f"`{name}` ({count})" for name, count in sorted(made.withheld.items()))
    return {"nl": f"Ingehouden antwoorden staan in: {names}.", "en": f"Withheld answers stand in: {names}."}[language]


def checksums(files_: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of every file, in the form that ``sha256sum --check`` reads."""
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files_.items())).encode()


def value_labels(sheets: Iterable[Sheet]) -> bytes:
    """Return every code with its words as one CSV file, for programs that read no labels."""
    lines = ["table,variable,code,label_nl,label_en"]
    for sheet in sheets:
        for column in sheet.columns:
            dutch, english = (labels_of(column, language) for language in ("nl", "en"))
            lines += [
                f"{sheet.name},{column.name},{code},{_quoted(dutch[code])},{_quoted(english[code])}" for code in dutch
            ]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + str(guarded(text)).replace('"', '""') + '"'


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
