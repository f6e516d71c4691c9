"""Recording openings; beginning a notebook, writing in it, sharing a line of it.

What is written in a notebook leaves no words in any journal: only that, and when.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Community
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.mentoring.models import STREAM, Notebook, Opening, Reflection, SharedLine
from kinbridge.mentoring.sealed_pages import new_keys, seal
from kinbridge.people.acts import Act
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

OPENINGS_KEPT = timedelta(days=90)
LINES_KEPT = timedelta(days=365)


class NoNotebook(Invalid):
    """There is none to write in."""


def _own_stream(person: Person) -> str:
    return f"{STREAM}:{person.key.hex}"


@whole
def record_opening(
    *, area: Area, words: str, when: RoughDate, until: date, act: Act
) -> Opening:
    """Record a moment at which an office can be moved."""
    columns = when.columns(otherwise=act.at.date())
    opening = Opening.objects.create(
        key=act.key, area=area, words=words, until_on=until, **columns
    )
    enter(stream=STREAM, deed=Deed.RECORD_OPENING, about=opening, act=act)
    return opening


@whole
def begin_notebook(*, person: Person, words: str, at: datetime) -> Notebook:
    """Begin a notebook that these words open. An earlier one goes with all its pages: without
    its words nobody can read it any more."""
    Notebook.objects.filter(writer=person).delete()
    return Notebook.objects.create(writer=person, begun_at=at, **new_keys(words))


@whole
def write_reflection(*, community: Community, words: str, act: Act) -> Reflection:
    """Write a page, sealed to its writer before it is kept.

    Raises: NoNotebook.
    """
    notebook = Notebook.objects.filter(writer=act.by).first()
    if notebook is None:
        raise NoNotebook(_("Begin your notebook first, under “My notebook”."))
    page = Reflection.objects.create(
        key=act.key,
        notebook=notebook,
        community=community,
        sealed=seal(words, notebook.public_key),
        written_at=act.at,
    )
    stream = _own_stream(act.by)
    enter(stream=stream, deed=Deed.WRITE_REFLECTION, about=page, act=act, payload={})
    return page


@whole
def tear_out_reflection(*, reflection: Reflection, act: Act) -> Community:
    """Tear a page out of the own notebook, for good."""
    return _gone(reflection, Deed.TEAR_OUT_REFLECTION, act)


def _gone(record: Reflection | SharedLine, deed: Deed, act: Act) -> Community:
    """Delete what was its writer's own; the writer's stream tells that something went."""
    community = record.community
    enter(stream=_own_stream(act.by), deed=deed, about=record, act=act, payload={})
    record.delete()
    return community


@whole
def share_line(*, community: Community, mentor: Person, words: str, act: Act) -> SharedLine:
    """Share a line with one mentor of the community, and with nobody else."""
    line = SharedLine.objects.create(
        key=act.key,
        community=community,
        writer=act.by,
        mentor=mentor,
        words=words,
        shared_at=act.at,
    )
    stream = _own_stream(act.by)
    enter(stream=stream, deed=Deed.SHARE_LINE, about=line, act=act, payload={})
    return line


@whole
def take_back_line(*, sharedline: SharedLine, act: Act) -> Community:
    """Take a shared line back; it is gone for the mentor too."""
    return _gone(sharedline, Deed.TAKE_BACK_LINE, act)


@whole
def forget_openings_and_lines(*, at: datetime) -> int:
    """Delete openings whose day passed 90 days ago, and lines shared a year ago. Returns how
    many."""
    passed = Opening.objects.filter(until_on__lt=(at - OPENINGS_KEPT).date()).delete()[0]
    return passed + SharedLine.objects.filter(shared_at__lt=at - LINES_KEPT).delete()[0]
