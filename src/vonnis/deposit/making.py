"""An edition of the data as files: one table in every form, described for people and programs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from vonnis.deposit.codebook_pdf import codebook_pdf
from vonnis.deposit.ddi import ddi
from vonnis.deposit.editions import Made, check_public
from vonnis.deposit.facts import Facts
from vonnis.deposit.packaging import checksums, citation, datapackage, readme, value_labels
from vonnis.deposit.statistical import dta, sav, syntax
from vonnis.report.words import Language

if TYPE_CHECKING:
    import polars as pl

LANGUAGES: tuple[Language, ...] = ("nl", "en")


def deposit_files(made: Made, facts: Facts) -> dict[str, bytes]:
    """Return the files of an edition by their names below its folder; the same data give the same bytes.

    An edition without a table is a README, a citation and checksums: it says why there are no rows.

    Raises:
        StudyError: a label is longer than a statistical program keeps.
        DisclosureError: a public file would name a judgment beside its rows.
    """
    found: dict[str, bytes] = {}
    for sheet in made.sheets:
        found[f"csv/{sheet.name}.csv"] = sheet.frame.write_csv(line_terminator="\n").encode()
        found[f"parquet/{sheet.name}.parquet"] = _parquet(sheet.frame)
        found[f"stata/{sheet.name}.dta"] = dta(sheet, language="en", title=facts.titled("en"), at=facts.at)
        for language in LANGUAGES:
            name = f"{sheet.name}.{language}"
            found[f"spss/{name}.sav"] = sav(sheet, language=language, title=facts.titled(language), at=facts.at)
            found[f"spss/{name}.sps"] = syntax(sheet, language=language, file=f"{name}.sav", mark=facts.mark).encode()
    if made.sheets:
        found["codebook.xml"] = ddi(made, facts)
        found["value_labels.csv"] = value_labels(made.sheets)
        found |= {f"codebook.{language}.pdf": codebook_pdf(made, facts, language=language) for language in LANGUAGES}
        found["datapackage.json"] = datapackage(made, facts, files_=found)
    found["README.md"] = readme(made, facts)
    found["CITATION.cff"] = citation(made, facts)
    if made.edition == "public":
        check_public(found)
    return found | {"SHA256SUMS": checksums(found)}


def _parquet(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", compression_level=3, statistics=False)
    return stream.getvalue()
