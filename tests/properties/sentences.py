"""A generator of dicta: from the sanctions that a court means, the operative clauses that Dutch courts write.

The wordings are those of the courts' forms, as the tables of ``tests/extraction/dicta.yaml`` and the law have them;
the facts are invented. Every choice comes from the ``random.Random`` that is given.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.properties.wording import Pen


class Meant(NamedTuple):
    """A sanction that a court means, as the record writes its values."""

    kind: str
    total: str | None = None
    suspended: str | None = None
    probation: str | None = None
    substitute: str | None = None


class Written(NamedTuple):
    """Clauses, without bullets and closing marks, and the sanctions that they impose."""

    clauses: list[str]
    meant: list[Meant]


class Dictum(NamedTuple):
    """A dictum and what it means."""

    text: str
    meant: list[Meant]


class Court(Pen):
    """Writes operative clauses as one court does."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self.who = self.one("verdachte", "de verdachte", "veroordeelde", "de veroordeelde", "[verdachte]")
        self.done = self.one("zal worden gelegd", "zal worden gelegd", "wordt gelegd", "gelegd zal worden")
        self.out = self.one("ten uitvoer", "ten uitvoer", "tenuitvoer")

    def pick(self, *values: str) -> str:
        return self.chance.choice(values)

    # ------------------------------------------------------------------ lengths

    def short(self) -> tuple[str, str]:
        """Return a total of at most two years and a smaller part of it in the same unit."""
        unit, low, high = self.chance.choice([("M", 2, 24), ("W", 2, 20), ("D", 10, 400)])
        total = self.chance.randint(low, high)
        return f"P{total}{unit}", f"P{self.chance.randint(1, total - 1)}{unit}"

    def long(self) -> str:
        years, months = self.chance.randint(1, 18), self.chance.randint(1, 11)
        return self.pick(f"P{years}Y", f"P{years}Y{months}M", f"P{self.chance.randint(25, 60)}M")

    def years(self) -> str:
        return self.pick("P1Y", "P2Y", "P3Y", "P2Y", "P5Y")

    def amount(self, low: int = 50, high: int = 9000) -> str:
        cents = self.pick("00", "00", f"{self.chance.randint(1, 99):02d}")
        return f"EUR {self.chance.randint(low, high)}.{cents}"

    # ------------------------------------------------------------------ shared phrases

    def unless(self) -> str:
        return self.one(
            "",
            ", tenzij de rechter later anders mocht gelasten",
            ", tenzij later anders wordt gelast",
            ", tenzij de rechter later anders gelast",
            ", tenzij de rechter later anders mocht gelasten omdat de verdachte zich vóór het einde van de proeftijd "
            "aan een strafbaar feit heeft schuldig gemaakt dan wel de hierna te noemen bijzondere voorwaarde niet "
            "heeft nageleefd",
        )

    def probation_clause(self, value: str) -> str:
        long = self.length(value)
        return self.one(
            f"stelt daarbij een proeftijd van {long} vast",
            f"stelt daarbij een proeftijd vast van {long}",
            f"stelt de proeftijd vast op {long}",
            f"stelt de proeftijd op {long}",
            f"bepaalt de proeftijd op {long}",
            f"bepaalt dat de proeftijd {long} bedraagt",
            f"bepaalt daarbij een proeftijd van {long}",
            f"stelt vast een proeftijd van {long}",
            f"stelt de proeftijd daarbij op {long}",
            f"verbindt daaraan een proeftijd van {long}",
            f"bepaalt dat aan het voorwaardelijke deel een proeftijd wordt verbonden van {long}",
            f"stelt als algemene voorwaarde dat {self.who} zich voor het einde van de hierbij op {long} bepaalde "
            "proeftijd niet schuldig maakt aan een strafbaar feit",
            f"stelt als voorwaarde dat {self.who} zich gedurende een proeftijd van {long} niet aan een strafbaar feit "
            "schuldig maakt",
            f"verbindt hieraan een proeftijd, die wordt vastgesteld op {long}",
            f"verbindt hieraan een proeftijd die wordt gesteld op {long}",
            f"stelt een proeftijd van {long} vast, onder de algemene voorwaarde dat {self.who} zich niet schuldig zal "
            "maken aan een strafbaar feit",
            f"stelt als algemene voorwaarde dat {self.who} zich voor het einde van een proeftijd van {long} niet "
            "schuldig zal maken aan een strafbaar feit",
            f"stelt als algemene voorwaarde dat {self.who} zich voor het einde van de proeftijd, die hierbij wordt "
            f"vastgesteld op {long}, niet schuldig maakt aan een strafbaar feit",
        )

    def conditions(self) -> str:
        """Return special conditions, whose lengths belong to no sanction."""
        long = self.length
        return self.one(
            f"stelt als bijzondere voorwaarde dat {self.who} zich binnen {long('P5D')} na het ingaan van de proeftijd "
            "meldt bij de reclassering",
            f"stelt als bijzondere voorwaarde dat {self.who} zich laat behandelen voor de duur van maximaal "
            f"{long('P12M')}",
            "stelt als bijzondere voorwaarden dat de veroordeelde:\n1. zich gedurende de proeftijd meldt bij de "
            f"reclassering;\n2. gedurende {long('P6M')} tussen 20.00 uur en 07.00 uur in zijn woning is;\n3. zich laat "
            f"opnemen in een kliniek voor de duur van ten hoogste {long('P7W')}",
            f"stelt als bijzondere voorwaarde dat {self.who} tijdens de eerste {long('P6M')} van de proeftijd geen "
            "contact heeft met [slachtoffer]",
            "waarbij de reclassering opdracht wordt gegeven toezicht te houden op de naleving van de voorwaarden",
        )

    def deduction(self, noun: str) -> str:
        return self.one(
            f"beveelt dat de tijd die door {self.who} vóór de tenuitvoerlegging van deze uitspraak in "
            "verzekering en in "
            f"voorlopige hechtenis is doorgebracht, bij de uitvoering van de opgelegde {noun} in mindering zal worden "
            "gebracht",
            f"bepaalt dat de tijd door {self.who} in voorarrest doorgebracht in mindering wordt gebracht op de "
            f"opgelegde {noun}",
            "beveelt dat de tijd doorgebracht in enige in artikel 27, eerste lid, van het Wetboek van Strafrecht "
            f"bedoelde vorm van voorarrest in mindering wordt gebracht bij de uitvoering van de {noun}",
        )

    def charge(self) -> str:
        return self.one(
            "",
            "",
            " wegens het bewezenverklaarde",
            " ter zake van het onder 1 en 2 bewezenverklaarde",
            " ten aanzien van feit 1",
            " voor feit 2",
        )

    # ------------------------------------------------------------------ suspension

    def suspended_inline(self, part: str, probation: str) -> str:
        """Return the suspended part and its probation inside the clause that imposes."""
        said, long = self.quantity(part), self.length(probation)
        return self.one(
            f", waarvan {said} voorwaardelijk met een proeftijd van {long}",
            f" waarvan {said} voorwaardelijk, met een proeftijd van {long}",
            f", waarvan {said} voorwaardelijk, zulks met een proeftijd van {long}",
            f", {said} daarvan voorwaardelijk, met een proeftijd van {long}",
            f", waarvan een gedeelte, groot {said}, niet {self.out} {self.done}, tenzij de rechter later anders mocht "
            f"gelasten omdat de verdachte zich voor het einde van de proeftijd van {long} aan een strafbaar feit heeft "
            "schuldig gemaakt",
            f", met bevel dat een gedeelte, groot {said}, niet {self.out} {self.done}, met een proeftijd van {long}",
            f", waarvan een gedeelte, groot {said}, voorwaardelijk, met een proeftijd van {long}",
            f", waarvan een gedeelte van {said} voorwaardelijk met een proeftijd van {long}",
            f", waarvan een gedeelte groot {said} niet {self.out} {self.done}, met een proeftijd van {long}",
            f", waarvan {said} niet {self.out} zullen worden gelegd, met bepaling van een proeftijd van {long}",
            f", waarvan {said} voorwaardelijk en onder aftrek van voorarrest, met een proeftijd van {long}",
        )

    def suspended_later(self, part: str, noun: str) -> str:
        """Return the clause that suspends a part of what the clause before it imposes."""
        said = self.quantity(part)
        head = self.one("bepaalt", "beveelt", "bepaalt daarbij", "bepaalt voorts")
        this = self.one(f"deze {noun}", f"de {noun}", "deze straf", f"de opgelegde {noun}", f"die {noun}")
        tail = f"niet {self.out} {self.done}{self.unless()}"
        return self.one(
            f"{head} dat een gedeelte van {this}, groot {said}, {tail}",
            f"{head} dat een gedeelte van {this}, te weten {said}, {tail}",
            f"{head} dat een gedeelte, groot {said}, van {this} {tail}",
            f"{head} dat van {this} een gedeelte, groot {said}, {tail}",
            f"{head} dat van {this} een gedeelte van {said} {tail}",
            f"{head} dat een gedeelte van {said} {tail}",
            f"{head} dat van {this} {said} {tail}",
            f"{head} dat {said} van {this} {tail}",
            f"{head} dat een deel van {this}, namelijk {said}, {tail}",
            f"{head} dat {this} voor een gedeelte, groot {said}, {tail}",
            f"{head} dat {this} voor een gedeelte van {said} {tail}",
            f"{head} dat een gedeelte van {this} ter grootte van {said} {tail}",
            f"{head}, dat een gedeelte groot {said} van {this} niet zal worden {self.out} gelegd{self.unless()}",
        )

    def suspended_whole_later(self, noun: str) -> str:
        head = self.one("bepaalt", "beveelt", "bepaalt daarbij")
        this = self.one(f"deze {noun}", f"de {noun}", "deze straf", f"de opgelegde {noun}")
        whole = self.one("", "", " geheel", " in zijn geheel")
        return self.one(
            f"{head} dat {this}{whole} niet {self.out} {self.done}{self.unless()}",
            f"{head} dat {this} niet zal worden {self.out} gelegd{self.unless()}",
            f"{head} dat {this}{whole} niet {self.out} {self.done}, tenzij de rechter later anders gelast, omdat "
            f"{self.who} voor het einde van de proeftijd de hierna vermelde voorwaarden niet is nagekomen",
        )

    def suspend(self, part: str | None, noun: str) -> tuple[str, list[str], str | None, str | None]:
        """Return what to write in the clause, what in later ones, the suspended part and the probation."""
        if part is None:
            return "", [], None, None
        probation = self.years()
        if part == "all":
            if self.chance.random() < 0.5:
                return "", [self.suspended_whole_later(noun), self.probation_clause(probation)], "all", probation
            inline = self.one(", geheel voorwaardelijk,", " voorwaardelijk", ", voorwaardelijk,")
            return f"{inline} met een proeftijd van {self.length(probation)}", [], "all", probation
        if self.chance.random() < 0.5:
            return self.suspended_inline(part, probation), [], part, probation
        return "", [self.suspended_later(part, noun), self.probation_clause(probation)], part, probation

    # ------------------------------------------------------------------ sentences

    def detained(self, kind: str) -> Written:
        """Write a sentence of imprisonment, youth detention or detention."""
        noun = {"prison": "gevangenisstraf", "youth_detention": "jeugddetentie", "detention": "hechtenis"}[kind]
        total, part = self.short()
        way = self.chance.choice(["plain", "long", "part", "part", "all", "adjective"])
        if kind == "detention":
            way = self.chance.choice(["plain", "part", "all"])
            total, part = self.chance.choice([("P2W", "P1W"), ("P14D", "P7D"), ("P3W", "P1W")])
        if way == "long" and kind == "prison":
            total = self.long()
        verb = self.one(
            f"veroordeelt {self.who}{self.charge()} tot ",
            f"veroordeelt {self.who}{self.charge()} tot ",
            f"veroordeelt {self.who} te dier zake tot ",
            f"veroordeelt {self.who} tot de navolgende straf: ",
            f"legt aan {self.who} op ",
        )
        article = self.one("een ", "een ", "")
        if way == "adjective":
            probation = self.years()
            adjective = self.one("voorwaardelijke", "geheel voorwaardelijke")
            text = (
                f"{verb}een {adjective} {noun} {self.one('van', 'voor de duur van')} {self.length(total)}"
                f"{self.one(',', '')} met een proeftijd van {self.length(probation)}"
            )
            return Written([text], [Meant(kind, total, "all", probation)])
        link = self.one("voor de duur van", "van", "voor de tijd van", "gedurende")
        inline, later, suspended, probation_ = self.suspend({"part": part, "all": "all"}.get(way), noun)
        text = f"{verb}{article}{noun} {link} {self.length(total)}{inline}"
        if not inline and way == "plain" and self.chance.random() < 0.15:
            text = f"{verb}{self.length(total)} {noun}"
        if not inline and self.chance.random() < 0.15:
            text += self.one(", met aftrek van voorarrest", ", met aftrek overeenkomstig artikel 27 Sr")
        if self.chance.random() < 0.4 and kind != "detention":
            later = [*later, self.deduction(noun)] if self.chance.random() < 0.5 else [self.deduction(noun), *later]
        if suspended and self.chance.random() < 0.4:
            later.append(self.conditions())
        return Written([text, *later], [Meant(kind, total, suspended, probation_)])

    def one_day(self) -> Written:
        """Write one day in prison, to which community service is added."""
        text = f"veroordeelt {self.who} tot een gevangenisstraf voor de duur van {self.length('P1D')}"
        service = self.service()
        return Written(
            [text, self.deduction("gevangenisstraf"), *service.clauses], [Meant("prison", "P1D"), *service.meant]
        )

    def service(self, *, young: bool = False) -> Written:
        """Write community service with its substitute, its deduction and its suspended part."""
        hours = self.chance.randint(20, 240) // 2 * 2
        total, substitute = f"PT{hours}H", f"P{hours // 2}D"
        noun = self.one("taakstraf", "taakstraf", "werkstraf")
        detention = "jeugddetentie" if young else "hechtenis"
        what = self.one(
            "",
            ", bestaande uit het verrichten van onbetaalde arbeid,",
            ", bestaande uit een werkstraf" if noun == "taakstraf" else "",
            ", te weten een werkstraf" if noun == "taakstraf" else "",
        )
        part = f"PT{self.chance.randint(4, hours - 2)}H" if self.chance.random() < 0.4 else None
        text = (
            f"veroordeelt {self.who}{self.charge()} tot een {noun}{what} "
            f"{self.one('voor de duur van', 'van', 'gedurende', 'voor de tijd van')} {self.length(total)}"
        )
        inline, later, suspended, probation = self.suspend(part, noun)
        days = self.length(substitute)
        subs = self.one("inline", "later", "later")
        if subs == "inline":
            text += self.one(
                f", subsidiair {days} {detention}",
                f", subsidiair {days} vervangende {detention}",
                f", te vervangen door {days} {detention}",
                f", met bevel dat als deze straf niet naar behoren wordt verricht vervangende {detention} zal worden "
                f"toegepast voor de tijd van {days}",
                f", bij niet of niet naar behoren verrichten te vervangen door {days} {detention}",
                f", bij gebreke waarvan {days} vervangende {detention} wordt toegepast",
                f" ({days} vervangende {detention})",
                f", bij gebreke van het naar behoren verrichten te vervangen door {days} {detention}",
                f", met bevel, voor het geval dat {self.who} de taakstraf niet naar behoren verricht, dat vervangende "
                f"{detention} zal worden toegepast voor de duur van {days}",
            )
            text += inline
        else:
            text += inline
            later.insert(
                self.chance.randint(0, len(later)) if not later else 0,
                self.one(
                    f"beveelt dat, voor het geval dat {self.who} de {noun} niet (naar behoren) verricht, vervangende "
                    f"{detention} zal worden toegepast voor de duur van {days}",
                    f"beveelt, voor het geval dat de veroordeelde de {noun} niet naar behoren heeft verricht, dat "
                    f"vervangende {detention} zal worden toegepast van {days}",
                    f"bepaalt dat indien {self.who} de {noun} niet naar behoren verricht, vervangende "
                    f"{detention} wordt "
                    f"toegepast voor {days}",
                    f"bepaalt dat vervangende {detention} zal worden toegepast voor de duur van {days} indien "
                    f"{self.who} "
                    f"de {noun} niet naar behoren verricht",
                    f"stelt de duur van de vervangende {detention} vast op {days}",
                    f"beveelt dat als {self.who} deze taak niet naar behoren uitvoert, vervangende {detention} "
                    f"van {days} "
                    "wordt toegepast",
                    f"beveelt dat de {noun} bij niet naar behoren verrichten wordt vervangen door {days} {detention}",
                ),
            )
        if self.chance.random() < 0.3:
            rest = self.length(f"PT{max(2, hours - 2 * self.chance.randint(1, 5))}H")
            later.append(
                self.one(
                    f"beveelt dat voor de tijd die {self.who} in verzekering heeft doorgebracht bij de uitvoering van "
                    "de taakstraf uren in mindering worden gebracht volgens de maatstaf van twee uren per dag, zodat "
                    f"na deze aftrek {rest} resteren",
                    "bepaalt dat de tijd in voorarrest doorgebracht in mindering wordt gebracht naar rato van 2 uur "
                    "taakstraf per dag voorarrest",
                    "beveelt dat de tijd in verzekering doorgebracht in mindering wordt gebracht, met dien verstande "
                    "dat voor elke dag 2 (twee) uren in mindering worden gebracht",
                )
            )
        return Written([text, *later], [Meant("community_service", total, suspended, probation, substitute)])

    def training(self) -> Written:
        """Write a youth training order."""
        text = (
            f"veroordeelt {self.who} tot een {self.one('leerstraf', 'taakstraf, bestaande uit een leerstraf,')} "
            f"{self.one('te weten het volgen van een training', 'te weten het leerproject Grip')}, voor de duur van "
            f"{self.length('PT30H')}, {self.one('subsidiair', 'te vervangen door')} {self.length('P15D')} jeugddetentie"
        )
        return Written([text], [Meant("training_order", "PT30H", None, None, "P15D")])

    def fine(self) -> Written:
        """Write a fine, with or without detention, instalments and a suspended part."""
        whole = self.chance.randint(2, 180) * 50
        total, days = f"EUR {whole}.00", f"P{max(2, whole // 50)}D"
        substitute: str | None = days
        noun = "geldboete"
        text = f"veroordeelt {self.who}{self.charge()} tot {self.one('een', 'betaling van een')} {noun} "
        text += f"{self.one('van', 'ten bedrage van', 'ter hoogte van', 'groot')} {self.money(total)}"
        way = self.chance.choice(["inline", "inline", "later", "none"])
        later: list[str] = []
        if way == "inline":
            text += self.one(
                f", subsidiair {self.length(days)} hechtenis",
                f", bij gebreke van betaling en verhaal te vervangen door {self.length(days)} hechtenis",
                ", bij gebreke van betaling en van verhaal te vervangen door hechtenis voor de duur van "
                f"{self.length(days)}",
                f", te vervangen door {self.length(days)} hechtenis",
                f", bij niet-betaling of onvolledig verhaal te vervangen door {self.length(days)} hechtenis",
                f", bij gebreke van betaling en verhaal {self.length(days)} hechtenis",
                f", met bevel dat bij gebreke van betaling en verhaal {self.length(days)} hechtenis zal worden "
                "toegepast",
                f" (subsidiair {self.length(days)} vervangende hechtenis)",
            )
        elif way == "later":
            later = [
                self.one(
                    "beveelt dat bij gebreke van volledige betaling en verhaal de geldboete wordt vervangen door "
                    f"hechtenis voor de duur van {self.length(days)}",
                    f"bepaalt dat bij gebreke van betaling en verhaal {self.length(days)} vervangende hechtenis wordt "
                    "toegepast",
                )
            ]
        else:
            substitute = None
        part = f"EUR {self.chance.randint(1, whole // 50 - 1) * 50}.00" if self.chance.random() < 0.4 else None
        inline, after, suspended, probation = self.suspend(part, noun)
        if self.chance.random() < 0.25:
            after.append(
                self.one(
                    f"bepaalt dat de geldboete mag worden voldaan in {self.number(5)} termijnen van "
                    f"{self.length('P1M')}, "
                    f"elke termijn groot {self.money('EUR 20.00')}",
                    f"staat toe dat de geldboete in {self.number(4)} maandelijkse termijnen van "
                    f"{self.money('EUR 25.00')} "
                    "wordt betaald",
                )
            )
        return Written([text + inline, *later, *after], [Meant("fine", total, suspended, probation, substitute)])
