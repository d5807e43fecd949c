"""Dutch numbers, durations, hours and money."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction.numbers import number_of
from vonnis.extraction.quantities import find_quantities

UNITS = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien"]
UNITS += ["veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
TENS = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]


def in_words(number: int) -> str:
    """Return a number below a million in Dutch words, by the rules of the Algemene Nederlandse Spraakkunst."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        link = "" if not unit else "ën" if UNITS[unit].endswith("e") else "en"
        return UNITS[unit] + link + TENS[tens]
    size, word = (1000, "duizend") if number >= 1000 else (100, "honderd")
    many, rest = divmod(number, size)
    return ("" if many == 1 else in_words(many)) + word + in_words(rest)


@given(st.integers(min_value=1, max_value=999_999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    words = in_words(number)
    assert number_of(words) == number
    assert number_of(words.upper()) == number


@given(
    st.integers(min_value=1, max_value=999),
    st.sampled_from([("dagen", "D"), ("weken", "W"), ("maanden", "M"), ("jaren", "Y")]),
)
def test_a_duration_said_twice_is_read_once(number: int, unit: tuple[str, str]) -> None:
    for text in (f"{number} ({in_words(number)}) {unit[0]}", f"{in_words(number)} ({number}) {unit[0]}"):
        (found,) = find_quantities(f"voor de duur van {text};")
        assert (found.value, found.agrees) == (f"P{number}{unit[1]}", True)


@given(st.integers(min_value=0, max_value=9_999_999), st.integers(min_value=0, max_value=99))
def test_every_amount_is_read_back(whole: int, cents: int) -> None:
    dutch = f"{whole:,}".replace(",", ".")
    (found,) = find_quantities(f"een bedrag van € {dutch},{cents:02d}, te vermeerderen")
    assert found.value == f"EUR {whole}.{cents:02d}"


@given(st.text(alphabet="0123456789.,-€ eurjanmdgtwi()\n", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("192 (zegge: honderdtweeënnegentig) dagen", "P192D"),
        ("DERTIG (30) MAANDEN", "P30M"),
        ("5 (VIJF) JAREN", "P5Y"),
        ("2 (twee) jaar en 6 (zes) maanden", "P2Y6M"),
        ("twee 2 jaren", "P2Y"),
        ("honderd en twintig uren", "PT120H"),
        ("tweehonderd veertig (240) uren", "PT240H"),
        ("één dag", "P1D"),
        ("4,5 jaar", "P4Y6M"),
        ("anderhalf jaar", "P1Y6M"),
        ("een half jaar", "P6M"),
        ("drieënhalf jaar", "P3Y6M"),
        ("vier en een half jaar", "P4Y6M"),
        ("2 en een half jaar", "P2Y6M"),
        ("19 mndn", "P19M"),
        ("80 uur", "PT80H"),
        ("€ 63.757,90", "EUR 63757.90"),
        ("€395,00", "EUR 395.00"),
        ("€ 87,--", "EUR 87.00"),
        ("€ 500,=", "EUR 500.00"),
        ("€ 1.500,-", "EUR 1500.00"),
        ("€ 15 000,00", "EUR 15000.00"),
        ("1500 euro", "EUR 1500.00"),
        ("vierduizend zeshonderddrieëntachtig euro en zeventien cent", "EUR 4683.17"),
        ("NAf 1.888,00 (zegge: duizend achthonderd achtentachtig gulden)", "ANG 1888.00"),
        ("Afl. 2.000,-", "AWG 2000.00"),
        ("US$ 1.000,00", "USD 1000.00"),
    ],
)
def test_spellings(text: str, value: str) -> None:
    assert [q.value for q in find_quantities(f"tot {text}.")] == [value]


@pytest.mark.parametrize(
    "text", ["op 27 november 2018", "de 42-jarige verdachte", "artikel 36f", "feit 3", "06/990021-09"]
)
def test_what_is_no_quantity(text: str) -> None:
    assert list(find_quantities(text)) == []


def test_numbers_that_disagree_are_marked() -> None:
    (found,) = find_quantities("8 (negen) maanden")
    assert not found.agrees
