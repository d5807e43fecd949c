"""The quote guard sees what could lead back to a person; invented sentences without acts, persons or places."""

from __future__ import annotations

import pytest

from vonnis.disclosure.quotes import check_quote, refuse_findable_rows
from vonnis.errors import DisclosureError

JUDGMENT = "de rechtbank ziet in de houding van de verdachte ter zitting geen reden voor een lagere straf"


def search(words: str) -> list[str]:
    """Return the one invented judgment where it holds these words."""
    return ["ECLI:NL:RBXXX:2020:1"] if words.lower() in JUDGMENT else []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        pytest.param("Zij sprak met [slachtoffer 2] daarover.", "placeholder", "[slachtoffer 2]", id="brackets"),
        pytest.param("Daarna belde slachtoffer 2 hem op.", "placeholder", "slachtoffer 2", id="numbered-role"),
        pytest.param("Hij kwam op 3 maart 2018 terug.", "date", "3 maart 2018", id="day"),
        pytest.param("Het was op 03-03-2018.", "date", "03-03-2018", id="digits"),
        pytest.param("Zij spraken af in Verzonnendam.", "place", "in Verzonnendam", id="place"),
        pytest.param("Hij woonde aan de Voorbeeldstraat 12.", "place", "Voorbeeldstraat 12", id="street"),
        pytest.param("Een 15-jarige zei dat.", "age", "15-jarige", id="age"),
        pytest.param("Zijn nummer was 06-12345678.", "number", "06-12345678", id="telephone"),
        pytest.param("Zie ECLI:NL:RBXXX:2020:1234.", "identifier", "ECLI:NL:RBXXX:2020:1234.", id="ecli"),
        pytest.param("Het parketnummer is 10/123456-18.", "identifier", "10/123456-18", id="case-number"),
        pytest.param("Daarna vertelde Verzonnenna het.", "name", "Verzonnenna", id="name"),
    ],
)
def test_what_leads_back_to_a_person_is_seen(text: str, kind: str, words: str) -> None:
    found = [one for one in check_quote(text) if one.kind == kind]
    assert words in [one.words for one in found]
    assert all(text[one.start : one.end] == one.words for one in found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("De straf is lager dan de eis. Dat legt de rechter uit.", id="plain"),
        pytest.param("Volgens artikel 248b Sr geldt een maximum.", id="law"),
        pytest.param("Het Openbaar Ministerie eiste meer.", id="prosecution"),
    ],
)
def test_a_plain_sentence_raises_no_warning(text: str) -> None:
    assert check_quote(text, search=search) == ()


def test_words_that_stand_so_in_a_judgment_are_found_as_one_run() -> None:
    text = "Volgens haar ziet in de houding van de verdachte ter zitting iets, zegt een lezer."
    (found,) = check_quote(text, search=search)
    assert (found.kind, found.words) == ("findable", "ziet in de houding van de verdachte ter zitting")


def test_a_few_common_words_in_a_row_are_no_finding() -> None:
    assert check_quote("Zij zag geen reden voor een vraag.", search=search) == ()


@pytest.mark.parametrize(("many", "rare"), [(9, True), (10, False), (0, False)])
def test_a_rare_combination_of_traits_is_told(many: int, *, rare: bool) -> None:
    found = check_quote("een verhaal", alike={"victim: girl, 15 years": many, "victim: girl": 30})
    assert [(one.kind, one.words) for one in found] == ([("rare", "victim: girl, 15 years")] if rare else [])


def test_no_public_file_names_a_case_beside_its_rows() -> None:
    refuse_findable_rows({"data.csv": b"sex,age\nf,15\n"})
    with pytest.raises(DisclosureError, match=r"data.csv names a case \(ECLI:NL:RBXXX:2020:1"):
        refuse_findable_rows({"data.csv": b"case,sex\nECLI:NL:RBXXX:2020:1,f\n"})


def test_a_sentence_of_usual_phrases_that_stands_in_one_judgment_is_found() -> None:
    sentence = "de rechtbank acht wettig en overtuigend bewezen dat hij daar toen was"
    words = sentence.split()
    many = [" ".join(words[at : at + 7]) for at in range(len(words) - 6)] * 10

    def search(run: str) -> list[str]:
        return [str(number) for number, text in enumerate([*many, sentence]) if run in text]

    found = [one.words for one in check_quote(sentence, search=search, few=10) if one.kind == "findable"]
    assert found == [sentence]
    assert not [one for one in check_quote(" ".join(words[:6]), search=search, few=10) if one.kind == "findable"]
