"""Every address of the room; a test knows for each who may see it."""

from __future__ import annotations

from django.urls import path, re_path

from vonnis.web.audit import views as audit
from vonnis.web.care import views as care
from vonnis.web.coding import codebooks, meeting, opening, progress, team, threads, training
from vonnis.web.coding import views as coding
from vonnis.web.exchange import views as exchange
from vonnis.web.people import views as people
from vonnis.web.room import views as room
from vonnis.web.screening import views as screening

urlpatterns = [
    path("", team.today, name="home"),
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
    path("files/", team.files, name="files"),
    path("files/<str:unit>/", coding.screen, name="screen"),
    path("files/<str:unit>/open/", opening.opening, name="opening"),
    path("files/<str:unit>/over/", opening.over, name="over"),
    path("pause/", care.pause, name="pause"),
    path("notes/check/", care.check_note, name="check_note"),
    path("files/<str:unit>/questions/", coding.questions, name="questions"),
    path("files/<str:unit>/answer/", coding.answer, name="answer"),
    path("files/<str:unit>/evidence/", coding.evidence, name="evidence"),
    path("files/<str:unit>/detail/", coding.detail, name="detail"),
    path("files/<str:unit>/undo/", coding.undo, name="undo"),
    path("files/<str:unit>/machine/", coding.open_machine, name="machine"),
    path("files/<str:unit>/victim/", coding.victim, name="victim"),
    path("files/<str:unit>/ask/", coding.ask, name="ask"),
    path("threads/<str:unit>/<str:variable>/<str:coder>/", threads.thread, name="thread"),
    path("meeting/", meeting.meeting, name="meeting"),
    path("files/<str:unit>/hand-in/", training.hand_in, name="hand_in"),
    path("files/<str:unit>/feedback/", training.feedback, name="feedback"),
    path("training/", training.training, name="training"),
    path("screening/", screening.screen, name="screening"),
    path("screening/decide/", screening.decide, name="screening_decide"),
    path("screening/standing/", screening.standing, name="screening_standing"),
    path("screening/check/", screening.draw_check, name="screening_check"),
    path("screening/stop/", screening.stop, name="screening_stop"),
    path("screening/conflicts/<str:unit>/", screening.conflict, name="screening_conflict"),
    path("differences/", team.differ, name="differ"),
    path("differences/<str:unit>/<str:variable>/", team.decide, name="decide"),
    path("codebook/", codebooks.codebook_page, name="codebook"),
    path("codebook/changes/", codebooks.codebook_changes, name="codebook_changes"),
    path("progress/", progress.progress, name="progress"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/study.zip", exchange.study_zip, name="study_zip"),
    path("exchange/codebook.qdc", exchange.refi, name="refi"),
    path("exchange/take/", exchange.take, name="take"),
    path("export/", team.export, name="export"),
    path("audit/", audit.audit, name="audit"),
    path("audit/file/", audit.audit_file, name="audit_file"),
]

handler403 = "vonnis.web.room.errors.refused"
handler404 = "vonnis.web.room.errors.not_found"
handler500 = "vonnis.web.room.errors.failed"
