"""Every address of the room; a test knows for each who may see it."""

from __future__ import annotations

from django.urls import path, re_path

from vonnis.web.audit import views as audit
from vonnis.web.people import views as people
from vonnis.web.room import views as room

urlpatterns = [
    path("", room.home, name="home"),
    path("health", room.health, name="health"),
    path("help/", room.help_page, name="help"),
    path("language/", room.language, name="language"),
    path("style.css", room.style, name="style"),
    path("look/", room.look, name="look"),
    path("in/", people.login, name="login"),
    path("in/code/", people.code, name="code"),
    path("in/second-factor/", people.enrol, name="enrol"),
    path("in/<str:secret>/", people.invitation, name="invitation"),
    path("out/", people.logout, name="logout"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<str:username>/", people.person, name="person"),
    re_path(r"^people/(?P<username>[^/]+)/(?P<change>close|open|password)/$", people.account, name="account"),
    path("audit/", audit.audit, name="audit"),
    path("audit/file/", audit.audit_file, name="audit_file"),
]

handler403 = "vonnis.web.room.errors.refused"
handler404 = "vonnis.web.room.errors.not_found"
handler500 = "vonnis.web.room.errors.failed"
