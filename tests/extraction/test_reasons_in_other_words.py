"""The court's reasons in many invented wordings: in subordinate clauses, with pronouns, turned and denied."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.extraction.test_reasons import reasons

KNEW = [
    "Hij heeft afgesproken met een meisje van wie hij wist dat zij zestien was.",
    "Het slachtoffer, van wie verdachte wist dat zij pas vijftien jaar oud was, is daar beschadigd uit gekomen.",
    "Verdachte heeft het contact voortgezet, terwijl hij wist dat zij nog geen achttien was.",
    "Hoewel verdachte wist dat hij met een minderjarige van doen had, heeft hij de afspraak laten doorgaan.",
    "Vanaf dat moment wist verdachte dus dat [slachtoffer] minderjarig was.",
    "Daarmee wist hij hoe oud [slachtoffer] was.",
    "Het kan niet anders dan dat verdachte bekend was met haar leeftijd.",
    "Het kan dan ook niet anders zijn dan dat hij wist dat [slachtoffer] jonger was dan achttien jaar.",
    "De rechtbank twijfelt er niet aan. Verdachte wist heel goed dat zij minderjarig was.",
    "Er is geen twijfel over mogelijk: verdachte was op de hoogte van haar leeftijd.",
    "[slachtoffer] had hem geschreven dat zij zestien was. Van onwetendheid kan dan geen sprake zijn.",
    "Haar leeftijd stond in het eerste bericht. Er kan geen sprake zijn van onwetendheid bij verdachte.",
    "Verdachte is naar het hotel gegaan in de volle wetenschap dat [slachtoffer] minderjarig was.",
    "Met de wetenschap dat zij nog maar zestien was, heeft hij haar opnieuw benaderd.",
    "Verdachte had wetenschap van haar leeftijd.",
    "De rechtbank acht bewezen dat hij haar leeftijd kende.",
    "Haar leeftijd was verdachte bekend.",
    "[slachtoffer] was zestien, en dat wist verdachte.",
    "[slachtoffer] was destijds pas zestien jaar. Verdachte wist dat ook.",
    "Verdachte besefte dat [slachtoffer] minderjarig was.",
    "Dat verdachte van haar leeftijd wist, blijkt uit de berichten.",
    "Verdachte was bekend met het gegeven dat zij zeventien was.",
    "De rechtbank stelt vast dat verdachte bekend was met het feit dat zij zeventien jaar was.",
    "Wetende dat zij minderjarig was, heeft verdachte de afspraak laten doorgaan.",
    "Verdachte was zich ten volle bewust van haar jeugdige leeftijd.",
    "Verdachte wist dat [slachtoffer] nog niet de leeftijd van achttien jaren had bereikt.",
    "Het was verdachte bekend dat zij nog geen achttien jaar was.",
    "[slachtoffer] heeft hem verteld dat zij zestien was, zodat verdachte dit wist.",
    "Op grond van wat een getuige heeft verklaard, stelt de rechtbank vast dat hij wist dat zij zestien was.",
    "Met de officier van justitie is de rechtbank van oordeel dat hij op de hoogte was van haar leeftijd.",
    "Verdachte moet dus geweten hebben dat zij nog geen achttien jaar was.",
    "Anders dan de raadsman is de rechtbank van oordeel dat verdachte wist dat zij zestien jaar was.",
    "Verdachte moet zich er terdege van bewust zijn geweest dat [slachtoffer] minderjarig was.",
    "Uit die berichten blijkt dat verdachte ermee bekend was dat [slachtoffer] zeventien was.",
    "Ter zitting heeft verdachte erkend dat hij wist dat zij zestien jaar was, en daarvan gaat de rechtbank uit.",
    ("De stelling dat hij in de veronderstelling verkeerde dat zij meerderjarig was, wordt weerlegd door "
     "de chat. Verdachte wist dus dat zij zestien was."),
    ("Naar het oordeel van de rechtbank staat vast dat verdachte voorafgaand aan de afspraak al wist dat "
     "zij vijftien was."),
    "Bij de tweede afspraak wist hij haar echte leeftijd.",
    "Het was verdachte bekend hoe oud zij was.",
    "Verdachte was, zo volgt uit zijn zoekgeschiedenis, van haar leeftijd op de hoogte.",
    "Verdachte was van haar minderjarigheid op de hoogte.",
    "De rechtbank acht dan ook bewezen dat verdachte opzettelijk, wetend dat zij minderjarig was, heeft gehandeld.",
]  # fmt: skip

OUGHT = [
    "Verdachte had moeten begrijpen dat hij met een minderjarige te maken kon hebben.",
    "Hij had moeten beseffen dat [slachtoffer] nog geen achttien jaar was.",
    "Hij had kunnen en moeten vermoeden dat zij minderjarig was.",
    "Verdachte had redelijkerwijs behoren te begrijpen dat [slachtoffer] minderjarig was.",
    "Gelet op haar uiterlijk moest verdachte vermoeden dat zij jonger was dan achttien jaar.",
    "Zij droeg een schooltas. Over haar leeftijd had hij vragen moeten stellen; hij had dit moeten beseffen.",
    "Daarmee heeft hij bewust het risico genomen dat zij nog geen achttien was.",
    "Verdachte heeft de kans dat [slachtoffer] minderjarig was op de koop toe genomen.",
    "Verdachte nam willens en wetens het risico dat [slachtoffer] minderjarig was.",
    "Hij heeft zich bewust blootgesteld aan de kans, en die mogelijkheid aanvaard, dat zij minderjarig was.",
    "Verdachte heeft naar haar leeftijd niet gevraagd. Dat risico heeft hij welbewust genomen.",
    "Verdachte had onderzoek moeten doen naar haar leeftijd.",
    "Verdachte had zich behoren te vergewissen van de leeftijd van [slachtoffer].",
    "Het had op de weg van verdachte gelegen om zich te vergewissen van haar leeftijd.",
    "Van verdachte had mogen worden verwacht dat hij haar leeftijd controleerde, of navraag deed naar haar leeftijd.",
    "Verdachte heeft nagelaten haar leeftijd te controleren.",
    "Verdachte heeft zijn ogen gesloten voor haar jeugdige leeftijd.",
    "Haar jonge leeftijd was zichtbaar. Dat had verdachte aan het denken moeten zetten.",
    "Verdachte had er rekening mee moeten houden dat zij minderjarig was.",
    "Niet staat vast dat hij de leeftijd kende, maar hij had moeten begrijpen dat zij minderjarig was.",
    "Het had verdachte duidelijk moeten zijn dat zij nog geen achttien was.",
    "Verdachte had voorwaardelijk opzet op de minderjarigheid van [slachtoffer].",
    "Verdachte mocht niet afgaan op de leeftijd die in de advertentie stond.",
    "Verdachte kon over haar leeftijd niet zonder meer op de advertentie vertrouwen.",
    "Verdachte had reden om te twijfelen aan haar leeftijd.",
    "Verdachte is tekortgeschoten in zijn onderzoeksplicht.",
    "Verdachte heeft onvoldoende gedaan om haar leeftijd vast te stellen.",
    "Verdachte heeft zich op geen enkele wijze vergewist van haar leeftijd.",
    "De rechtbank rekent verdachte aan dat hij niet heeft gevraagd naar haar leeftijd.",
    "Hij heeft de gok genomen dat zij minderjarig was.",
    "Verdachte heeft zich niet bekommerd om haar leeftijd.",
    "Hij had moeten en kunnen weten dat zij minderjarig was.",
    "Verdachte had naar het oordeel van de rechtbank kunnen en moeten weten dat hij een minderjarige bezocht.",
    ("De rechtbank verwijt verdachte dat hij niet naar een identiteitsbewijs heeft gevraagd, terwijl hij "
     "aan haar leeftijd had moeten twijfelen."),
    ("Door zich daarvan niet te vergewissen heeft verdachte de aanmerkelijke kans aanvaard dat "
     "[slachtoffer] nog minderjarig was."),
    "Hij heeft op zijn minst de kans aanvaard dat zij minderjarig was.",
    ("De rechtbank is van oordeel dat verdachte, gelet op haar uiterlijk, had moeten vermoeden dat het om "
     "een minderjarige ging."),
    "Het lag op de weg van verdachte om nader onderzoek te doen naar haar leeftijd. Dat heeft hij nagelaten.",
    "Verdachte had alle aanleiding om haar leeftijd te controleren, maar heeft dat niet gedaan.",
    "Al kan niet worden vastgesteld dat verdachte wist dat zij minderjarig was, hij had dat wel moeten vermoeden.",
    "Niet bewezen is dat hij van haar leeftijd op de hoogte was. Wel had hij zich daarvan moeten vergewissen.",
    "Dat verdachte niet zeker wist dat zij minderjarig was, baat hem niet: hij heeft dat risico bewust genomen.",
    "Verdachte heeft hiermee willens en wetens de kans voor lief genomen dat hij met een minderjarige van doen had.",
    "Verdachte had, gezien haar jeugdige uiterlijk, behoren te weten dat zij minderjarig was.",
    "De alarmbellen hadden bij verdachte over haar leeftijd moeten afgaan.",
    "Verdachte wist misschien niet dat zij minderjarig was, maar had dat wel moeten vermoeden.",
    "De rechtbank is van oordeel dat verdachte niet had mogen afgaan op haar mededeling over haar leeftijd.",
]  # fmt: skip

NOT_PLAUSIBLE = [
    "De rechtbank kan niet vaststellen dat verdachte wist of had moeten weten dat zij minderjarig was.",
    "De rechtbank kan niet vaststellen dat hij wist, of uit de feiten had moeten afleiden, dat zij zestien was.",
    "Niet is komen vast te staan dat verdachte wist dat hij met een minderjarige te maken had.",
    "Dat verdachte wist dat zij zestien was, is niet komen vast te staan.",
    "Dat verdachte wist dat [slachtoffer] minderjarig was, blijkt niet uit het dossier.",
    "Dat hij op de hoogte was van haar leeftijd kan niet worden bewezen.",
    "De rechtbank acht aannemelijk dat de verdachte ervan is uitgegaan dat [slachtoffer] meerderjarig was.",
    "Het is aannemelijk geworden dat verdachte dacht dat zij ouder dan achttien was.",
    "Niet valt uit te sluiten dat verdachte meende dat [slachtoffer] meerderjarig was.",
    "Verdachte wist dus niet dat zij minderjarig was en hoefde dat ook niet te vermoeden.",
    "Dat zij minderjarig was wist verdachte niet en hij behoefde dat niet te vermoeden.",
    "Er is onvoldoende bewijs dat verdachte wist dat zij jonger was dan achttien jaar.",
    "Het dossier biedt geen aanknopingspunten dat verdachte op de hoogte was van haar leeftijd.",
    "Verdachte was onbekend met de leeftijd; hij kende haar leeftijd niet.",
    "Onder deze omstandigheden mocht verdachte ervan uitgaan dat [slachtoffer] meerderjarig was.",
    "De rechtbank houdt het ervoor dat verdachte niet op de hoogte was van haar minderjarigheid.",
    "Verdachte had geen reden om te twijfelen aan haar meerderjarigheid.",
    "De rechtbank geeft hem over zijn kennis van haar leeftijd het voordeel van de twijfel.",
    "De rechtbank neemt aan dat verdachte niet heeft geweten dat zij minderjarig was.",
    "Verdachte kon niet weten dat zij minderjarig was.",
    "Niet is gebleken van wetenschap bij verdachte van haar leeftijd.",
    "Wetenschap van haar leeftijd kan niet worden vastgesteld.",
    "Het is aannemelijk dat verdachte is misleid over haar leeftijd.",
    "De rechtbank heeft geen aanwijzingen dat verdachte bekend was met haar minderjarigheid.",
    "Niet aannemelijk is dat verdachte van haar minderjarigheid wist of had moeten weten.",
    "Voor verdachte hoefde niet duidelijk te zijn dat zij minderjarig was.",
    "De rechtbank gelooft verdachte in zijn verklaring dat hij dacht dat zij achttien was.",
    "De rechtbank acht de verklaring van verdachte dat hij niet wist dat zij minderjarig was, geloofwaardig.",
    "De rechtbank volgt verdachte in zijn verklaring dat hij ervan uitging dat zij twintig was.",
    "Aan verdachte kan geen wetenschap van de minderjarigheid worden toegeschreven.",
    "De rechtbank gaat er in het voordeel van verdachte van uit dat hij niet bekend was met haar leeftijd.",
    "Dat verdachte wist of kon weten dat zij minderjarig was, kan op grond van het dossier niet worden vastgesteld.",
]  # fmt: skip

NO_FINDING = [
    "De exploitant van het hotel heeft onvoldoende onderzoek gedaan naar haar leeftijd.",
    "De ouders hadden beter moeten vragen naar haar leeftijd.",
    "[betrokkene] had moeten weten dat zij minderjarig was.",
    "Verdachte kende haar leeftijd, zo schrijft de verbalisant in zijn bevindingen.",
    # the words of others
    "De raadsvrouw voert aan dat van onwetendheid over haar leeftijd geen sprake was.",
    "De officier van justitie vindt dat verdachte had moeten begrijpen dat zij minderjarig was.",
    "Namens verdachte is aangevoerd dat hij niet wist hoe oud zij was en dat hij dat niet hoefde te vermoeden.",
    "De raadsman heeft vrijspraak bepleit. Verdachte mocht ervan uitgaan dat [slachtoffer] meerderjarig was.",
    "De officier van justitie heeft bewezenverklaring gevorderd. Hij had moeten vermoeden dat zij zestien was.",
    "Het gerechtshof heeft in die zaak vastgesteld dat hij wist dat het meisje zestien was.",
    "[slachtoffer] heeft verklaard dat verdachte wist dat zij minderjarig was.",
    "Verdachte zegt dat hij haar leeftijd kende.",
    "In de zaak van [medeverdachte] is vastgesteld dat hij op de hoogte was van haar leeftijd.",
    "De raadsman heeft vrijspraak bepleit. Niet kan worden vastgesteld dat hij wist dat zij minderjarig was.",
    "In zaken waarin wetenschap van de leeftijd niet is komen vast te staan, is de straf lager.",
    # no element, a question, a rule
    "Zijn verklaring dat hij niet wist hoe oud zij was, schuift de rechtbank terzijde.",
    "Het verweer dat hij niet wist dat zij minderjarig was, wordt verworpen.",
    "De verklaring van verdachte dat hij ervan uitging dat zij meerderjarig was, is niet aannemelijk.",
    "De rechtbank acht niet aannemelijk dat verdachte dacht dat zij meerderjarig was.",
    "Dat verdachte niet wist dat zij minderjarig was, acht de rechtbank ongeloofwaardig.",
    "De rechtbank is niet overtuigd. Dat verdachte wist dat zij minderjarig was, betwijfelt zij.",
    "In de vergelijkbare zaken ontbrak de wetenschap van de leeftijd.",
    "Wie voor seks betaalt, had moeten weten dat de ander minderjarig kan zijn.",
    "Een klant mag er niet op vertrouwen dat een leeftijd in een advertentie klopt.",
    "De raadsman heeft vrijspraak bepleit. Niet kan worden vastgesteld dat hij wist dat zij minderjarig was.",
    "In zaken waarin wetenschap van de leeftijd niet is komen vast te staan, is de straf lager.",
    # no element, a question, a rule
    "De leeftijd is geobjectiveerd, zodat het er niet toe doet of verdachte wist dat zij minderjarig was.",
    "Niet vereist is dat verdachte had moeten weten dat zij minderjarig was.",
    "De rechtbank laat in het midden of verdachte wist dat zij minderjarig was.",
    "De vraag of hij wist of had moeten weten dat zij minderjarig was, kan onbeantwoord blijven.",
    "Als verdachte had gevraagd hoe oud zij was, had hij geweten dat zij minderjarig was.",
    "Het LOVS noemt vier maanden voor de verdachte die de leeftijd van het slachtoffer kende.",
    # something else was known
    "Verdachte wist dat seks met een minderjarige strafbaar is.",
    "Verdachte wist dat de website niet op minderjarigheid controleert.",
    "De site controleert niet op leeftijd. Verdachte wist dat.",
    "Verdachte wist dat zij achttien jaar en ouder was.",
    "[slachtoffer] werd gedwongen te werken. Niet is gebleken dat verdachte dat wist.",
    "Verdachte had moeten begrijpen dat hij haar schade toebracht.",
    "Verdachte heeft het risico genomen dat hij zijn baan zou verliezen.",
    "Verdachte wist dat hij de afspraak moest afzeggen.",
    ("De officier van justitie gaat ervan uit dat verdachte niet wist hoe oud zij was, maar dat hij dat "
     "had moeten onderzoeken."),
    "Verdachte had moeten inzien dat minderjarigen kwetsbaar zijn.",
    "Verdachte wist dat zij kwetsbaar was vanwege haar jeugdige leeftijd.",
    "Verdachte had zich moeten realiseren dat hij door seks met een minderjarige haar ontwikkeling schaadt.",
    "Hij wist dat zijn dochter van zestien thuis was.",
    "Verdachte wist dat zij bij haar moeder woonde en naar school ging; haar leeftijd is niet besproken.",
    "De medeverdachte wist dat zij minderjarig was.",
    "[naam] wist dat zij minderjarig was; hij heeft dat voor klanten verzwegen.",
    "De exploitant kende haar leeftijd. Hij wist dat zij zestien was en vertelde klanten dat zij twintig was.",
    "Zij wist dat hij 45 jaar oud was. Hij wist dat zij geld nodig had.",
    "Het risico dat een minderjarige schade oploopt heeft verdachte genomen.",
    "Verdachte heeft volgens zijn raadsman de leeftijd niet gekend.",
    "Onderzocht is of verdachte had moeten weten dat zij minderjarig was. De rechtbank laat dit punt rusten.",
    "Daargelaten of hij wist dat zij minderjarig was, is het feit strafbaar.",
    "Ook iemand die niet wist dat de ander minderjarig was, is strafbaar.",
    "Hij verklaart dat hij niet wist dat ze 16 was en dat hij dit niet hoefde te vermoeden.",
    "De advocaat heeft vrijspraak bepleit. Hij wist niet dat zij zestien was.",
    "In de tenlastelegging staat dat hij wist dat zij minderjarig was.",
]  # fmt: skip

FOUND = [
    *((text, "knew") for text in KNEW),
    *((text, "ought_to_have_known") for text in OUGHT),
    *((text, "not_plausible") for text in NOT_PLAUSIBLE),
    *((text, None) for text in NO_FINDING),
]


@pytest.mark.parametrize(("text", "knowledge"), FOUND, ids=[text for text, _ in FOUND])
def test_knowledge_of_age(text: str, knowledge: str | None) -> None:
    assert reasons(text).knowledge_of_age == knowledge


SEVERAL_SENTENCES = [
    ("De raadsman wijst op de advertentie.\nVerdachte wist dus dat zij minderjarig was.", "knew"),
    ("[slachtoffer] heeft verklaard dat zij ouder leek.\nHij had moeten weten dat zij minderjarig was.",
     "ought_to_have_known"),
    ("Bij de eerste afspraak kan hij zijn misleid. Na die afspraak wist hij dus dat zij minderjarig was.", "knew"),
    ("Hij wist dat zij 16 jaar was. Al met al kan niet worden vastgesteld dat hij wist dat zij 16 jaar was.",
     "not_plausible"),
    ("De officier van justitie heeft een straf geëist die past. Verdachte wist dat zij minderjarig was.", None),
    ("De rechtbank volgt de raadsman niet. Verdachte wist dat zij minderjarig was.", "knew"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "knowledge"), SEVERAL_SENTENCES, ids=[text for text, _ in SEVERAL_SENTENCES])
def test_who_has_the_word_and_the_last_word(text: str, knowledge: str | None) -> None:
    assert reasons(text, heading="De overwegingen van de rechtbank\n").knowledge_of_age == knowledge


VISITS = [
    ("Verdachte is na een week nog een keer naar [slachtoffer] gegaan.", True),
    ("Dat hij later nog een keer is teruggegaan, rekent de rechtbank hem aan.", True),
    ("Het heeft hem er niet van weerhouden nog tweemaal terug te keren.", True),
    ("Verdachte en [slachtoffer] hebben drie keer afgesproken.", True),
    ("Zij hebben elkaar in die periode vier keer ontmoet.", True),
    ("De rechtbank gaat uit van drie bezoeken.", True),
    ("Bewezen is dat sprake is geweest van meerdere ontmoetingen.", True),
    ("Het is niet bij één afspraak gebleven.", True),
    ("Daar bleef het niet bij die ene keer; hij is opnieuw bij haar geweest.", True),
    ("Op 3 maart en 9 maart heeft hij haar bezocht.", True),
    ("Verdachte ging een tweede keer naar haar toe.", True),
    ("De rechtbank gaat uit van meer dan één keer.", True),
    ("Verdachte heeft meer dan eens betaald contact met haar gehad.", True),
    ("Het gaat om één ontmoeting.", False),
    ("Er vonden twee ontmoetingen plaats.", True),
    ("Drie ontmoetingen met haar hebben plaatsgevonden.", True),
    ("Bij de tweede ontmoeting heeft hij haar opnieuw betaald.", True),
    ("Verdachte heeft zowel in maart als in april met haar afgesproken.", True),
    ("Verdachte heeft meermalen van haar diensten gebruik gemaakt.", True),
    ("Een maand later is hij wederom bij haar geweest.", True),
    ("Verdachte heeft één keer gebruik gemaakt van haar diensten.", False),
    ("De tweede afspraak is niet doorgegaan.", None),
    ("Het tweede bezoek kan niet worden bewezen.", None),
    ("Verdachte heeft haar meer dan één keer benaderd.", None),
    ("De rechtbank gaat dus van één bezoek uit.", False),
    ("Verdachte heeft eenmaal met [slachtoffer] afgesproken.", False),
    ("Verdachte heeft haar slechts één keer ontmoet.", False),
    ("Het is bij één bezoek gebleven.", False),
    ("Het betreft een eenmalig contact.", False),
    ("Er is sprake geweest van één afspraak.", False),
    # others, other visits, no finding
    ("De raadsvrouw heeft betoogd dat van maar één ontmoeting sprake is geweest.", None),
    ("Voor een tweede bezoek ziet de rechtbank onvoldoende steun.", None),
    ("Verdachte is drie keer bij de psycholoog geweest.", None),
    ("Verdachte heeft de website meermalen bezocht.", None),
    ("Verdachte is meermalen veroordeeld en is opnieuw de fout in gegaan.", None),
    ("[slachtoffer] heeft verklaard dat hij haar drie keer heeft bezocht.", None),
    ("Een andere klant heeft haar drie keer bezocht.", None),
    ("Bewezen is dat hij het feit meermalen, althans eenmaal, heeft gepleegd.", None),
    ("De rechtbank gaat om een andere reden uit van een lagere straf.", None),
    ("Niet bewezen is dat verdachte haar twee keer heeft bezocht.", None),
    # several victims
    ("Met [slachtoffer 1] heeft hij drie keer afgesproken. Met [slachtoffer 2] is het bij één keer gebleven.", True),
    ("Met [slachtoffer 2] is het bij één keer gebleven.", None),
    ("Het gaat bij [slachtoffer 1] en [slachtoffer 2] in beide gevallen om één ontmoeting.", False),
    ("Verdachte heeft [slachtoffer] in een periode van drie weken vijf keer ontmoet.", True),
    ("Nadien is verdachte nog drie keer bij haar langs geweest.", True),
    ("De rechtbank weegt in zijn nadeel mee dat hij meer dan één keer van haar diensten gebruik heeft gemaakt.", True),
    ("Het bleef niet bij één bezoek.", True),
    ("Verdachte is twee keer, op 3 en 10 mei 2019, bij [slachtoffer] geweest.", True),
    ("In totaal hebben verdachte en [slachtoffer] elkaar vier keer gezien.", True),
    ("Verdachte heeft tot driemaal toe met haar afgesproken.", True),
    ("Verdachte heeft herhaaldelijk seks met haar gehad tegen betaling.", True),
    ("Dat verdachte na de eerste keer is teruggekomen, weegt zwaar.", True),
    ("Het is gebleven bij een eenmalige ontmoeting.", False),
    ("Verdachte heeft één keer een afspraak met haar gehad.", False),
    ("Vast staat dat het om een enkele ontmoeting gaat.", False),
    ("Daarbij houdt de rechtbank er rekening mee dat het om één keer gaat.", False),
    ("Verdachte is eenmaal bij haar geweest.", False),
    ("Tussen verdachte en [slachtoffer] heeft één ontmoeting plaatsgevonden.", False),
    ("De raadsman wijst erop dat het om een eenmalig contact gaat.", None),
    ("Verdachte is één keer eerder veroordeeld.", None),
    ("Verdachte heeft haar drie keer gebeld voordat hij haar bezocht.", None),
    ("Verdachte heeft twee keer met de reclassering afgesproken.", None),
    ("Zij werd door klanten meermalen per dag bezocht.", None),
    ("Of verdachte haar twee keer heeft bezocht, kan in het midden blijven.", None),
    ("Verdachte heeft in totaal twee keer € 100 betaald.", None),
    ("Verdachte had haar eerder ontmoet op school en is opnieuw naar zijn werk gegaan.", None),
    ("Hij heeft de afspraak twee keer verzet.", None),
    ("Verdachte en zijn ex-partner hebben twee keer afgesproken dat hij zijn kinderen ziet.", None),
    ("De zaak is twee keer aangehouden; er is opnieuw contact met de ouders gehad.", None),
]


@pytest.mark.parametrize(("text", "repeated"), VISITS, ids=[text for text, _ in VISITS])
def test_visits(text: str, *, repeated: bool | None) -> None:
    assert reasons(text).repeat_visits is repeated


BENCHMARKS = [
    ("De medeverdachte is met toepassing van de LOVS-oriëntatiepunten veroordeeld.", []),
    ("Voor beide verdachten, ook voor medeverdachte, gelden de LOVS-oriëntatiepunten.", ["lovs"]),
    # orientation points
    ("Het oriëntatiepunt voor dit feit is een gevangenisstraf van twee weken.", ["lovs"]),
    ("Het uitgangspunt volgens de landelijke oriëntatiepunten is een taakstraf van 60 uren.", ["lovs"]),
    ("De oriëntatiepunten van de rechtspraak laten ruimte voor een lichtere straf.", ["lovs"]),
    ("Binnen het LOVS is voor dit feit als oriëntatiepunt een gevangenisstraf vastgesteld.", ["lovs"]),
    ("De rechtbank wijkt in het voordeel van verdachte af van de LOVS-oriëntatiepunten.", ["lovs"]),
    ("Voor dit feit zijn door het LOVS geen oriëntatiepunten vastgesteld.", []),
    ("De oriëntatiepunten van het LOVS voorzien niet in dit feit.", []),
    ("Er bestaan geen landelijke oriëntatiepunten voor dit misdrijf.", []),
    ("Het LOVS heeft nog geen oriëntatiepunten voor de nieuwe wet.", []),
    ("De oriëntatiepunten van het LOVS zijn op dit geval niet toegesneden.", []),
    ("De rechtbank laat de oriëntatiepunten van het LOVS buiten beschouwing.", []),
    ("Er zijn oriëntatiepunten van het LOVS. De rechtbank gaat daar niet van uit.", []),
    ("De rechtbank ziet geen reden aan te sluiten bij de LOVS-oriëntatiepunten.", []),
    # guideline
    ("Het landelijk vastgestelde oriëntatiepunt is een gevangenisstraf.", ["lovs"]),
    ("Een belangrijk oriëntatiepunt voor de straf is de houding van verdachte.", []),
    # guideline
    ("De richtlijn van het Openbaar Ministerie gaat uit van een aantal maanden.", ["om_guideline"]),
    ("De rechtbank is aan de richtlijn voor strafvordering niet gebonden en legt een lagere straf op.",
     ["om_guideline"]),
    (("De officier van justitie wees op de richtlijn voor strafvordering. De rechtbank is aan die richtlijn niet "
     "gebonden."), ["om_guideline"]),
    ("De rechtbank kent aan de richtlijn van het OM geen doorslaggevende betekenis toe.", ["om_guideline"]),
    ("De rechtbank zal de richtlijn van het openbaar ministerie niet bij de straf betrekken.", []),
    ("De officier van justitie heeft de richtlijn van het openbaar ministerie toegepast.", []),
    ("De rechtbank let op de Europese richtlijn over slachtoffers.", []),
    (("De politierechter volgt de richtlijn voor strafvordering bij heling, omdat door het LOVS niets is "
     "vastgelegd."), ["om_guideline"]),
    # starting point of 2018
    (("Het gerechtshof Den Haag heeft in 2018 in zulke zaken een gevangenisstraf van drie maanden tot uitgangspunt "
     "genomen."), ["appeal_2018"]),
    ("Het gerechtshof Den Haag heeft in 2018 drie maanden als uitgangspunt genoemd.", ["appeal_2018"]),
    ("Het in 2018 door een gerechtshof gekozen uitgangspunt van drie maanden is hier niet toegesneden.", []),
    ("Uitgangspunt is dat een vergissing voor rekening komt van wie betaalt.", []),
    # similar cases
    ("De rechtbank zoekt aansluiting bij vergelijkbare strafzaken.", ["similar_cases"]),
    ("De rechtbank heeft acht geslagen op uitspraken in vergelijkbare gevallen.", ["similar_cases"]),
    ("De rechtbank heeft gekeken naar wat in soortgelijke strafzaken is opgelegd.", ["similar_cases"]),
    ("De rechtbank let op vergelijkbare uitspraken van andere rechtbanken.", ["similar_cases"]),
    (("De rechtbank heeft gelet op straffen in soortgelijke zaken. Er zijn oriëntatiepunten van het LOVS, maar de "
     "rechtbank gaat daar niet van uit."), ["similar_cases"]),
    ("Verdachte is eerder veroordeeld in soortgelijke zaken.", []),
    ("De raadsman heeft gewezen op uitspraken in vergelijkbare zaken.", []),
    # the ban on community service
    ("Een kale taakstraf is uitgesloten door artikel 22b van het Wetboek van Strafrecht.", ["art_22b"]),
    ("Nu laat artikel 22b van het Wetboek van Strafrecht een enkele taakstraf niet toe.", ["art_22b"]),
    ("Met een taakstraf kan niet worden volstaan, omdat artikel 22b Sr zich daartegen verzet.", ["art_22b"]),
    ("Het taakstrafverbod is niet van toepassing.", []),
    ("Artikel 22b Sr staat niet aan een taakstraf in de weg.", []),
    ("Bij de strafoplegging heeft de rechtbank de LOVS-oriëntatiepunten tot uitgangspunt genomen.", ["lovs"]),
    (("De rechtbank heeft het oriëntatiepunt voor bezit van kinderporno als vertrekpunt genomen voor "
      "de straf."), ["lovs"]),
    ("Het LOVS heeft voor artikel 248b Sr geen oriëntatiepunt geformuleerd.", []),
    ("Landelijke oriëntatiepunten ontbreken voor dit delict.", []),
    ("Er zijn voor dit feit geen oriëntatiepunten voorhanden.", []),
    ("Voor dit feit bestaat geen LOVS-oriëntatiepunt.", []),
    ("De LOVS-oriëntatiepunten zien niet op betaalde seks met minderjarigen.", []),
    ("De rechtbank ziet in de oriëntatiepunten geen houvast en laat deze onbesproken.", []),
    (("De rechtbank heeft kennisgenomen van de richtlijnen van het OM, maar is daaraan niet "
      "gebonden."), ["om_guideline"]),
    ("De eis is in lijn met de OM-richtlijn, maar de rechtbank vindt die te hoog.", ["om_guideline"]),
    (("Het openbaar ministerie hanteert een richtlijn die uitgaat van zes maanden; de rechtbank wijkt "
      "daarvan af."), ["om_guideline"]),
    ("Aan de richtlijn van het openbaar ministerie gaat de rechtbank voorbij.", []),
    ("Ook heeft de rechtbank gelet op de straffen die in dit soort zaken worden opgelegd.", ["similar_cases"]),
    ("De rechtbank heeft de straf vergeleken met straffen in vergelijkbare zaken.", ["similar_cases"]),
    ("Straffen in soortgelijke gevallen lopen uiteen van taakstraffen tot gevangenisstraffen.", ["similar_cases"]),
    ("De rechtbank heeft gekeken naar de jurisprudentie in soortgelijke zaken.", ["similar_cases"]),
    ("De rechtbank heeft geen vergelijkbare zaken gevonden.", []),
    (("De rechtbank sluit aan bij het uitgangspunt van drie maanden gevangenisstraf dat het gerechtshof "
      "Den Haag in 2018 heeft geformuleerd."), ["appeal_2018"]),
    (("De rechtbank neemt, net als het gerechtshof Den Haag, drie maanden gevangenisstraf als "
      "uitgangspunt."), ["appeal_2018"]),
    ("Gelet op artikel 22b Sr kan niet met een taakstraf worden volstaan.", ["art_22b"]),
    ("Het bepaalde in artikel 22b, eerste lid, Sr sluit een kale taakstraf uit.", ["art_22b"]),
    ("Het taakstrafverbod brengt mee dat daarnaast een gevangenisstraf wordt opgelegd.", ["art_22b"]),
    ("Artikel 22b Sr was ten tijde van het feit nog niet van toepassing.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "classes"), BENCHMARKS, ids=[text for text, _ in BENCHMARKS])
def test_benchmarks(text: str, classes: list[str]) -> None:
    assert [found.class_ for found in reasons(text, date=dt.date(2020, 1, 1)).benchmarks] == classes


CONTROLS = {
    "theft": ("hij op 5 maart 2020 te X een fiets heeft weggenomen",
              "Hij wist dat de fiets van een minderjarige was. Hij is twee keer naar de woning teruggegaan."),
    "handling": ("hij op 5 maart 2020 te X een telefoon voorhanden heeft gehad",
                 "Hij had moeten vermoeden dat het ging om een minderjarige verkoper, die hij meermalen ontmoette."),
    "traffic": ("hij op 5 maart 2020 te X een ongeval heeft veroorzaakt",
                "Hij wist dat hij reed zonder rijbewijs. Uitgangspunt is dat één fout voldoende kan zijn."),
    "drugs": ("hij op 5 maart 2020 te X cocaïne heeft verkocht",
              "Het is bij één keer gebleven. Hij wist dat een koper zestien was. Van onwetendheid is geen sprake."),
}  # fmt: skip


@pytest.mark.parametrize(("charge", "text"), CONTROLS.values(), ids=CONTROLS)
def test_other_offences_give_nothing(charge: str, text: str) -> None:
    found = reasons(text, case=f"De bewezenverklaring\n{charge}.\n")
    assert (found.knowledge_of_age, found.repeat_visits, found.benchmarks) == (None, None, ())
