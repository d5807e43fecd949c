"""What the room keeps of who came when: as long as somebody is in, or the door is shut to them, and no longer."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session


def forget_visits(at: dt.datetime) -> None:
    """Throw away sessions that ended, wrong passwords that shut no door any more, and times of logging in and out.

    Nothing writes the last of these now; rooms of earlier versions did.
    """
    shut = dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    Session.objects.filter(expire_date__lte=at).delete()
    AccessAttempt.objects.filter(attempt_time__lte=at - shut).delete()
    AccessLog.objects.all().delete()
