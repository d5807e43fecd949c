"""Writing an invented judgment: from the plan of a case to the lines that a court of that style would print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import msgspec

from vonnis.demo.numerals import number_word, written_duration, written_money
from vonnis.demo.plan import PlannedContact, PlannedJudgment, PlannedSanction, Unusual
from vonnis.demo.unusual import halved, sanction_of
from vonnis.demo.wordings import Circumstance, Style, SuspendedForm, wordings

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_SIXTEEN = 16
_RARE = 4
_ANNEX = 3
_CODEFENDANT = 5
_LONG_BEFORE = 300


class Block(msgspec.Struct, frozen=True):
    """A part of a judgment as printed: heading, the role of its markup, lines."""

    title: str | None
    role: str | None
    lines: tuple[str, ...]


def written_date(date: dt.date) -> str:
    """Return a date as courts write it: ``3 maart 2017``."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def compose(judgment: PlannedJudgment) -> tuple[Block, ...]:
    """Return the blocks of a judgment, worded in the style of its court."""
    scribe = _Scribe(judgment)
    facts = scribe.circumstances()
    blocks = []
    for part in scribe.style.parts:
        if (part.when and part.when not in facts) or (part.unless and part.unless in facts):
            continue
        lines = tuple(line for template in part.lines for line in scribe.lines_of(template))
        blocks.append(Block(part.title, part.role, lines))
    # A bare heading stays, since courts print those.
    return tuple(block for block in blocks if block.lines or block.title)


def provisions(judgment: PlannedJudgment) -> tuple[str, ...]:
    """Return the articles of the criminal code that a conviction lists as applied, in the order of the code."""
    articles = {_offence(contact) for contact in judgment.contacts}
    kinds = {sanction.kind for sanction in judgment.imposed}
    if len(judgment.contacts) > 1:
        articles.add("57")
    if judgment.ending == "no_penalty":
        articles.add("9a")
    if {"prison", "community_service"} <= kinds:
        articles |= {"9", "22b"}
    if "community_service" in kinds:
        articles |= {"22c", "22d"}
    if "fine" in kinds:
        articles |= {"23", "24c"}
    if "compensation_order" in kinds:
        articles.add("36f")
    if any(sanction.suspended for sanction in judgment.imposed):
        articles |= {"14a", "14b", "14c"}
    return tuple(sorted(articles, key=lambda article: (int(re.sub(r"\D", "", article)), article)))


def _offence(contact: PlannedContact) -> str:
    if contact.age >= _SIXTEEN:
        return "248b"
    return "245" if int(contact.victim.id[1:]) % 3 else "247"


def _form(sanction: PlannedSanction) -> SuspendedForm:
    if sanction.suspended is None:
        return "none"
    return "all" if sanction.suspended == "all" else "part"


class _Scribe:
    """Writes one judgment; every wording that has several forms is chosen by the variant of the case."""

    def __init__(self, judgment: PlannedJudgment) -> None:
        self.judgment = judgment
        self.words = wordings()
        self.style: Style = self.words.styles[judgment.style]
        self.slots = self._slots()

    def circumstances(self) -> set[Circumstance]:
        """Return what holds in this case and decides which parts stand."""
        judgment = self.judgment
        facts: set[Circumstance] = set()
        if judgment.ending == "acquitted":
            facts.add("acquitted")
        if judgment.appeal_effect:
            facts.add("quashed" if judgment.appeal_effect == "quashed" else "confirmed")
        if judgment.variant % _ANNEX == 0:
            facts.add("annex")
        return facts

    def _slots(self) -> dict[str, str]:
        judgment = self.judgment
        articles = provisions(judgment)
        slots = {
            "numbers": " en ".join(judgment.case_numbers),
            "date": written_date(judgment.date),
            "birth_year": self._unusually("year_in_words", {"year": number_word(judgment.birth_year % 100)})
            or str(judgment.birth_year),
            "place": "[zittingsplaats]",
            "articles": ", ".join(articles[:-1]) + " en " + articles[-1] if len(articles) > 1 else articles[0],
            "offence": self._offences(),
            "period": self._period(),
            "demand": self.phrase(judgment.demanded) if judgment.demanded else "",
            "earlier": "",
            "earlier_date": "",
        }
        if judgment.earlier_date:
            unstated = judgment.appeal_effect == "confirmed_unstated"
            main = [sanction for sanction in judgment.earlier_sentence if sanction.kind != "compensation_order"]
            slots["earlier_date"] = written_date(judgment.earlier_date)
            slots["earlier"] = "" if unstated else self.phrase(tuple(main))
        return slots

    def _offences(self) -> str:
        offences = sorted({_offence(contact) for contact in self.judgment.contacts})
        return ("artikel " if len(offences) == 1 else "de artikelen ") + " en ".join(offences)

    def _period(self) -> str:
        first, last = written_date(self.judgment.first_date), written_date(self.judgment.last_date)
        if first == last:
            return f"op of omstreeks {first}" if self.judgment.variant % 2 else f"op {first}"
        before = self.judgment.first_date - dt.timedelta(days=_LONG_BEFORE)
        month = f"{_MONTHS[before.month - 1]} {before.year}"
        wide = self._unusually("wide_period", {"last": last, "month_before": month})
        if wide:
            return wide
        return f"in of omstreeks de periode van {first} tot en met {last}"

    def _unusually(self, kind: Unusual, slots: Mapping[str, object], *, also: bool = False) -> str:
        """Return the wording of a kind where this judgment is worded so; nothing elsewhere."""
        words = self.words.unusual[kind]
        template = words.also if also else words.line
        return template.format_map(slots) if template and self.judgment.unusual == kind else ""

    def lines_of(self, template: str) -> list[str]:
        """Return the lines that a template stands for; none where a slot is empty in this case."""
        if template.startswith("@"):
            lines: list[str] = getattr(self, f"_{template[1:]}")()
            return lines
        if any(not self.slots[slot] for slot in re.findall(r"{(\w+)}", template)):
            return []
        return [template.format_map(self.slots)]

    def _turn(self, choices: tuple[str, ...], offset: int = 0) -> str:
        return choices[(self.judgment.variant + offset) % len(choices)]

    def _charges(self) -> list[str]:
        return self._charge_lines(self.words.lines.charge)

    def _findings(self) -> list[str]:
        return self._charge_lines(self.words.lines.finding)

    def _charge_lines(self, template: str) -> list[str]:
        several = len(self.judgment.contacts) > 1
        lines = []
        for number, contact in enumerate(self.judgment.contacts, start=1):
            brackets = self.words.lines.brackets
            # The birth year of a victim is printed in some judgments, masked in most.
            printed = contact.exact and self.judgment.variant % _RARE == 1
            born = f", geboren op [geboortedatum] {contact.victim.born.year}" if printed else ""
            line = template.format(
                period=self.slots["period"],
                times=self._turn(self.words.lines.times),
                offence=f"artikel {_offence(contact)}",
                victim=contact.placeholder,
                born=born,
                bracket=brackets.under_18 if contact.age >= _SIXTEEN else brackets.under_16,
            )
            lines.append(f"{number}. {line}" if several else line)
        return lines

    def _victims(self) -> list[str]:
        lines = self.words.lines
        result = []
        for offset, contact in enumerate(self.judgment.contacts):
            template = self._turn(lines.victim, offset) if contact.exact else lines.victim_bracket
            slots = {
                "victim": contact.placeholder,
                "age": contact.age,
                "later": contact.age + 1,
                "age_word": number_word(contact.age),
                "sex": self.words.sexes[contact.victim.sex],
                "e": "e" if contact.victim.sex == "male" else "",
                "bracket": lines.brackets.under_18,
            }
            result.append(self._unusually("grown", slots) or template.format_map(slots))
        return result

    def _channels(self) -> list[str]:
        """Return a line for each way of contact, naming every victim whom the client met so."""
        lines = []
        for offset, channel in enumerate(dict.fromkeys(contact.channel for contact in self.judgment.contacts)):
            if channel is None:
                continue
            met = [contact for contact in self.judgment.contacts if contact.channel == channel]
            template = self._turn(self.words.channels[channel], offset)
            her = self.words.pronouns[met[0].victim.sex] if len(met) == 1 else "hun"
            victims = " en ".join(contact.placeholder for contact in met)
            kinds: tuple[Unusual, ...] = ("unnamed_site", "unlike_others")
            unusual = "".join(self._unusually(kind, {"victim": victims}) for kind in kinds)
            lines.append(unusual or template.format(victim=victims, her=her))
        return lines + self._first_contact()

    def _first_contact(self) -> list[str]:
        victim, first = self.judgment.contacts[0].placeholder, written_date(self.judgment.first_date)
        line = self._unusually("wide_period", {"victim": victim, "first": first}, also=True)
        return [line] if line else []

    def _codefendant(self) -> list[str]:
        if self.judgment.variant % _CODEFENDANT:
            return []
        return [self.words.lines.codefendant.format(victim=self.judgment.contacts[0].placeholder)]

    def _no_demand(self) -> list[str]:
        return [] if self.judgment.demanded else [self._turn(self.words.lines.no_demand)]

    def _decision(self) -> list[str]:
        effect = self.judgment.appeal_effect
        ending = "confirmed" if effect and effect != "quashed" else self.judgment.ending
        return list(self.style.decision[ending])

    def _sanctions(self) -> list[str]:
        if "confirmed" in self.circumstances():
            return []
        main = [sanction for sanction in self.judgment.imposed if sanction.kind != "compensation_order"]
        lines = [line for sanction in main for line in self._dictum_lines(sanction)]
        served = any(sanction.kind == "prison" and sanction.suspended != "all" for sanction in main)
        if served and self.style.deduction:
            lines.insert(len(self._dictum_lines(main[0])), self.style.deduction)
        return lines

    def _compensation(self) -> list[str]:
        orders = [sanction for sanction in self.judgment.imposed if sanction.kind == "compensation_order"]
        return [line for order in orders for line in self._dictum_lines(order)]

    def _dictum_lines(self, sanction: PlannedSanction) -> list[str]:
        slots = self._amounts(sanction)
        usual = [line.format_map(slots) for line in self.style.sanctions[sanction.kind][_form(sanction)]]
        return self._unusual_dictum(sanction, usual) or usual

    def _unusual_dictum(self, sanction: PlannedSanction, usual: list[str]) -> list[str]:
        """Return the lines of a sanction that this judgment words as few do; none where it does not."""
        kind = self.judgment.unusual
        if kind is None or sanction_of(self.judgment, kind) is not sanction:
            return []
        begins, _, _ = usual[0].partition(" tot ")
        slots = self._amounts(sanction) | {
            "condemns": f"{begins} tot",
            "orders": "- bepaalt dat" if begins.startswith("-") else "bepaalt dat",
            "half": self._amount(halved(sanction)),
        }
        also = self._unusually(kind, slots, also=True)
        return [self._unusually(kind, slots), *([also] if also else usual[1:])]

    def phrase(self, sanctions: tuple[PlannedSanction, ...]) -> str:
        """Return sanctions in one phrase, as a demand or an earlier judgment is told."""
        return " en ".join(self._phrase(sanction) for sanction in sanctions)

    def _phrase(self, sanction: PlannedSanction) -> str:
        forms, subsidiair = self.words.phrases[sanction.kind], self.words.phrases["subsidiair"]
        slots = self._amounts(sanction)
        slots["subsidiair"] = str(subsidiair).format_map(slots) if sanction.substitute else ""
        return forms[_form(sanction)].format_map(slots) if isinstance(forms, dict) else ""

    def _amounts(self, sanction: PlannedSanction) -> dict[str, str]:
        return {
            "total": self._amount(sanction.total),
            "suspended": self._amount(sanction.suspended),
            "probation": self._amount(sanction.probation),
            "substitute": self._amount(sanction.substitute),
            "victim": sanction.victim or "",
        }

    def _amount(self, amount: str | None) -> str:
        if not amount or amount == "all":
            return ""
        if amount.startswith("EUR "):
            return written_money(round(float(amount[4:])))
        return written_duration(amount, self.style.numbers).replace("jaren", self.style.years)
