"""The chapters of a community's book, from the first gathering to what lasts. Each is left
out where nothing was told for it."""

from collections.abc import Iterator

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from kinbridge.agreement.models import Agreement, Commitment, Report
from kinbridge.community.models import Community, Gathering
from kinbridge.community.voices import WHOLE, Voice
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.queries import said_in
from kinbridge.goals.models import Activity, Decision, Goal, WayOfDeciding
from kinbridge.goals.queries.cloth import cloth
from kinbridge.goals.queries.doing import activities_told, decisions_told
from kinbridge.goals.queries.rounds import told as rounds_told
from kinbridge.goals.rounds import Round
from kinbridge.learning.models import Finding, Harm, ProtectivePractice, ReturnOfFindings
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.queries import rings_of
from kinbridge.people.models import Person
from kinbridge.reports import pictures
from kinbridge.reports.blocks import (
    Block,
    Chapter,
    bullets,
    heading,
    picture,
    table,
    text,
    voices,
    words,
)
from kinbridge.sustainability.lead import picture as lead_picture
from kinbridge.sustainability.models import Look
from kinbridge.sustainability.queries import lasting, seen

MM_A_COLUMN = 16


def chapters(community: Community, person: Person) -> list[Chapter]:
    """All of them, as who accompanies the community may read it."""
    found = [
        _already_done(community, person),
        _learnt(community, person),
        _gathered(community, person),
        _chose(community, person),
    ]
    for goal in Goal.objects.visible_to(person).filter(community=community).order_by("pk"):
        found += [_goal(goal), _helpers(goal, person), _talks(goal, person)]
        found += [_agreements(goal, person), _lasts(goal, person)]
    return [chapter for chapter in found if chapter.blocks]


def _already_done(community: Community, person: Person) -> Chapter:
    rows = ProtectivePractice.objects.visible_to(person).filter(community=community)
    return Chapter(
        _("What we already do for our children"),
        blocks=[
            words(one.words, one.translation, meta=[one.who, voices(one.said_by)])
            for one in rows.order_by("pk")
        ],
    )


def _learnt(community: Community, person: Person) -> Chapter:
    chapter = Chapter(_("What we learned"), _("What hurts children, in our own words."))
    for harm in Harm.objects.visible_to(person).filter(community=community).order_by("pk"):
        chapter.blocks.append(words(harm.words, harm.translation, meta=[voices(harm.said_by)]))
    findings = Finding.objects.visible_to(person).filter(community=community).with_answers()
    if findings:
        chapter.blocks.append(heading(_("What was found, and what we said of it")))
    for one in findings.order_by("pk"):
        chapter.blocks.append(words(one.words, one.translation, meta=[one.answered]))
    returns = ReturnOfFindings.objects.visible_to(person).filter(community=community)
    for back in returns.exclude(what_people_said="").order_by("when_sorts_on", "pk"):
        chapter.blocks.append(
            text(back.get_answer_display(), back.what_people_said, meta=[back.when])
        )
    return chapter


def _gathered(community: Community, person: Person) -> Chapter:
    rows = list(
        Gathering.objects.visible_to(person)
        .filter(community=community)
        .order_by("when_sorts_on", "pk")
    )
    if not rows:
        return Chapter(_("How we came together"))
    head = [_("When"), _("How"), *(voice.label for voice in WHOLE)]
    counts = [
        [row.when, row.get_kind_display(), *(getattr(row, voice) or "–" for voice in WHOLE)]
        for row in rows
    ]
    of_whom = ", ".join(
        f"{Voice(voice).label}: {sum(getattr(row, voice) for row in rows)}"
        for voice in (Voice.ELDERS, Voice.PEOPLE_WITH_DISABILITIES)
    )
    blocks = [table(head, counts), text(_("Of whom, in all"), of_whom)]
    return Chapter(_("How we came together"), blocks=blocks)


def _chose(community: Community, person: Person) -> Chapter:
    chapter = Chapter(_("How we chose"), _("What was said, and what was set aside and why."))
    ways = WayOfDeciding.objects.visible_to(person).filter(community=community)
    for way in ways.order_by("when_sorts_on", "pk"):
        chapter.blocks.append(text(_("How we decide"), way.words, meta=[way.when]))
    held = Round.objects.visible_to(person).filter(community=community)
    for one in rounds_told(held):
        chapter.blocks.append(text(one.round.when, one.round.words))
        said = [(_("for"), one.points_for), (_("against"), one.points_against)]
        lines = [
            f"{point.harm} – {side}: {point.words}" for side, points in said for point in points
        ]
        lines += [f"{a.harm} – {_('set aside')}: {a.words}" for a in one.set_aside]
        if lines:
            chapter.blocks.append(bullets(lines))
    return chapter


def _goal(goal: Goal) -> Chapter:
    chapter = Chapter(_("Our goal"))
    add = chapter.blocks.append
    add(words(goal.words, goal.translation, meta=[goal.decided_by, goal.when]))
    add(text(_("How it was decided"), goal.how))
    if goal.dissent:
        add(text(_("Who saw it otherwise"), goal.dissent))
    options = list(goal.options.order_by("pk"))
    rows = cloth(goal, options)
    if rows:
        add(heading(_("What matters")))
        add(
            bullets(
                f"{row.criterion.words} ({row.criterion.get_brought_by_display()})"
                for row in rows
            )
        )
    for decision in decisions_told(Decision.objects.filter(goal=goal)):
        add(heading(_("What we decided to do")))
        add(bullets(decision.options))
        add(
            text(
                decision.decision.decided_by,
                decision.decision.how,
                meta=[decision.decision.when],
            )
        )
        if decision.decision.dissent:
            add(text(_("Who saw it otherwise"), decision.decision.dissent))
    for one in activities_told(Activity.objects.filter(goal=goal)):
        add(
            text(
                one.activity.words, meta=[one.activity.who, one.activity.when, one.state.label]
            )
        )
        if one.reports:
            add(bullets(f"{report.when}: {report.words}" for report in one.reports))
    return chapter


def _helpers(goal: Goal, person: Person) -> Chapter:
    chapter = Chapter(_("Who might help us"), _("Those whom we named, around us."))
    rows = Linkage.objects.visible_to(person).filter(goal=goal)
    linkages = list(rows.nearest_first().with_next_step())
    if linkages:
        drawing = rings_of(goal, linkages, is_rtl=False)  # what sets type knows one direction
        chapter.blocks.append(picture(pictures.rings(drawing), goal.community.name))
        chapter.blocks.append(
            table(
                [_("Helper"), _("Could do"), _("How far we have come")],
                [
                    [
                        f"{n}. {one.named_as}" if drawing.is_numbered else one.named_as,
                        one.could_do,
                        one.get_state_display(),
                    ]
                    for n, one in enumerate(linkages, 1)
                ],
            )
        )
    return chapter


def _talks(goal: Goal, person: Person) -> Chapter:
    chapter = Chapter(_("What we talked about with others"))
    for one in (
        Dialogue.objects.visible_to(person).filter(goal=goal).with_sides().order_by("pk")
    ):
        chapter.blocks.append(heading(one.purpose))
        for said in said_in(one):
            for side in (said.community, *said.others):
                lines = [p.translation or p.words for p in side.positions]
                if lines:
                    chapter.blocks.append(text(f"{said.kind.label}: {side.side.name}"))
                    chapter.blocks.append(bullets(lines))
        for meeting in one.meetings.order_by("when_sorts_on", "pk"):
            chapter.blocks.append(
                text(meeting.where, meeting.what_was_said, meta=[meeting.when])
            )
    return chapter


def _agreements(goal: Goal, person: Person) -> Chapter:
    chapter = Chapter(_("What we agreed, and how it was kept"))
    rows = Agreement.objects.visible_to(person).with_state().filter(dialogue__goal=goal)
    for one in rows.order_by("when_sorts_on", "pk"):
        chapter.blocks.append(heading(one.title))
        chapter.blocks.append(
            words(one.purpose, one.purpose_translation, meta=[one.state_name])
        )
        chapter.blocks.extend(_promises(one))
    return chapter


def _promises(agreement: Agreement) -> Iterator[Block]:
    names = {side.key: str(side.name) for side in agreement.sides}
    for one in Commitment.objects.filter(agreement=agreement).standing():
        meta = [names.get(one.side, ""), one.who, one.how_often, one.until]
        yield text(one.what, meta=meta)
        reports = Report.objects.filter(commitment=one).order_by("when_sorts_on", "pk")
        lines = [
            f"{names.get(report.side, '')}, {report.when}: "
            f"{report.get_state_display()}. {report.why}"
            for report in reports
        ]
        if lines:
            yield bullets(lines)


def _lasts(goal: Goal, person: Person) -> Chapter:
    told = lasting(goal, person)
    chapter = Chapter(_("Will it last?"))
    add = chapter.blocks.append
    drawn = lead_picture(told.tellings, mirrored=get_language_bidi())
    if drawn:
        caption = _("How the lead moved: dark squares are ours, empty ones the NGO’s.")
        add(picture(pictures.lead(drawn), caption, width_mm=MM_A_COLUMN * len(drawn.columns)))
    for one in told.what_stops:
        add(words(one.stops, one.goes_on, meta=[voices(one.said_by), one.when]))
    for criterion in seen(told.criteria):
        if criterion.stands:
            meta = [criterion.stands, criterion.when]
            add(text(criterion.criterion.words, criterion.words, meta=meta))
    if told.step_back:
        add(text(told.step_back, told.step_back.words))
    for look in told.looks:
        add(text(_look(look), look.words, meta=[look.when]))
    return chapter


def _look(look: Look) -> str:
    return f"{look.get_months_display()}: {look.get_goes_on_display()}"
