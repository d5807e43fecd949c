"""When somebody was in last is no longer kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Take the moment of the last login out of the accounts."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RemoveField(model_name="person", name="last_login")
    ]
