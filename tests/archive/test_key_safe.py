"""The key file behind two locks: two holders open it, one alone has noise."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyrage
import pytest

from vonnis.archive.key_file import holds_keys, write_key, write_safe
from vonnis.archive.key_safe import Safe, Share, make_safe, open_safe, with_lines
from vonnis.archive.ring import Ring
from vonnis.errors import StudyError, UsageError
from vonnis.study.frame import KeyLine
from vonnis.study.words import Subject

LINES = (KeyLine("D0001", "defendant", "99/000001-16"), KeyLine("D0002", "defendant", "99/000002-16"))
HOLDERS = {name: pyrage.x25519.Identity.generate() for name in ("anna", "bram", "cas")}
RECIPIENTS = {name: str(identity.to_public()) for name, identity in HOLDERS.items()}


def identities(*names: str) -> dict[str, str]:
    return {name: str(HOLDERS[name]) for name in names}


@pytest.fixture(scope="module")
def safe() -> Safe:
    return make_safe(RECIPIENTS, LINES)


@pytest.mark.parametrize("pair", [("anna", "bram"), ("bram", "cas"), ("cas", "anna")])
def test_any_two_holders_open_it(safe: Safe, pair: tuple[str, str]) -> None:
    assert open_safe(safe, identities(*pair)) == LINES
    assert safe.holders == ("anna", "bram", "cas")


@pytest.mark.parametrize(
    "given", [identities("anna"), {}, identities("anna", "bram", "cas"), {"anna": "x", "eva": "y"}]
)
def test_fewer_more_or_others_do_not(safe: Safe, given: dict[str, str]) -> None:
    with pytest.raises(StudyError, match="opens for two of its holders together: anna, bram, cas"):
        open_safe(safe, given)


def test_one_holder_with_every_share_that_is_theirs_has_noise(safe: Safe) -> None:
    own = [share for share in safe.shares if share.holder == "anna"]
    halves = [pyrage.decrypt(share.half, [HOLDERS["anna"]]) for share in own]
    for half in halves:
        with pytest.raises((pyrage.IdentityError, UnicodeDecodeError)):
            pyrage.x25519.Identity.from_str(half.decode("ascii"))


def test_a_holder_may_have_a_passphrase() -> None:
    words = "paard batterij nietje"
    made = make_safe({"anna": words, "bram": RECIPIENTS["bram"]}, LINES)
    assert open_safe(made, {"anna": words, **identities("bram")}) == LINES


def test_the_secret_of_another_opens_nothing(safe: Safe) -> None:
    with pytest.raises(StudyError, match="not the passphrase of bram; nothing was opened"):
        open_safe(safe, {**identities("anna"), "bram": str(HOLDERS["cas"])})


def test_no_parketnummer_stands_in_the_file_and_lines_are_added_without_a_holder(safe: Safe) -> None:
    more = (*LINES, KeyLine("D0003", "defendant", "99/000003-17"))
    written = with_lines(safe, more)
    data = msgspec.json.encode(written)
    assert [line.outside for line in more if line.outside.encode() in data] == []
    assert open_safe(written, identities("anna", "cas")) == more


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"anna": "long enough words"}, "2 to 4 holders, and 1 are named"),
        ({name: f"long enough {name}" for name in "abcde"}, "2 to 4 holders, and 5 are named"),
        ({"anna": "short", "bram": "long enough words"}, "the passphrase of anna is too short"),
        ({"anna": "the same words", "bram": "the same words"}, "two holders have the same passphrase"),
        ({"anna": "age1notarecipient", "bram": RECIPIENTS["bram"]}, "is no age recipient"),
    ],
)
def test_bad_holders_are_refused(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        make_safe(given)


def test_a_file_whose_shares_were_mixed_up_is_said_to_be_damaged(safe: Safe) -> None:
    noise = pyrage.encrypt(bytes(len(str(HOLDERS["anna"]))), [HOLDERS["anna"].to_public()])
    shares = tuple(Share(s.holder, s.other, noise) if s.holder == "anna" else s for s in safe.shares)
    with pytest.raises(StudyError, match="the key file is damaged"):
        open_safe(msgspec.structs.replace(safe, shares=shares), identities("anna", "bram"))


def test_what_holds_keys_is_told_from_what_does_not(tmp_path: Path, safe: Safe) -> None:
    write_key(tmp_path / "open.csv", LINES)
    write_safe(tmp_path / "closed.key", safe)
    (tmp_path / "pack.key").write_text(f"{HOLDERS['anna']}\n", encoding="ascii")
    Ring(tmp_path / "ring.sqlite3").take({Subject("D1", ""): bytes(64)})
    (tmp_path / "dutch.csv").write_text("\ufeffstudy_number;kind;outside\nD0001;x;y\n", encoding="utf-8")
    (tmp_path / "quoted.csv").write_text('"kind","study_number","outside"\r\n', encoding="utf-8")
    (tmp_path / "series.csv").write_text("year,suspects\n2015,112\n", encoding="utf-8")
    (tmp_path / "empty").touch()
    found = {path.name for path in tmp_path.iterdir() if holds_keys(path)}
    assert found == {"open.csv", "dutch.csv", "quoted.csv", "closed.key", "pack.key", "ring.sqlite3"}
    assert not holds_keys(tmp_path / "nowhere")
