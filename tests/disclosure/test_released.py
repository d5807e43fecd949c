"""Released values come out of the gate and from nowhere else."""

from __future__ import annotations

import pickle

import msgspec
import pytest

from tests.disclosure.invented import AT, figure, let_out
from vonnis.disclosure.released import Decision, Release, ReleasedCell, ReleasedResult, ReleasedTable
from vonnis.errors import DisclosureError


def test_a_released_cell_cannot_be_made_outside_the_gate() -> None:
    with pytest.raises(DisclosureError, match="made by the gate alone"):
        ReleasedCell(id="a", value=1, share=None, status="released")


def test_a_release_cannot_be_put_together_outside_the_gate() -> None:
    with pytest.raises(DisclosureError, match="Release is made by the gate"):
        Release(results=(), tables=(), decisions=(), strict=(), policy=(), at=AT, fictional=True)


@pytest.mark.parametrize("kind", [ReleasedResult, ReleasedTable, ReleasedCell, Decision, Release])
def test_every_released_type_asks_for_the_gate(kind: type) -> None:
    blank = {field.name: None for field in msgspec.structs.fields(kind)}
    with pytest.raises(DisclosureError):
        kind(**blank)


def test_a_released_value_cannot_be_changed_into_another() -> None:
    result = let_out(figure("victims", "count", 41)).results[0]
    with pytest.raises(DisclosureError):
        msgspec.structs.replace(result, value=9.0)
    with pytest.raises(AttributeError):
        result.value = 9.0  # type: ignore[misc]


def test_a_released_value_cannot_be_read_back_into_its_type() -> None:
    result = let_out(figure("victims", "count", 41)).results[0]
    with pytest.raises((DisclosureError, msgspec.ValidationError)):
        msgspec.json.decode(msgspec.json.encode(result), type=ReleasedResult)
    with pytest.raises(DisclosureError):
        pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes


def test_the_gate_closes_behind_a_release() -> None:
    let_out(figure("victims", "count", 41))
    with pytest.raises(DisclosureError):
        ReleasedCell(id="a", value=1, share=None, status="released")


def test_the_gate_closes_behind_a_failure() -> None:
    with pytest.raises(DisclosureError, match="needs its n"):
        let_out(figure("age", "mean", 16.0, unit="year"))
    with pytest.raises(DisclosureError, match="made by the gate alone"):
        ReleasedCell(id="a", value=1, share=None, status="released")


def test_a_release_finds_its_numbers_by_id() -> None:
    release = let_out(figure("victims", "count", 41))
    found = release.result("victims")
    assert found is not None
    assert found.value == 41
    assert release.result("clients") is None
    assert release.table("sex") is None
