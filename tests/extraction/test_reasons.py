"""The court's reasons, in invented sentences: knowledge of age, benchmarks, repeat visits, and whose words they are."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extraction.material import HEAD, invented
from vonnis.extraction.reasons import find_court_reasons
from vonnis.extraction.record import CourtReasons

CASE = (
    "De bewezenverklaring\nhij op 5 maart 2020 te X ontucht als bedoeld in artikel 248b Sr heeft gepleegd met "
    "[slachtoffer], die de leeftijd van zestien jaren maar nog niet die van achttien jaren had bereikt.\n"
)
REASONS = "De strafmotivering\n"


def reasons(text: str, *, case: str = CASE, heading: str = REASONS, date: dt.date | None = None) -> CourtReasons:
    judgment = invented(HEAD + case + heading + text + "\nDe beslissing\nDe rechtbank:\nveroordeelt.\n", date=date)
    answer = find_court_reasons(judgment)
    spans = [
        *(span for own in answer.evidence.values() for span in own),
        *(b.evidence for b in answer.value.benchmarks),
    ]
    assert all(span.check(judgment.text).quote in text for span in spans)
    assert ("court_reasons.knowledge_of_age" in answer.evidence) is (answer.value.knowledge_of_age is not None)
    assert ("court_reasons.repeat_visits" in answer.evidence) is (answer.value.repeat_visits is not None)
    return answer.value


KNOWLEDGE = {
    "knew": ("De rechtbank stelt vast dat verdachte wist dat [slachtoffer] minderjarig was.", "knew"),
    "knew, plainly": ("Verdachte wist dat het slachtoffer pas 16 jaar oud was.", "knew"),
    "knew, subordinate": ("De rechtbank acht bewezen dat verdachte op de hoogte was van haar leeftijd.", "knew"),
    "knew, after the fact": ("Het slachtoffer was 16 jaar oud en dat wist verdachte.", "knew"),
    "ought": ("Naar het oordeel van de rechtbank had verdachte moeten weten dat zij minderjarig was.",
              "ought_to_have_known"),
    "risk": ("De rechtbank acht bewezen dat hij bewust de kans heeft aanvaard dat zij nog geen achttien jaar was.",
             "ought_to_have_known"),
    "knew or ought": ("De rechtbank oordeelt dat verdachte wist of had moeten weten dat zij minderjarig was.",
                      "ought_to_have_known"),
    "unknown, ought": ("Niet is gebleken dat hij wist van haar leeftijd. Hij had moeten weten dat zij 16 jaar was.",
                            "ought_to_have_known"),
    "could not be found": ("De rechtbank oordeelt dat niet kan worden vastgesteld dat hij wist van haar leeftijd.",
                           "not_plausible"),
    "not plausible": ("De rechtbank is van oordeel dat niet is gebleken dat verdachte wist dat zij minderjarig was.",
                      "not_plausible"),
    "not found": ("Niet kan worden vastgesteld dat verdachte op de hoogte was van haar minderjarigheid.",
                  "not_plausible"),
    "did not know": ("De rechtbank gaat ervan uit dat verdachte niet wist dat zij minderjarig was.", "not_plausible"),
    "another age": ("Verdachte wist dat zij ouder was dan zestien jaar.", None),
    "something else": ("Verdachte wist dat het slachtoffer in een hotel verbleef.", None),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "knowledge"), KNOWLEDGE.values(), ids=KNOWLEDGE)
def test_finding_on_knowledge_of_age(sentence: str, knowledge: str | None) -> None:
    assert reasons(sentence).knowledge_of_age == knowledge


OTHERS = {
    "defence": "De raadsman heeft aangevoerd dat verdachte niet wist dat zij minderjarig was.",
    "prosecutor": "De officier van justitie stelt dat verdachte wist dat zij minderjarig was.",
    "suspect": "De verdachte heeft verklaard dat hij wist dat zij minderjarig was.",
    "suspect, recited": "De rechtbank stelt vast dat verdachte heeft verklaard dat hij wist dat zij 16 jaar was.",
    "behind the passage": "Verdachte wist dat zij minderjarig was, aldus de officier van justitie.",
    "runs on": "De raadsman heeft vrijspraak bepleit. Verdachte wist dat zij minderjarig was noch meerderjarig.",
    "asked": "De raadsman heeft de rechtbank gevraagd vast te stellen dat hij niet wist dat zij 16 jaar was.",
    "the law": "Voor een bewezenverklaring is niet vereist dat verdachte wist dat het slachtoffer minderjarig was.",
    "a question": "De vraag is of verdachte wist dat het slachtoffer minderjarig was.",
    "another's knowledge": "De rechtbank stelt vast dat [medeverdachte] en hij wist dat zij minderjarig was.",
}


@pytest.mark.parametrize("sentence", OTHERS.values(), ids=OTHERS)
def test_words_of_others_and_rules_are_no_finding(sentence: str) -> None:
    assert reasons(sentence).knowledge_of_age is None


@pytest.mark.parametrize("heading", ["Het standpunt van de verdediging\n", "De eis van de officier van justitie\n"])
def test_sections_of_others_are_not_heard(heading: str) -> None:
    text = "Verdachte wist dat zij minderjarig was. De oriëntatiepunten van het LOVS gaan hierover."
    assert reasons(text, heading=REASONS + heading) == CourtReasons()


DOUBTFUL = {
    "contradiction": "Hij wist dat zij 16 jaar was. De rechtbank gaat ervan uit dat hij niet wist dat zij 16 jaar was.",
    "twice no": "De rechtbank acht onaannemelijk dat verdachte niet wist dat zij minderjarig was.",
    "turned around": "De rechtbank acht het geen uitgemaakte zaak dat verdachte wist dat zij minderjarig was.",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_can_be_read_in_two_ways_is_a_doubt(text: str) -> None:
    answer = find_court_reasons(invented(HEAD + CASE + REASONS + text + "\n"))
    assert answer.value.knowledge_of_age is None
    assert [doubt.field for doubt in answer.doubts] == ["court_reasons.knowledge_of_age"]


def test_other_cases_are_not_asked_for_knowledge_or_visits() -> None:
    theft = "De bewezenverklaring\nhij op 5 maart 2020 te X een fiets heeft weggenomen.\n"
    text = "Verdachte wist dat de eigenaar minderjarig was. Hij heeft de winkel meermalen bezocht. Zie de LOVS."
    found = reasons(text, case=theft)
    assert (found.knowledge_of_age, found.repeat_visits) == (None, None)
    assert [benchmark.class_ for benchmark in found.benchmarks] == ["lovs"]


BENCHMARKS = {
    "om with number": ("De rechtbank let op de Richtlijn voor strafvordering ontucht met minderjarigen (2015R054).",
                       [("om_guideline", "2015R054")]),
    "om without number": ("De OM-richtlijn noemt een hogere straf.", [("om_guideline", None)]),
    "om, of": ("De richtlijnen van het openbaar ministerie noemen een hogere straf.", [("om_guideline", None)]),
    "persistent offenders": ("Aan de Richtlijn voor Strafvordering bij meerderjarige veelplegers is voldaan.", []),
    "lovs": ("De rechtbank heeft acht geslagen op de oriëntatiepunten van het LOVS.", [("lovs", None)]),
    "lovs in full": ("De rechtbank let op de oriëntatiepunten voor straftoemeting.", [("lovs", None)]),
    "lovs departed from": ("Anders dan de officier van justitie wijkt de rechtbank af van de LOVS-oriëntatiepunten.",
                           [("lovs", None)]),
    "lovs left aside": ("Anders dan de officier van justitie zoekt de rechtbank geen aansluiting bij de LOVS.", []),
    "no benchmark": ("Een belangrijk oriëntatiepunt is de verklaring van verdachte.", []),
    "similar": ("De rechtbank heeft gekeken naar straffen die in vergelijkbare zaken worden opgelegd.",
                [("similar_cases", None)]),
    "similar, one case": ("Gelet op de straf in een soortgelijke zaak.", []),
    "similar, record": ("Verdachte is eerder veroordeeld voor soortgelijke feiten.", []),
    "ban": ("De rechtbank overweegt dat het taakstrafverbod van artikel 22b Sr geldt.", [("art_22b", None)]),
    "of the defence": ("De raadsvrouw heeft gewezen op de oriëntatiepunten van het LOVS.", []),
    "of the defence, in short": ("De raadsman heeft bepleit. Gelet op het LOVS past een lagere straf.", []),
    "several": ("De rechtbank let op het LOVS en op straffen in soortgelijke zaken, en weer op het LOVS.",
                [("lovs", None), ("similar_cases", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "named"), BENCHMARKS.values(), ids=BENCHMARKS)
def test_benchmarks(sentence: str, named: list[tuple[str, str | None]]) -> None:
    assert [(found.class_, found.reference) for found in reasons(sentence).benchmarks] == named


APPEAL = "Het uitgangspunt van het gerechtshof is een onvoorwaardelijke gevangenisstraf van drie maanden."


@pytest.mark.parametrize(
    ("date", "named"),
    [(dt.date(2019, 5, 1), ["appeal_2018"]), (None, ["appeal_2018"]), (dt.date(2016, 5, 1), [])],
    ids=["later", "undated", "earlier"],
)
def test_starting_point_of_the_appeal_court(date: dt.date | None, named: list[str]) -> None:
    assert [benchmark.class_ for benchmark in reasons(APPEAL, date=date).benchmarks] == named


@pytest.mark.parametrize(("appeal", "found"), [(False, None), (True, "knew")], ids=["first instance", "appeal"])
def test_the_court_is_the_one_that_gives_the_judgment(*, appeal: bool, found: str | None) -> None:
    text = "Het hof stelt vast dat verdachte wist dat zij minderjarig was.\n"
    answer = find_court_reasons(invented(HEAD + CASE + REASONS + text), appeal=appeal)
    assert answer.value.knowledge_of_age == found


VISITS = {
    "several": ("De rechtbank stelt vast dat verdachte het slachtoffer meermalen heeft bezocht.", True),
    "numbered": ("Verdachte heeft twee keer met het slachtoffer afgesproken.", True),
    "once": ("Het gaat om een eenmalig contact.", False),
    "once visited": ("Verdachte heeft het slachtoffer één keer bezocht.", False),
    "no visit": ("Verdachte is meermalen veroordeeld.", None),
    "suspect": ("Verdachte heeft verklaard dat hij het slachtoffer meermalen heeft bezocht.", None),
    "both": ("Verdachte heeft haar meermalen bezocht. Het gaat om een eenmalig contact.", None),
}


@pytest.mark.parametrize(("sentence", "repeat"), VISITS.values(), ids=VISITS)
def test_repeat_visits(sentence: str, *, repeat: bool | None) -> None:
    assert reasons(sentence).repeat_visits is repeat


def test_abstracts_give_no_reasons() -> None:
    text = "De rechtbank stelt vast dat verdachte wist dat zij minderjarig was; ontucht. LOVS."
    assert find_court_reasons(invented(text, text_is="abstract")).value == CourtReasons()


MORE_KNOWLEDGE = [
    (
        "De rechtbank stelt vast dat verdachte ervan op de hoogte was dat [slachtoffer] nog geen achttien jaar was.",
        "knew",
    ),
    ("De rechtbank is van oordeel dat verdachte wetenschap had van de minderjarigheid van [slachtoffer].", "knew"),
    ("Uit de berichten leidt de rechtbank af dat verdachte wist hoe oud [slachtoffer] was.", "knew"),
    ("De rechtbank acht bewezen dat verdachte moet hebben geweten dat zij minderjarig was.", "knew"),
    ("Verdachte was op de hoogte van het feit dat zij 16 jaar oud was.", "knew"),
    ("Verdachte was zich ervan bewust dat [slachtoffer] minderjarig was.", "knew"),
    ("Verdachte had zich ervan moeten vergewissen dat [slachtoffer] meerderjarig was.", "ought_to_have_known"),
    (
        "Van verdachte had mogen worden verwacht dat hij onderzoek deed naar de leeftijd van [slachtoffer].",
        "ought_to_have_known",
    ),
    ("Verdachte heeft onvoldoende onderzoek gedaan naar de leeftijd van [slachtoffer].", "ought_to_have_known"),
    ("De verdachte heeft nagelaten zich te vergewissen van de leeftijd van [slachtoffer].", "ought_to_have_known"),
    (
        (
            "Verdachte wist althans had redelijkerwijs moeten vermoeden dat zij de leeftijd van "
            "achttien jaren nog niet had bereikt."
        ),
        "ought_to_have_known",
    ),
    ("De rechtbank kan niet vaststellen dat verdachte wist dat het slachtoffer minderjarig was.", "not_plausible"),
    ("Er zijn geen aanwijzingen dat verdachte wist dat zij minderjarig was.", "not_plausible"),
    (
        "De rechtbank acht aannemelijk dat verdachte niet wist en ook niet kon weten dat zij minderjarig was.",
        "not_plausible",
    ),
    ("Niet aannemelijk is geworden dat verdachte op de hoogte was van haar minderjarigheid.", "not_plausible"),
    ("Uit het dossier blijkt niet dat verdachte wist dat [slachtoffer] minderjarig was.", "not_plausible"),
    (
        "De rechtbank gaat ervan uit dat verdachte in de veronderstelling verkeerde dat zij meerderjarig was.",
        "not_plausible",
    ),
    ("Verdachte heeft verklaard dat hij wist dat zij 16 jaar was.", None),
    ("De raadsman heeft aangevoerd dat verdachte niet wist dat zij minderjarig was.", None),
    ("Voor een bewezenverklaring is niet vereist dat verdachte wist dat zij minderjarig was.", None),
]


@pytest.mark.parametrize(("sentence", "knowledge"), MORE_KNOWLEDGE, ids=[sentence for sentence, _ in MORE_KNOWLEDGE])
def test_other_wordings_of_a_finding_on_knowledge_of_age(sentence: str, knowledge: str | None) -> None:
    assert reasons(sentence).knowledge_of_age == knowledge


MORE_VISITS = [
    ("Verdachte heeft [slachtoffer] twee keer bezocht.", True),
    ("Verdachte is drie keer bij [slachtoffer] geweest.", True),
    ("Verdachte is na het eerste bezoek teruggegaan naar [slachtoffer].", True),
    ("Verdachte heeft tweemaal gebruik gemaakt van de diensten van [slachtoffer].", True),
    ("De rechtbank weegt mee dat verdachte meerdere keren een afspraak met haar heeft gemaakt.", True),
    ("Verdachte heeft meerdere malen tegen betaling contact gehad met [slachtoffer].", True),
    ("Verdachte heeft op twee verschillende dagen een afspraak met [slachtoffer] gehad.", True),
    ("Verdachte heeft eenmalig van de diensten van [slachtoffer] gebruik gemaakt.", False),
    ("Het is bij één afspraak gebleven.", False),
    ("Verdachte heeft [slachtoffer] slechts één keer bezocht.", False),
    ("Het betreft een eenmalig contact.", False),
    ("Verdachte heeft verklaard dat hij haar twee keer heeft bezocht.", None),
]


@pytest.mark.parametrize(("sentence", "repeated"), MORE_VISITS, ids=[sentence for sentence, _ in MORE_VISITS])
def test_other_wordings_of_visits(sentence: str, *, repeated: bool | None) -> None:
    assert reasons(sentence).repeat_visits is repeated


MORE_BENCHMARKS = [
    (
        (
            "Het gerechtshof Den Haag heeft in de zogeheten kelderboxzaken als uitgangspunt een "
            "onvoorwaardelijke gevangenisstraf van drie maanden gehanteerd."
        ),
        ["appeal_2018"],
    ),
    (
        (
            "De rechtbank zoekt aansluiting bij het uitgangspunt van het gerechtshof Den Haag van drie "
            "maanden onvoorwaardelijke gevangenisstraf."
        ),
        ["appeal_2018"],
    ),
    ("In die arresten heeft het hof een gevangenisstraf van drie maanden als uitgangspunt genomen.", ["appeal_2018"]),
    (
        (
            "De rechtbank neemt, in navolging van het gerechtshof, als vertrekpunt een gevangenisstraf "
            "voor de duur van drie maanden, onvoorwaardelijk."
        ),
        ["appeal_2018"],
    ),
    (
        (
            "De rechtbank heeft gelet op de oriëntatiepunten van het LOVS, die vier maanden noemen als "
            "de leeftijd bekend was."
        ),
        ["lovs"],
    ),
    ("De rechtbank heeft acht geslagen op de Richtlijn voor strafvordering (2015R054).", ["om_guideline"]),
    ("De rechtbank heeft gekeken naar straffen die in soortgelijke zaken zijn opgelegd.", ["similar_cases"]),
    ("Artikel 22b van het Wetboek van Strafrecht staat aan een kale taakstraf in de weg.", ["art_22b"]),
    ("Het taakstrafverbod is van toepassing.", ["art_22b"]),
    ("De rechtbank legt een onvoorwaardelijke gevangenisstraf van drie maanden op.", []),
]


@pytest.mark.parametrize(("sentence", "classes"), MORE_BENCHMARKS, ids=[sentence for sentence, _ in MORE_BENCHMARKS])
def test_other_wordings_of_benchmarks(sentence: str, classes: list[str]) -> None:
    found = reasons(sentence, date=dt.date(2020, 1, 1)).benchmarks
    assert [benchmark.class_ for benchmark in found] == classes
