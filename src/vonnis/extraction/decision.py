"""What kind of decision a judgment is, in which instance, and how it ended for the defendant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vonnis.extraction.answer import Answer
from vonnis.extraction.dictum import PRINCIPAL, DictumReader
from vonnis.extraction.record import Decision, Doubt, Instance, Outcome
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Glance, Watch
from vonnis.judgment.span import Span

HEAD_REACH = 3_000
"""How much of a text is taken for its head when it has no head section, in characters."""

_CRIMINAL_HEAD = rule(
    r"parketnummer|strafzaak|strafkamer|strafzaken|strafrecht|sector straf|team straf|officier van justitie"
    r"|openbaar ministerie|rolnummer|in de zaak (?:van het openbaar|tegen)|verdachte"
    r"|politierechter|advocaat-generaal|wetboek van straf|strafbeschikking"
)
_CRIMINAL = Finder(_CRIMINAL_HEAD)
_APPEAL_COURT = rule(r"\b(?:gerechts)?hof\b|gemeenschappelijk hof|centrale raad van beroep")
_CASSATION_COURT = rule(r"\bhoge raad\b")
_OPINION_COURT = rule(r"parket bij de hoge raad|\bPHR\b|conclusie (?:van de )?(?:procureur|advocaat)")
_FIRST_COURT = rule(
    r"rechtbank|arrondissementsrechtbank|gerecht (?:in|van) eerste aanleg|kantonrechter|politierechter|kinderrechter"
    r"|kantongerecht"
)
_FIRST_HEAD = rule(rf"{_FIRST_COURT.pattern}|\bvonnis\b")
_APPEAL_HEAD = rule(
    r"\b(?:verkort )?arrest\b[^.;]{0,200}?(?:hof|hoger beroep)|gewezen op het hoger beroep|\bhoger beroep tegen:"
    r"|\bgerechtshof\b[^.;]{0,120}?(?:kamer|arrest|afdeling)|hoger beroep ingesteld tegen|gemeenschappelijk hof"
)
_HEARS_NO_CRIME = rule(r"college van beroep|raad van state|(?:centrale )?raad van beroep|tuchtcollege|accountantskamer")
"""Courts of administrative and disciplinary law, whose publisher may call a case criminal beside its own law."""
_TEXT_CASSATION = rule(r"\bde hoge raad (?:der nederlanden|verwerpt|vernietigt|verklaart)")
_IN_TEXT: tuple[tuple[Finder, Instance], ...] = (
    (Finder(_TEXT_CASSATION), "cassation"),
    (Finder(_APPEAL_HEAD), "appeal"),
    (Finder(_FIRST_HEAD), "first_instance"),
)
_BY_COURT: tuple[tuple[Finder, Instance], ...] = (
    (Finder(_CASSATION_COURT), "cassation"),
    (Finder(_APPEAL_COURT), "appeal"),
    (Finder(_FIRST_COURT), "first_instance"),
)

_CONFISCATION = rule(
    r"(?:vordering|beslissing|uitspraak|zaak|arrest|vonnis|verzoek)[^.]{0,160}?(?:ontneming|ontnemings\w*|artikel 36e"
    r"|art\. 36e|511[bde])|ontnemings(?:vordering|zaak|beslissing|vonnis|arrest|procedure|maatregel)"
    r"|wederrechtelijk verkregen voordeel"
)
_TBS_EXTENSION = rule(
    r"verleng(?:t|ing|en|d)[^.]{0,120}?(?:ter ?beschikking ?stelling|\btbs\b|terbeschikkingstelling|maatregel)|(?:tbs"
    r"|terbeschikkingstelling)[^.]{0,80}verleng"
)
_INTERIM = rule(
    r"tussen(?:vonnis|arrest|beslissing|uitspraak|beschikking)|heropent het onderzoek|heropening van het onderzoek"
    r"|(?:schorst|houdt)[^.;]{0,60}(?:onderzoek|behandeling|zaak)[^.;]{0,40}(?:aan|onbepaalde)"
    r"|hervat(?:ting)?[^.;]{0,60}onderzoek"
)
_RECUSAL = rule(r"\bwraking\w*|verschoning|wrakingskamer")
_SURRENDER = rule(
    r"overlevering(?:s\w+)?|uitlevering(?:s\w+)?|\bEAB\b|europees aanhoudingsbevel|rechtshulp|raadkamer|klaagschrift"
    r"|bezwaarschrift|verschoningsrecht|artikel 552a|schadevergoeding ex artikel 89|530 Sv|533 Sv|WETS\b"
    r"|omzetting van een"
)
_REVIEW = rule(r"herziening(?:s\w+)?|herzieningsverzoek")

_QUASHES = rule(r"\bvernietigt\b[^;]{0,120}?(?:vonnis|uitspraak|arrest)")
_CONFIRMS = rule(r"\bbevestigt\b[^;]{0,120}?(?:vonnis|uitspraak|beslissing)|\bbekrachtig")
_HOSPITAL = {"tbs_nursing", "tbs_conditions", "psychiatric_placement", "pij"}
_RESIDUAL = rule(
    r"(?:meer(?! subsidiair)|anders|overige?|meerdere)[^;]{0,200}(?:ten ?laste|bewezen|beschuldiging)"
    r"|(?:meer of anders)"
    r"|het (?:overige|meerdere) dat in de"
)
_ACQUITS = rule(
    r"\bspreekt\b[^.;]{0,200}?\bvrij\b|\bvrijgesproken\b|verklaart[^;]{0,160}niet bewezen[^;]{0,260}vrij|vrijspraak"
)
_PROVES = rule(
    r"verklaart(?:(?! niet)[^;.]){0,260}?\bbewezen|(?:feit|feiten)[^;.]{0,80}heeft begaan"
    r"|verklaart[^;.]{0,200}strafbaar|\bbewezen (?:is|zijn)\b|(?<!niet )\b(?:is|zijn) bewezen\b(?! verklaard)"
)
_DISCHARGES = rule(
    r"\bontslaa?t\b[^.;]{0,160}?(?:alle )?rechts?vervolging|van alle rechtsvervolging ontslagen"
    r"|ontslag van alle rechtsvervolging|verklaart[^.;]{0,120}niet strafbaar"
)
_NO_PENALTY = rule(
    r"geen straf of maatregel|geen straf (?:en|noch) (?:geen )?maatregel|zonder oplegging van straf"
    r"|geen (?:hoofd)?straf (?:zal worden |wordt |worden )?(?:en maatregel )?opgelegd|schuldig ?verklaring zonder"
    r"|zonder (?:oplegging van )?straf|legt geen straf"
)
_INADMISSIBLE_STATE = rule(
    r"verklaart(?: [^;.]{0,60})?(?:de officier van justitie|het openbaar ministerie|de advocaat-generaal"
    r"|het OM)\b[^;.]{0,120}?niet[- ]?ontvankelijk(?:(?! in (?:de|het|zijn|haar) (?:\w+ )?(?:vordering"
    r"|hoger beroep))[^;.])*"
)
_INADMISSIBLE_APPEAL = rule(
    r"verklaart(?: [^;.]{0,80})?(?:verdachte|officier van justitie|openbaar ministerie|\[[^\]]{2,40}\]|betrokkene"
    r"|veroordeelde)\b[^;.]{0,120}?niet[- ]?ontvankelijk in (?:het|zijn|haar"
    r"|diens) (?:ingestelde )?(?:hoger )?(?:beroep|appel)"
)
_INVALID = rule(r"verklaart[^;.]{0,60}dagvaarding[^;.]{0,60}nietig")
_SENT_ON = rule(r"\bverwijst\b|\bwijst\b[^.;]{0,40}terug|onbevoegd")


def find_instance(judgment: Judgment) -> Answer[Instance]:
    """Return the instance, from the court first, then from how the text speaks of itself."""
    court = judgment.court or ""
    if judgment.metadata.type == "conclusie" or _OPINION_COURT.search(court):
        return Answer("opinion")
    for finder, instance in _BY_COURT:
        if finder.pattern.search(court):
            return Answer(instance, _passage(judgment, finder))
    if court:
        return Answer("other")  # a court that hears no criminal cases, such as the College van Beroep
    for reach in (HEAD_REACH, len(judgment.text)):
        for finder, instance in _IN_TEXT:
            found = finder.search(judgment.text, 0, reach)
            if found:
                return Answer(instance, {"instance": (judgment.span(*found.span()),)})
    return Answer("other", doubts=(Doubt("instance", "neither the court nor the text says in which instance this is"),))


def _passage(judgment: Judgment, finder: Finder) -> dict[str, tuple[Span, ...]]:
    """Return the first passage in the text that names the court."""
    found = finder.search(judgment.text, 0, HEAD_REACH)
    return {"instance": (judgment.span(*found.span()),)} if found else {}


def concerns_crime(judgment: Judgment, dictum: DictumReader | None = None) -> bool:
    """Tell whether a judgment is of criminal law: by its court or its publisher's word, else by its dictum or head."""
    if judgment.court and _HEARS_NO_CRIME.search(judgment.court):
        return False
    if judgment.metadata.subjects:
        return any("straf" in subject.lower() for subject in judgment.metadata.subjects)
    if judgment.text_is == "dictum" and dictum and dictum.drafts:
        return True
    return _convicts(dictum) or _CRIMINAL.search(judgment.text, 0, HEAD_REACH) is not None


def _convicts(dictum: DictumReader | None) -> bool:
    """Tell whether a dictum imposes a punishment or a measure."""
    return dictum is not None and any(draft.kind in PRINCIPAL for draft in dictum.drafts)


def find_decision(judgment: Judgment, dictum: DictumReader | None) -> Answer[Decision]:
    """Return the kind of decision: an ordinary criminal judgment, or one of those that must be told apart from it."""
    if not concerns_crime(judgment, dictum):
        return Answer("other")
    head = next((s for s in judgment.sections if s.kind == "head"), None)
    stop = min(max(head.end if head else 0, 1_200), HEAD_REACH, len(judgment.text))
    special = _special(judgment.text, dictum, stop)
    if special:
        decision, place = special
        return Answer(decision, {"decision": (judgment.span(*place),)})
    found = _CRIMINAL.search(judgment.text)
    return Answer("criminal", {"decision": (judgment.span(*found.span()),)} if found else {})


def _special(text: str, dictum: DictumReader | None, stop: int) -> tuple[Decision, tuple[int, int]] | None:
    """Return what a decision on no charge is, by its dictum, or else by the head that ends at ``stop``, and where."""
    if dictum and _convicts(dictum):
        return None
    start = dictum.start if dictum else 0
    seen = _OPERATIVE.look(text, start, dictum.end) if dictum else _HEADS.look(text, start, stop)
    if dictum and _decides_charge(seen):
        return None
    for in_head, decision, operative in _SPECIAL:
        found = seen.search(operative if dictum else in_head)
        if found:
            return decision, (start + found.start(), start + found.end())
    return None


def _decides_charge(seen: Glance) -> bool:
    """Tell whether a dictum decides on a charge: proven or not, punishable or not, prosecutable or not."""
    return seen.has(_PROVES) or seen.has(_NOT_PROVEN) or seen.has(_INADMISSIBLE_STATE) or seen.has(_ACQUITS)


_NEAR = 120
_NOT_PROVEN_BEFORE = rule(r"\bniet (?:wettig (?:en overtuigend )?)?bewezen (?:verklaard )?dat\b[^.;]{0,80}$")
_NOT_PROVEN = rule(r"verklaart[^;]{0,200}niet bewezen")
_SPECIAL: tuple[tuple[re.Pattern[str], Decision, re.Pattern[str]], ...] = (
    (_RECUSAL, "other", rule(r"wraking|verschoning")),
    (
        _SURRENDER,
        "other",
        rule(
            r"overlevering|uitlevering|klaagschrift|beklag|bezwaarschrift|verzoek(?:schrift|er)?\b[^.;]{0,60}(?:toe"
            r"|af|gegrond)|verlof tot"
        ),
    ),
    (_REVIEW, "other", rule(r"herziening")),
    (
        _CONFISCATION,
        "confiscation",
        rule(r"wederrechtelijk(?:e)? verkregen voordeel|ontneming|36e|betalingsverplichting"),
    ),
    (
        _TBS_EXTENSION,
        "tbs_extension",
        rule(
            r"verleng[^.;]{0,160}(?:ter ?beschikking ?stelling|tbs\b|maatregel|ter beschikking (?:is|werd|was) gesteld)"
            r"|(?:vordering|verlenging)[^.;]{0,80}(?:terbeschikkingstelling|tbs\b)|dwangverpleging[^.;]{0,60}beëindig"
        ),
    ),
    (_INTERIM, "interim", _INTERIM),
)
_CONVICTS = re.compile(r"\bveroordeelt\b[^.;]{0,80}(?:verdachte|\[)", re.IGNORECASE)
_OPERATIVE = Watch(
    *(operative for _, _, operative in _SPECIAL),
    *(_PROVES, _NOT_PROVEN, _INADMISSIBLE_STATE, _INADMISSIBLE_APPEAL, _ACQUITS, _DISCHARGES, _NO_PENALTY),
    *(_CONFIRMS, _QUASHES, _CONVICTS, _INVALID, _SENT_ON),
)
_HEADS = Watch(*(head for head, _, _ in _SPECIAL))


def find_outcome(
    judgment: Judgment, dictum: DictumReader | None, *, decision: Decision, confirmed: bool
) -> Answer[Outcome]:
    """Return how the judgment ended, from its dictum; ``confirmed`` says that a confirmed sentence was found."""
    if decision != "criminal":
        return Answer("other")
    if dictum is None:
        reason = "no dictum was found" if judgment.text else "there is no text"
        return Answer("not_stated", doubts=(Doubt("outcome", reason),))
    for outcome, place in _outcomes(dictum, confirmed=confirmed):
        return Answer(outcome, {"outcome": (judgment.span(dictum.start + place[0], dictum.start + place[1]),)})
    return Answer(
        "not_stated",
        doubts=(
            Doubt(
                "outcome",
                "the dictum does not say how the case ended",
                judgment.span(dictum.start, min(dictum.end, dictum.start + 200)),
            ),
        ),
    )


def _outcomes(dictum: DictumReader, *, confirmed: bool) -> Iterator[tuple[Outcome, tuple[int, int]]]:
    """Yield the outcomes that the dictum supports, the weightiest first."""
    principal = [d for d in dictum.drafts if d.kind in PRINCIPAL]
    noun = principal[0].places["noun"] if principal else (0, 0)
    conviction: tuple[Outcome, tuple[int, int]] = "conviction", (noun[0] - dictum.start, noun[1] - dictum.start)
    if any(draft.kind not in _HOSPITAL for draft in principal):
        yield conviction
        return
    seen = _OPERATIVE.look(dictum.text, dictum.start, dictum.end)
    if discharge := _discharge(seen):
        yield "discharge", discharge
    none = None if principal else seen.search(_NO_PENALTY)
    if none:
        yield "guilty_without_penalty", none.span()
    if principal:
        yield conviction
    confirms = seen.search(_CONFIRMS)
    if confirms and (confirmed or not seen.has(_QUASHES)):
        yield ("conviction" if confirmed else "upheld"), confirms.span()
    proven = _proven(seen)
    if proven and (dictum.drafts or seen.has(_CONVICTS)):
        yield "conviction", proven.span()
    yield from _without_punishment(seen, proven)


def _proven(seen: Glance) -> re.Match[str] | None:
    """Return what the dictum finds proven; that it is "niet bewezen dat verdachte het feit heeft begaan" is nothing."""
    for found in _PROVES.finditer(seen.words) if seen.may_have(_PROVES) else ():
        if not _NOT_PROVEN_BEFORE.search(seen.words[max(0, found.start() - _NEAR) : found.start()]):
            return found
    return None


def _discharge(seen: Glance) -> tuple[int, int] | None:
    """Return the discharge, unless a finding of guilt stands beside it."""
    discharge = seen.search(_DISCHARGES)
    if discharge is None:
        return None
    words = seen.words
    punishable = [
        m for m in re.finditer(r"strafbaar", words) if "niet" not in words[max(0, m.start() - 25) : m.start()]
    ]
    return None if punishable and seen.has(_NO_PENALTY) else discharge.span()


def _without_punishment(seen: Glance, proven: re.Match[str] | None) -> Iterator[tuple[Outcome, tuple[int, int]]]:
    """Yield the outcomes that a dictum without a punishment supports, the weightiest first."""
    acquits = _own_acquittal(seen.words) if seen.may_have(_ACQUITS) else None
    if acquits and not proven:
        yield "acquittal", acquits
    refused = seen.search(_INADMISSIBLE_STATE)
    if refused and not proven and not _in_appeal_only(refused.group()):
        yield "inadmissible", refused.span()
    appeal = seen.search(_INADMISSIBLE_APPEAL)
    if appeal and not proven:
        yield "inadmissible", appeal.span()
    if acquits:
        yield "acquittal", acquits
    if proven:
        yield "conviction", proven.span()
    other = seen.search(_INVALID) or seen.search(_SENT_ON)
    if other:
        yield "other", other.span()


def _in_appeal_only(words: str) -> bool:
    """Tell whether the prosecution is refused in an appeal or a claim alone."""
    return bool(
        re.search(r"in\s+(?:de|het|zijn|haar)\s+(?:\w+\s+)?(?:vordering|hoger\s+beroep|appel)|ten\s?uitvoer", words)
    )


def _own_acquittal(words: str) -> tuple[int, int] | None:
    """Return the acquittal that is more than the residual formula, or None."""
    for match in _ACQUITS.finditer(words):
        around = words[max(0, match.start() - 320) : match.end()]
        clause = re.split(r";|\.\s|\n(?=\s*(?:[-–•*]|[A-Z]?verklaart|Verklaart))", around)[-1]
        if not _RESIDUAL.search(clause):
            return match.span()
    return None
