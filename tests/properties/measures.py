"""Measures, additional punishments, goods, executions and civil decisions, written as courts write them."""

from __future__ import annotations

from tests.properties.sentences import Court, Meant, Written


class FullCourt(Court):
    """Writes every clause that a dictum can hold."""

    # ------------------------------------------------------------------ measures

    def tbs(self) -> Written:
        """Write a hospital order with nursing or with conditions."""
        order = self.one(
            f"gelast dat {self.who} ter beschikking wordt gesteld",
            f"gelast de terbeschikkingstelling van {self.who}",
            f"beveelt dat {self.who} ter beschikking wordt gesteld",
            f"stelt {self.who} ter beschikking",
        )
        at_once = self.one(
            f"gelast de terbeschikkingstelling van {self.who} met bevel tot verpleging van overheidswege",
            f"gelast dat {self.who} ter beschikking wordt gesteld en beveelt dat hij van overheidswege zal worden "
            "verpleegd",
            f"beveelt dat {self.who} ter beschikking wordt gesteld, met bevel dat hij van overheidswege wordt "
            "verpleegd",
            f"legt aan {self.who} op de maatregel van terbeschikkingstelling met dwangverpleging",
        )
        if self.chance.random() < 0.3:
            return Written([at_once], [Meant("tbs_nursing")])
        if self.chance.random() < 0.6:
            nursing = self.one(
                "beveelt dat de terbeschikkinggestelde van overheidswege wordt verpleegd",
                "beveelt dat de ter beschikking gestelde van overheidswege zal worden verpleegd",
                "beveelt de verpleging van overheidswege van de ter beschikking gestelde",
            )
            return Written([order, nursing], [Meant("tbs_nursing")])
        conditions = (
            f"stelt daarbij als voorwaarden betreffende het gedrag dat {self.who}:\n- zich niet schuldig maakt aan een "
            f"strafbaar feit;\n- zich laat opnemen in een instelling voor de duur van maximaal {self.length('P12M')}"
        )
        return Written([order, conditions], [Meant("tbs_conditions")])

    def institution(self, kind: str) -> Written:
        """Write an ISD or PIJ order, conditional or not."""
        where = {"isd": "een inrichting voor stelselmatige daders", "pij": "een inrichting voor jeugdigen"}[kind]
        total = self.pick("P2Y", "P1Y", "P24M", "P18M") if kind == "isd" else None
        length = f" voor {self.one('de duur', 'de tijd', 'een termijn')} van {self.length(total)}" if total else ""
        text = self.one(
            f"legt aan {self.who} op de maatregel tot plaatsing in {where}{length}",
            f"legt op de maatregel van plaatsing in {where}{length}",
            f"gelast de plaatsing van {self.who} in {where}{length}",
            f"legt aan {self.who} de maatregel van plaatsing in {where} op{length}",
        )
        if self.chance.random() < 0.5:
            return Written([text], [Meant(kind, total)])
        probation = self.pick("P2Y", "P1Y", "P3Y")
        verb, this = self.one("bepaalt", "beveelt"), self.one("deze", "de")
        later = [f"{verb} dat {this} maatregel niet {self.out} {self.done}{self.unless()}"]
        later.append(self.probation_clause(probation))
        return Written([text, *later], [Meant(kind, total, "all", probation)])

    def hospital(self) -> Written:
        text = (
            f"gelast dat {self.who} in een psychiatrisch ziekenhuis zal worden geplaatst voor "
            f"{self.one('een termijn van', 'de duur van')} {self.length('P1Y')}"
        )
        return Written([text], [Meant("psychiatric_placement", "P1Y")])

    def life(self) -> Written:
        text = (
            f"veroordeelt {self.who} tot {self.one('levenslange gevangenisstraf', 'een levenslange gevangenisstraf')}"
        )
        return Written([text], [Meant("life_imprisonment")])

    def liberty(self) -> Written:
        """Write a restriction of liberty with its days per breach."""
        total, days = self.pick("P1Y", "P2Y", "P3Y", "P5Y", "P18M"), self.pick("P1W", "P2W", "P3D", "P7D", "P14D")
        rule = self.one(
            f"op geen enkele wijze - direct of indirect - contact zal opnemen met {self.victim()}",
            "zich niet zal ophouden in de [straat]",
            f"zich onthoudt van contact met {self.victim()}",
        )
        length = self.length(total)
        text = self.one(
            f"legt aan {self.who} op de maatregel strekkende tot beperking van de vrijheid, inhoudende dat {self.who} "
            f"{rule}, voor de duur van {length}",
            f"legt op de maatregel strekkende tot beperking van de vrijheid voor de duur van {length}, inhoudende dat "
            f"{self.who} {rule}",
            f"legt aan {self.who} voor de duur van {length} op een maatregel strekkende tot beperking van de vrijheid, "
            f"inhoudende dat {self.who} {rule}",
            f"legt aan {self.who} een vrijheidsbeperkende maatregel als bedoeld in artikel 38v van het Wetboek van "
            f"Strafrecht op voor de duur van {length}, inhoudende dat {self.who} {rule}",
        )
        said = self.length(days)
        later = self.one(
            "beveelt dat vervangende hechtenis zal worden toegepast voor het geval niet aan de maatregel "
            "wordt voldaan. "
            f"De duur van deze vervangende hechtenis bedraagt {said} voor iedere keer dat niet aan de maatregel wordt "
            f"voldaan, met een maximum van {self.length('P6M')}",
            f"beveelt dat voor het geval niet aan de maatregel wordt voldaan vervangende hechtenis wordt toegepast van "
            f"{said} voor iedere overtreding, met een maximum van {self.length('P6M')}",
            f"bepaalt dat vervangende hechtenis zal worden toegepast voor de duur van {said} voor iedere keer dat "
            f"{self.who} de maatregel overtreedt, tot ten hoogste {self.length('P6M')}",
        )
        return Written([text, later], [Meant("liberty_restriction", total, None, None, days)])

    def conduct(self) -> Written:
        text = self.one(
            f"legt aan {self.who} op de maatregel strekkende tot gedragsbeïnvloeding en vrijheidsbeperking als "
            "bedoeld in "
            "artikel 38z van het Wetboek van Strafrecht",
            f"legt aan {self.who} een gedragsbeïnvloedende en vrijheidsbeperkende maatregel (artikel 38z Sr) op",
        )
        return Written([text], [Meant("conduct_measure")])

    # ------------------------------------------------------------------ additional punishments

    def driving_ban(self) -> Written:
        total, part = self.pick("P6M P4M", "P12M P6M", "P18M P3M", "P3Y P1Y", "P8M P2M").split()
        what = self.one(
            "de bevoegdheid motorrijtuigen te besturen",
            "de bevoegdheid tot het besturen van motorrijtuigen",
            "de bevoegdheid motorrijtuigen, bromfietsen daaronder begrepen, te besturen",
            "de bevoegdheid om motorrijtuigen te besturen",
            "de bevoegdheid tot het besturen van motorrijtuigen, waaronder begrepen bromfietsen,",
            "de rijbevoegdheid",
        )
        who = self.who
        text = (
            f"ontzegt {self.one(f'{who}{self.charge()} {what}', f'aan {who} {what}')} "
            f"{self.one('voor de duur van', 'voor de tijd van', 'voor')} {self.length(total)}"
        )
        noun = self.one("ontzegging", "bijkomende straf", "ontzegging van de rijbevoegdheid")
        way = self.chance.choice([None, part, "all"])
        inline, later, suspended, probation = self.suspend(way, noun)
        if self.chance.random() < 0.3:
            later.append(
                "bepaalt dat de tijd gedurende welke het rijbewijs ingevorderd is geweest, in mindering wordt gebracht "
                "op de duur van de ontzegging"
            )
        return Written([text + inline, *later], [Meant("driving_ban", total, suspended, probation)])

    def disqualification(self) -> Written:
        total = self.pick("P3Y", "P5Y", "P4Y")
        text = (
            f"ontzet {self.who} {self.one('uit', 'van')} het recht "
            f"{self.one('tot uitoefening van', 'om uit te oefenen')} "
            f"het beroep van {self.one('makelaar', 'arts', 'taxichauffeur')} voor de "
            f"{self.one('duur', 'tijd')} van {self.length(total)}"
        )
        return Written([text], [Meant("disqualification", total)])

    def goods(self) -> Written:
        """Write forfeiture, withdrawal from circulation and restitution."""
        clauses, meant = [], []
        if self.chance.random() < 0.6:
            clauses.append(
                self.one(
                    "verklaart verbeurd: een telefoon",
                    "verklaart verbeurd het in beslag genomen geld",
                    "verklaart het op de beslaglijst onder 1 genoemde voorwerp verbeurd",
                )
            )
            meant.append(Meant("forfeiture"))
        if self.chance.random() < 0.6:
            clauses.append(
                self.one(
                    "verklaart onttrokken aan het verkeer: een weegschaal",
                    "beveelt de onttrekking aan het verkeer van de in beslag genomen goederen",
                    "verklaart aan het verkeer onttrokken het onder 2 genoemde voorwerp",
                    "onttrekt aan het verkeer de in beslag genomen sleutels",
                )
            )
            meant.append(Meant("withdrawal_from_circulation"))
        clauses.append(
            self.one(
                f"gelast de teruggave aan {self.who} van een jas",
                "gelast de bewaring van een fiets ten behoeve van de rechthebbende",
            )
        )
        return Written(clauses, meant)

    # ------------------------------------------------------------------ victims and the State

    def victim(self) -> str:
        return self.one("[slachtoffer]", "[benadeelde partij]", "[slachtoffer 1]", "[naam 2]", "het slachtoffer [A]")

    def compensation(self) -> Written:
        """Write one civil award with its order to pay the State; the award itself is no sanction."""
        total = self.amount()
        days = self.pick("P0D", "P1D", f"P{self.chance.randint(2, 300)}D")
        victim, who, said = self.victim(), self.who, self.length(days)
        award = self.one(
            f"wijst de vordering van de benadeelde partij {victim} toe tot een bedrag van {self.money(total)}",
            f"veroordeelt {who} tot betaling aan {victim} van {self.money(total)}, te vermeerderen met de wettelijke "
            "rente",
            f"veroordeelt {who} om tegen kwijting aan {victim} te betalen een bedrag van {self.money(total)} ter zake "
            "van immateriële schade",
        )
        default = self.one(
            f", bij gebreke van betaling en verhaal te vervangen door {said} {self.one('hechtenis', 'gijzeling')}",
            f", bij niet betaling aan te vullen met {said} gijzeling",
            f". Bij gebreke van betaling kan gijzeling voor de duur van {said} worden toegepast",
            f", met bepaling dat bij gebreke van volledige betaling gijzeling kan worden toegepast voor {said}",
            f", subsidiair {said} gijzeling",
        )
        later = []
        if self.chance.random() < 0.3:
            default = ""
            later = [
                self.one(
                    f"bepaalt de duur van de gijzeling op {said}",
                    "bepaalt dat bij gebreke van volledige betaling en verhaal gijzeling kan worden toegepast voor de "
                    f"duur van {said}; de toepassing van gijzeling heft de betalingsverplichting niet op",
                    f"bepaalt de duur van de gijzeling die kan worden toegepast op ten hoogste {said}",
                )
            ]
        interest = self.sometimes(", te vermeerderen met de wettelijke rente vanaf 1 mei 2019")
        order = self.one(
            f"legt aan {who} de verplichting op om aan de Staat ten behoeve van {victim} te betalen een bedrag van "
            f"{self.money(total)}{interest}{default}",
            f"legt {who} de verplichting op ten behoeve van {victim} aan de Staat {self.money(total)} te betalen"
            f"{interest}{default}",
            f"legt aan {who} op de verplichting tot betaling aan de Staat van {self.money(total)}{interest} "
            "ten behoeve "
            f"van {victim}{default}",
            f"legt op de maatregel dat {who} verplicht is tot betaling aan de Staat van {self.money(total)} "
            "ten behoeve "
            f"van {victim}{interest}{default}",
            f"legt aan {who} op de maatregel tot schadevergoeding, inhoudende de verplichting om aan de Staat "
            "te betalen "
            f"een bedrag van {self.money(total)} ten behoeve van {victim}{interest}{default}",
            f"legt aan {who} op de hoofdelijke verplichting aan de Staat, ten behoeve van {victim}, een bedrag "
            "te betalen "
            f"van {self.money(total)}, bestaande uit {self.money('EUR 10.00')} materiële en {self.money('EUR 20.00')} "
            f"immateriële schade{interest}{default}",
            f"legt {who} de maatregel van schadevergoeding op ten behoeve van {victim}, te weten de verplichting tot "
            f"betaling aan de Staat van {self.money(total)}{interest}{default}",
            f"legt aan {who} de schadevergoedingsmaatregel op ten behoeve van {victim}, ter hoogte van "
            f"{self.money(total)}{interest}{default}",
        )
        freed = (
            "bepaalt dat indien en voor zover aan een van beide betalingsverplichtingen is voldaan, de andere vervalt"
        )
        clauses = [award, order, *later, *([freed] if self.chance.random() < 0.5 else [])]
        return Written(clauses, [Meant("compensation_order", total, None, None, days)])

    def executed(self) -> Written:
        """Write the execution of an earlier suspended sentence: whole, in part, or converted."""
        total, part = self.short()
        day = "bij vonnis van de politierechter van 3 maart 2018"
        way = self.chance.choice(["whole", "whole", "part", "converted", "fine", "hours"])
        said = self.length(total)
        if way == "converted":
            text = self.one(
                f"gelast in plaats van de tenuitvoerlegging van de {day} voorwaardelijk opgelegde "
                "gevangenisstraf voor de "
                f"duur van {said} een taakstraf voor de duur van {self.length('PT60H')}, subsidiair "
                f"{self.length('P30D')} hechtenis",
                f"gelast, in plaats van tenuitvoerlegging van de gevangenisstraf van {said}, opgelegd {day}, "
                "een taakstraf "
                f"van {self.length('PT60H')}, te vervangen door {self.length('P30D')} hechtenis",
            )
            return Written([text], [Meant("execution_of_suspended", "PT60H", None, None, "P30D")])
        if way == "part":
            text = (
                f"gelast de gedeeltelijke tenuitvoerlegging van de {day} voorwaardelijk opgelegde gevangenisstraf van "
                f"{said}, {self.one('te weten', 'en wel', 'namelijk')} voor de duur van {self.length(part)}"
            )
            return Written([text], [Meant("execution_of_suspended", part)])
        if way == "fine":
            amount, days = self.amount(), "P8D"
            text = (
                f"gelast de tenuitvoerlegging van de {day} voorwaardelijk opgelegde geldboete van "
                f"{self.money(amount)}, "
                f"subsidiair {self.length(days)} hechtenis"
            )
            return Written([text], [Meant("execution_of_suspended", amount, None, None, days)])
        noun = "taakstraf" if way == "hours" else self.one("gevangenisstraf", "gevangenisstraf", "jeugddetentie")
        total = "PT40H" if way == "hours" else total
        said = self.length(total)
        text = self.one(
            f"gelast de tenuitvoerlegging van de {day} voorwaardelijk opgelegde {noun} voor de duur van {said}",
            f"gelast dat de {day} voorwaardelijk opgelegde {noun} van {said} alsnog ten uitvoer zal worden gelegd",
            f"gelast de tenuitvoerlegging van de straf, voor zover voorwaardelijk opgelegd {day}, te weten: een {noun} "
            f"voor de duur van {said}",
            f"wijst toe de vordering tot tenuitvoerlegging van de {day} voorwaardelijk opgelegde {noun} van {said}",
            f"wijst de vordering tot tenuitvoerlegging toe en gelast de tenuitvoerlegging van de {day} "
            f"opgelegde {noun} "
            f"van {said}",
            f"gelast de tenuitvoerlegging van de voorwaardelijke straf, opgelegd {day}, te weten {said} {noun}",
            f"beveelt dat de {noun} van {said}, voorwaardelijk opgelegd {day}, alsnog zal worden ten uitvoer gelegd",
            f"gelast dat het {day} voorwaardelijk opgelegde gedeelte van de {noun}, te weten {said}, ten uitvoer wordt "
            "gelegd",
            f"wijst toe de vordering van de officier van justitie en gelast de tenuitvoerlegging van de {day} "
            f"voorwaardelijk opgelegde {noun}, te weten {said}",
            f"gelast de tenuitvoerlegging van de {noun} voor de duur van {said}, die {day} voorwaardelijk is opgelegd "
            f"met een proeftijd van {self.length('P2Y')}",
            f"beveelt de tenuitvoerlegging van het voorwaardelijk gedeelte van de {day} opgelegde {noun}, groot {said}",
        )
        return Written([text], [Meant("execution_of_suspended", total)])

    # ------------------------------------------------------------------ clauses that impose nothing

    def nothing(self) -> Written:
        """Write a clause that imposes nothing, with lengths and amounts in it."""
        text = self.one(
            f"wijst af de vordering tot tenuitvoerlegging van de voorwaardelijk opgelegde gevangenisstraf van "
            f"{self.length('P2M')}",
            f"wijst af de vordering tot tenuitvoerlegging en verlengt de proeftijd met {self.length('P1Y')}",
            f"verklaart de officier van justitie niet-ontvankelijk in de vordering tot tenuitvoerlegging van de "
            f"gevangenisstraf van {self.length('P3M')}",
            f"veroordeelt {self.who} tevens in de kosten die [benadeelde] heeft gemaakt, begroot op "
            f"{self.money('EUR 75.00')}",
            "bepaalt dat de tijd in verzekering doorgebracht, voor zover die tijd niet reeds op een andere straf in "
            "mindering is gebracht, in mindering wordt gebracht",
            f"wijst toe de vordering van [benadeelde] tot {self.money('EUR 640.00')} en wijst de vordering voor "
            f"{self.money('EUR 100.00')} af",
            "ontslaat verdachte van alle rechtsvervolging voor feit 3",
            f"verlengt de proeftijd, verbonden aan het vonnis van 4 mei 2017, met {self.length('P1Y')}",
            f"veroordeelt {self.who} tot betaling aan [benadeelde] van {self.money('EUR 310.40')} en in de kosten, "
            f"begroot op {self.money('EUR 90.00')}",
            "verklaart de benadeelde partij niet-ontvankelijk in de vordering",
            "heft op het bevel tot voorlopige hechtenis",
            "wijst af het verzoek tot schorsing van de voorlopige hechtenis",
            "bepaalt dat de benadeelde partij de eigen kosten draagt",
            f"veroordeelt {self.who} in de kosten van de benadeelde partij, tot op heden begroot op nihil",
            "beveelt de gevangenneming van de verdachte",
            f"heft op het geschorste bevel tot voorlopige hechtenis met ingang van {self.length('P14D')} na heden",
        )
        return Written([text], [])
