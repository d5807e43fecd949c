"""The entrance for a web server: ``gunicorn vonnis.web.wsgi``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vonnis.web.settings")

application = get_wsgi_application()
