"""Wordings that the machine misreads: whom they are dealt to, and what they say."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from vonnis.demo.dealing import deal
from vonnis.demo.margins import margins
from vonnis.demo.plan import PlannedClient, PlannedJudgment
from vonnis.demo.unusual import ASKED, telling_line
from vonnis.demo.wordings import wordings
from vonnis.demo.writing import compose

CLIENTS = [client for client in deal(2023).clients if any(judgment.unusual for judgment in client.judgments)]


def lines(judgment: PlannedJudgment) -> list[str]:
    return [line for block in compose(judgment) for line in block.lines]


def test_each_is_dealt_as_often_as_the_margins_say() -> None:
    assert Counter(client.judgments[0].unusual for client in CLIENTS) == margins().unusual


@pytest.mark.parametrize("seed", [1, 7])
def test_another_seed_deals_no_more_than_it_has_clients_for(seed: int) -> None:
    dealt = Counter(judgment.unusual for judgment in deal(seed).judgments if judgment.unusual)
    assert dealt <= Counter(margins().unusual)
    assert dealt.total() > 15


def test_they_stand_where_a_coder_can_point_at_them() -> None:
    assert CLIENTS
    assert all(client.in_population and not client.on_paper and len(client.judgments) == 1 for client in CLIENTS)


@pytest.mark.parametrize("client", CLIENTS, ids=[f"{one.id}-{one.judgments[0].unusual}" for one in CLIENTS])
def test_the_line_that_tells_stands_in_no_usual_wording(client: PlannedClient) -> None:
    (judgment,) = client.judgments
    usual = msgspec.structs.replace(judgment, unusual=None)
    line = telling_line(judgment, lines(judgment))
    assert line is not None
    assert line not in lines(usual)
    assert telling_line(usual, lines(usual)) is None


def test_each_has_a_question_that_it_answers_and_a_wording() -> None:
    assert ASKED.keys() == wordings().unusual.keys() == margins().unusual.keys()
