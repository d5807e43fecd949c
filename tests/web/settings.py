"""The room's own settings, over a study folder and a state folder that are made for the tests."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.web.material import coded_study

_FOLDER = Path(tempfile.gettempdir()) / f"vonnis-room-tests-{os.getpid()}"
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_FOLDER.mkdir(mode=0o700, exist_ok=True)
coded_study(_FOLDER)
os.environ["VONNIS_STUDY"] = str(_FOLDER)
os.environ["VONNIS_STATE"] = str(_FOLDER)

from vonnis.web.settings import *  # noqa: E402, F403 - the room reads its configuration when it is imported

# What costs time on purpose in the room costs none in the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
