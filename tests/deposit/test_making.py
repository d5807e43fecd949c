"""The files of a deposit, held against their standards: DDI, Frictionless and RO-Crate, by schema and reader."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from frictionless import Package
from lxml import etree
from pypdf import PdfReader
from rocrate.rocrate import ROCrate

from tests.deposit.invented import FACTS, edition, flat, made
from vonnis.deposit.ddi import NAMESPACE
from vonnis.deposit.making import deposit_files
from vonnis.deposit.packaging import crate

EDITIONS = ["public", "restricted"]
SCHEMA = Path(__file__).parents[3] / "shared/schemas/ddi-codebook-2.5/codebook.xsd"


@pytest.fixture(params=EDITIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(name: str, tmp_path: Path) -> Path:
    for file, data in made(name).items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_ddi_is_valid_against_its_schema(name: str) -> None:
    if not SCHEMA.is_file():
        pytest.skip("the DDI schema is not beside the repository (../shared/schemas)")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(etree.fromstring(made(name)["codebook.xml"])), schema.error_log


def test_ddi_describes_every_column_with_its_codes() -> None:
    tree = etree.fromstring(made("restricted")["codebook.xml"])
    variables = {node.get("name"): node for node in tree.iter(f"{{{NAMESPACE}}}var")}
    assert list(variables) == flat()[0].frame.columns
    codes = [node.findtext(f"{{{NAMESPACE}}}catValu") for node in variables["d_class"].iter(f"{{{NAMESPACE}}}catgry")]
    assert codes == ["1", "2", "-9", "-8", "-7", "-6"]
    assert [node.get("missing") for node in variables["d_class"].iter(f"{{{NAMESPACE}}}catgry")][2:] == ["Y"] * 4


def test_frictionless_finds_the_package_valid(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["message"]) == []
    assert report.stats["errors"] == 0


def test_frictionless_notices_a_changed_file(folder: Path) -> None:
    path = folder / "csv/defendants.csv"
    path.write_text(path.read_text(encoding="utf-8") + "9,x\n", encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_csv_and_parquet_hold_the_same(name: str) -> None:
    for sheet in edition(name).sheets:
        parquet = pl.read_parquet(io.BytesIO(made(name)[f"parquet/{sheet.name}.parquet"]))
        assert parquet.equals(sheet.frame)
        rows = list(csv.DictReader(io.StringIO(made(name)[f"csv/{sheet.name}.csv"].decode())))
        assert [row["d_class"] for row in rows] == [str(value) for value in sheet.frame["d_class"]]


def test_checksums_are_those_of_the_files(name: str) -> None:
    files = made(name)
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, file = line.partition("  ")
        assert hashlib.sha256(files[file]).hexdigest() == digest
    assert len(files["SHA256SUMS"].splitlines()) == len(files) - 1


def test_the_citation_can_be_read() -> None:
    cited = yaml.safe_load(made("public")["CITATION.cff"])
    assert (cited["cff-version"], cited["type"], cited["title"]) == ("1.2.0", "dataset", "FICTIONAL: Small study")
    assert str(cited["date-released"]) == "2026-11-23"


def test_the_readme_says_what_the_edition_is_in_both_languages(name: str) -> None:
    text = made(name)["README.md"].decode()
    assert "FICTIEF / FICTIONAL" in text
    word = {"public": ("Openbare uitgave", "Public edition"), "restricted": ("beperkte toegang", "restricted access")}
    assert all(part in text for part in word[name])
    assert "{" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_codebook_is_a_tagged_pdf_with_every_variable(language: str) -> None:
    reader = PdfReader(io.BytesIO(made("restricted")[f"codebook.{language}.pdf"]))
    text = "".join(page.extract_text() for page in reader.pages)
    assert all(column.source in text for column in flat()[0].columns)
    assert "FICTI" in text
    root: Any = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])


def test_value_labels_are_one_table() -> None:
    rows = list(csv.DictReader(io.StringIO(made("restricted")["value_labels.csv"].decode())))
    found = [row["label_en"] for row in rows if row["variable"] == "d_class"]
    assert found == ["light", "heavy", "unclear", "not stated", "not applicable", "withheld"]


def test_the_same_data_give_the_same_bytes(name: str) -> None:
    assert deposit_files(edition(name), FACTS) == made(name)


def test_an_edition_without_tables_says_why_and_holds_no_rows() -> None:
    left_out = edition("public").without(["defendants"])
    files = deposit_files(left_out, FACTS)
    assert set(files) == {"README.md", "CITATION.cff", "SHA256SUMS"}
    text = files["README.md"].decode()
    assert "- Verdachten: weggelaten" in text
    assert "- Defendants: left out: there are fewer rows than the policy asks" in text


def test_the_crate_describes_every_file_and_the_run_that_made_it(tmp_path: Path) -> None:
    files = {f"data/{name}": data for name, data in made("public").items()}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "ro-crate-metadata.json").write_bytes(crate(FACTS, files))
    opened = ROCrate(str(tmp_path))
    assert {entity.id for entity in opened.data_entities} == set(files)
    run = opened.dereference("#run")
    assert run is not None
    assert run.type == "CreateAction"
    assert [one.id for one in run["object"]] == ["#input/study.toml"]
    assert {one.id for one in run["result"]} == set(files)
    assert run["instrument"].type == "SoftwareApplication"


def test_the_crate_is_what_its_profile_recommends() -> None:
    graph = {entity["@id"]: entity for entity in json.loads(crate(FACTS, made("public")))["@graph"]}
    root, run = graph["./"], graph["#run"]
    assert root["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.5"}
    assert root["mentions"] == {"@id": "#run"}
    assert run["instrument"]["@id"].startswith("https://")
    assert run["startTime"] == run["endTime"] == "2026-11-23T12:00:00+00:00"
    assert run["actionStatus"] == "http://schema.org/CompletedActionStatus"
    wanted = {"name", "description", "license", "datePublished", "author", "publisher"}
    assert wanted <= root.keys()


def test_everything_that_the_crate_refers_to_stands_in_it() -> None:
    graph = json.loads(crate(FACTS, made("public")))["@graph"]
    ids = [entity["@id"] for entity in graph]
    assert len(ids) == len(set(ids))
    named = set()
    for entity in graph:
        for held in entity.values():
            for one in held if isinstance(held, list) else [held]:
                if isinstance(one, dict):
                    named.add(one["@id"])
    outside = {one for one in named if one.startswith(("http://schema.org/", "https://w3id.org/ro/crate/"))}
    assert named - outside <= set(ids)


def test_fiction_stands_in_every_file_of_data() -> None:
    for name, data in made("public").items():
        if name.endswith((".csv", ".xml", ".json", ".md", ".cff", ".sps")) and name != "value_labels.csv":
            assert b"FICTI" in data or b"fictional" in data, name


def test_only_what_is_for_everybody_has_a_licence() -> None:
    assert FACTS.licence_of("public") == FACTS.licence
    assert FACTS.licence_of("restricted") is None


def test_what_is_not_for_everybody_has_no_open_licence() -> None:
    for file in ("README.md", "CITATION.cff", "datapackage.json", "codebook.xml"):
        assert b"CC-BY" in made("public")[file], file
        assert b"CC-BY" not in made("restricted")[file], file


def test_the_readme_says_how_its_counts_stand_to_those_of_the_report() -> None:
    public, restricted = (made(name)["README.md"].decode() for name in EDITIONS)
    assert "zijn daarom andere dan die in het rapport" in public
    assert "are therefore other ones than those of the report" in public
    assert "can be counted from them, as far as their columns are here" in restricted
