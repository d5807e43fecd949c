"""What the room is told from outside."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vonnis.errors import UsageError
from vonnis.web.configuration import Configuration, configuration_of, database_of


def test_a_configuration_goes_through_the_environment_and_back(tmp_path: Path) -> None:
    configuration = Configuration(
        study=tmp_path,
        database="postgresql://a@127.0.0.1/b",
        hosts=("code.example.org",),
        https=True,
        forwarded=True,
        two_factor=True,
        state=tmp_path / "state",
        idle_minutes=5,
    )
    assert configuration_of(configuration.environment()) == configuration


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({}, "VONNIS_STUDY"),
        ({"VONNIS_HTTPS": "perhaps"}, "VONNIS_HTTPS"),
        ({"VONNIS_FORWARDED": "nginx"}, "VONNIS_FORWARDED"),
        ({"VONNIS_TWO_FACTOR": "2"}, "VONNIS_TWO_FACTOR"),
        ({"VONNIS_IDLE_MINUTES": "0"}, "VONNIS_IDLE_MINUTES"),
        ({"VONNIS_IDLE_MINUTES": "soon"}, "VONNIS_IDLE_MINUTES"),
    ],
)
def test_a_wrong_variable_is_named(variables: dict[str, str], word: str, tmp_path: Path) -> None:
    study = {"VONNIS_STUDY": str(tmp_path)} if variables else {}
    with pytest.raises(UsageError, match=word):
        configuration_of(study | variables)


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://host", "nonsense"])
def test_an_address_that_is_no_postgresql_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DATABASE_URL"):
        database_of(configuration_of({"VONNIS_STUDY": str(tmp_path), "DATABASE_URL": address}))


def test_a_password_with_signs_reaches_the_database(tmp_path: Path) -> None:
    address = "postgresql://a%40b:p%2Fw@db:5433/room?sslmode=require"
    database = database_of(configuration_of({"VONNIS_STUDY": str(tmp_path), "DATABASE_URL": address}))
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("a@b", "p/w", "5433")
    assert database["OPTIONS"]["sslmode"] == "require"


def test_a_second_factor_is_asked_of_everybody_once_others_can_reach_the_room(tmp_path: Path) -> None:
    alone = configuration_of({"VONNIS_STUDY": str(tmp_path)})
    team = configuration_of({"VONNIS_STUDY": str(tmp_path), "VONNIS_HOSTS": "code.example.org"})
    assert (alone.two_factor, team.two_factor) == (False, True)


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    configuration = configuration_of({"VONNIS_STUDY": str(tmp_path), "VONNIS_STATE": str(tmp_path / "state")})
    assert configuration.secret_key() == configuration.secret_key()
    assert len(configuration.secret_key()) >= 50
    assert stat.S_IMODE((tmp_path / "state" / "secret.key").stat().st_mode) == 0o600


def test_django_has_nothing_to_say_against_a_room_behind_https(tmp_path: Path) -> None:
    room = Configuration(study=tmp_path, hosts=("code.example.org",), https=True, state=tmp_path / "state")
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, **room.environment(), "DJANGO_SETTINGS_MODULE": "vonnis.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_every_change_of_a_model_has_its_migration(tmp_path: Path) -> None:
    room = Configuration(study=tmp_path, state=tmp_path / "state")
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        env={**os.environ, **room.environment(), "DJANGO_SETTINGS_MODULE": "vonnis.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
