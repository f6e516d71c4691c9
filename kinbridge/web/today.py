"""What should I look at today? One answer a role, each with its reason and where it leads.

Nothing here is late, ranked or counted against anybody: it is what waits for this person.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinbridge.agreement.models import Agreement
from kinbridge.agreement.queries import (
    lapsed_for,
    not_read_back,
    own_agreements,
    reviews_coming,
    seen_differently,
    unreported,
)
from kinbridge.community.models import Community
from kinbridge.dialogue.queries import open_dialogues, own_dialogues
from kinbridge.foundation.pages import page_of
from kinbridge.foundation.today import Thing, found_for
from kinbridge.learning.models import Finding
from kinbridge.linkage.missing import still_looking
from kinbridge.linkage.models import NextStep
from kinbridge.linkage.queries import (
    asks_to_answer,
    goals_nobody_is_named_for,
    own_asks,
    stuck_linkages,
    unfollowed_answers,
)
from kinbridge.norms.queries import practices_to_look_at, shared_with
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.sustainability.queries import looks_about_now
from kinbridge.sync.queries import needing_a_person

A_FEW = 5
SOON = timedelta(days=30)


def words_that_differ(person: Person) -> Iterator[Thing]:
    """Two people wrote different words; somebody has to say which stand."""
    for record, _form in needing_a_person(person)[:A_FEW]:
        why = _("Two people wrote different words here. Both are kept until one is chosen.")
        yield Thing(str(record), why, reverse("diverged"))


def findings_owed(person: Person) -> Iterator[Thing]:
    """What was learned and has not gone back."""
    owed = Finding.objects.visible_to(person).owed().order_by("community__name", "pk")
    for community, findings in groupby(owed[:200], key=lambda finding: finding.community):
        n = len(list(findings))
        why = ngettext(
            "What you learned belongs to them: %(n)d finding has not gone back yet.",
            "What you learned belongs to them: %(n)d findings have not gone back yet.",
            n,
        ) % {"n": n}
        url = reverse("findings_summary", args=[community.key])
        yield Thing(_("Bring the findings back"), why, url, community.name)


def own_next_steps(person: Person) -> Iterator[Thing]:
    """Steps towards a helper that this person took upon themselves."""
    roles = [role for role in (Role.FACILITATOR, Role.MENTOR) if role in person.roles]
    steps = NextStep.objects.visible_to(person).filter(is_open=True, broker__in=roles)
    for step in steps.select_related("linkage__goal__community").order_by(
        "when_sorts_on", "pk"
    )[:A_FEW]:
        why = _("The next step towards them, %(when)s.") % {"when": step.when}
        yield Thing(
            f"{step.linkage.named_as}: {step.words}",
            why,
            page_of(step.linkage),
            step.community.name,
        )


def linkages_without_a_step(person: Person) -> Iterator[Thing]:
    """Helpers that were named, and nobody has said what comes next."""
    for linkage in stuck_linkages(person):
        why = _("%(state)s, and nobody has said yet what comes next.") % {
            "state": str(linkage.get_state_display()).capitalize()
        }
        yield Thing(linkage.named_as, why, page_of(linkage), linkage.goal.community.name)


def asks_for_the_office(person: Person) -> Iterator[Thing]:
    """What communities decided to send to the own office."""
    if Role.OFFICIAL not in person.roles:
        return
    for ask in asks_to_answer(person):
        why = _("They decided to ask your office, %(when)s.") % {"when": ask.when}
        yield Thing(ask.words, why, page_of(ask), ask.community.name)


def answers_that_came(person: Person) -> Iterator[Thing]:
    """What offices answered, where nothing has followed yet."""
    for answer in unfollowed_answers(person):
        ask = answer.ask
        why = _("They answered your ask. What comes next?")
        title = f"{ask.linkage.named_as}: {answer}"
        yield Thing(title, why, page_of(ask.linkage), ask.community.name)


def goals_waiting_for_us(person: Person) -> Iterator[Thing]:
    """Goals whose community asked a formal helper, as the manager sees them."""
    if Role.MANAGER not in person.roles:
        return
    for goal in still_looking(person)[:A_FEW]:
        why = _("Waiting for us: they asked a formal helper, and no talk has come of it yet.")
        yield Thing(
            str(goal), why, reverse("who_might_help", args=[goal.key]), goal.community.name
        )


def commitments_to_report_on(person: Person) -> Iterator[Thing]:
    """What the own office promised, and has not told about yet."""
    for commitment in unreported(person)[:A_FEW]:
        why = _("Your office promised this. How does it go?")
        where = commitment.community.name
        yield Thing(commitment.what, why, page_of(commitment.agreement), where)


def reports_that_differ(person: Person) -> Iterator[Thing]:
    """Agreements on which the two sides report differently."""
    for shown in seen_differently(person)[:A_FEW]:
        why = _("The two sides see it differently. That is worth a talk.")
        yield _about_agreement(shown.agreement, why)


def drafts_to_read_back(person: Person) -> Iterator[Thing]:
    """Drafts that some groups have not heard yet."""
    for draft, groups in not_read_back(person)[:A_FEW]:
        names = _(", ").join(str(group) for group in groups)
        why = _("Not heard yet by: %(groups)s.") % {"groups": names}
        yield _about_agreement(draft.agreement, why)


def reviews_to_hold(person: Person) -> Iterator[Thing]:
    """Agreements that both sides meant to look at again about now."""
    for agreement in reviews_coming(person, timezone.localdate())[:A_FEW]:
        when = date_format(agreement.review_due_on, "YEAR_MONTH_FORMAT")
        why = _("Both sides meant to look at it again about %(when)s.") % {"when": when}
        yield _about_agreement(agreement, why)


def lapsed_agreements(person: Person) -> Iterator[Thing]:
    """Agreements that nobody looked at again."""
    for agreement in lapsed_for(person)[:A_FEW]:
        when = date_format(agreement.review_due_on)
        why = _("It has lapsed: both meant to look at it again by %(when)s. Is it renewed?")
        yield _about_agreement(agreement, why % {"when": when})


def practices_to_look_at_again(person: Person) -> Iterator[Thing]:
    """Practices that nobody has looked at for half a year."""
    for practice in practices_to_look_at(person)[:A_FEW]:
        why = _("Half a year has passed. Does it still stand so, and is it safe to talk?")
        yield Thing(str(practice), why, page_of(practice), practice.community.name)


def told_to_the_office(person: Person) -> Iterator[Thing]:
    """What communities decided to tell the own office about a practice."""
    if Role.OFFICIAL not in person.roles:
        return
    for shared in shared_with(person)[:A_FEW]:
        why = _("They decided to tell your office, %(when)s.") % {"when": shared.when}
        yield Thing(str(shared), why, page_of(shared), shared.community.name)


def looks_long_after(person: Person) -> Iterator[Thing]:
    """Goals whose work somebody meant to look at again, long after the NGO stepped back."""
    for step_back, look in looks_about_now(person)[:A_FEW]:
        goal = step_back.goal
        title = _("Look again, %(after)s the NGO stepped back") % {"after": look.after.label}
        url = reverse("will_it_last", args=[goal.key])
        yield Thing(title, _("One phone call is enough."), url, goal.community.name)


def _about_agreement(agreement: Agreement, why: str) -> Thing:
    return Thing(agreement.title, why, page_of(agreement), agreement.community.name)


def goals_to_name_helpers_for(person: Person) -> Iterator[Thing]:
    """Goals of the communities that a facilitator walks with, and nobody is named yet."""
    if Role.FACILITATOR not in person.roles:
        return
    for goal in goals_nobody_is_named_for(person)[:A_FEW]:
        why = _("Nobody has been asked yet who might help.")
        yield Thing(
            str(goal), why, reverse("who_might_help", args=[goal.key]), goal.community.name
        )


def talks_to_go_on_with(person: Person) -> Iterator[Thing]:
    """Open dialogues of the communities that a facilitator walks with."""
    if Role.FACILITATOR not in person.roles:
        return
    for dialogue in open_dialogues(person)[:A_FEW]:
        title = _("Go on with: %(purpose)s") % {"purpose": dialogue.purpose}
        where = dialogue.goal.community.name
        yield Thing(title, _("The talk is open."), page_of(dialogue), where)


def communities_nobody_accompanies(person: Person) -> Iterator[Thing]:
    """Communities without a facilitator or mentor."""
    rows = Community.objects.visible_to(person).exclude(
        accompaniments__ended_at__isnull=True, accompaniments__isnull=False
    )
    for community in rows.filter(cluster__isnull=True)[:A_FEW]:
        why = _("Nobody walks with this community yet.")
        yield Thing(community.name, why, page_of(community))


def roles_to_approve(person: Person) -> Iterator[Thing]:
    """Guarded roles that wait for a second person."""
    waiting = [grant for grant in Grant.objects.visible_to(person) if grant.needs_approval]
    for grant in waiting[:A_FEW]:
        if person.pk in {grant.person_id, grant.granted_by_id} or grant.ended_at:
            continue
        why = _("This role needs the word of a second person.")
        yield Thing(f"{grant.person}: {grant}", why, reverse("people"))


def roles_that_end_soon(person: Person) -> Iterator[Thing]:
    """Roles end by themselves; who still needs one should keep it."""
    today = timezone.localdate()
    ending = Grant.objects.visible_to(person).in_force(today).filter(until_on__lte=today + SOON)
    for grant in ending.select_related("person", "area")[:A_FEW]:
        why = _("Ends on %(day)s.") % {"day": date_format(grant.until_on)}
        yield Thing(f"{grant.person}: {grant}", why, reverse("people"))


Looking = Callable[[Person], Iterator[Thing]]
# What each right opens, in the order in which it is shown.
_LOOKING: tuple[tuple[Deed, Looking], ...] = (
    (Deed.SEE_TALK, words_that_differ),
    (Deed.SEE_TALK, findings_owed),
    (Deed.SEE_TALK, own_next_steps),
    (Deed.SEE_DIALOGUE, asks_for_the_office),
    (Deed.SEE_TALK, answers_that_came),
    (Deed.SEE_MISSING, goals_waiting_for_us),
    (Deed.SEE_DIALOGUE, commitments_to_report_on),
    (Deed.SEE_TALK, reports_that_differ),
    (Deed.SEE_TALK, drafts_to_read_back),
    (Deed.SEE_TALK, reviews_to_hold),
    (Deed.SEE_AGREEMENT, lapsed_agreements),
    (Deed.LOOK_AFTER, looks_long_after),
    (Deed.LOOK_AT_PRACTICE, practices_to_look_at_again),
    (Deed.SEE_SHARED_VIEW, told_to_the_office),
    (Deed.OPEN_DIALOGUE, linkages_without_a_step),
    (Deed.NAME_HELPER, goals_to_name_helpers_for),
    (Deed.SEE_TALK, talks_to_go_on_with),
    (Deed.ACCOMPANY, communities_nobody_accompanies),
    (Deed.APPROVE_GRANT, roles_to_approve),
    (Deed.GRANT_ROLE, roles_that_end_soon),
)


def part_of(person: Person) -> list[Thing]:
    """The asks sent to an official's own office, and the dialogues and agreements in which it
    takes part."""
    if Role.OFFICIAL not in person.roles:
        return []
    asks = [
        Thing(ask.words, _("An ask"), page_of(ask), ask.community.name)
        for ask in own_asks(person)
    ]
    talks = [
        Thing(dialogue.purpose, _("A dialogue"), page_of(dialogue), dialogue.community.name)
        for dialogue in own_dialogues(person)
    ]
    agreements = [
        _about_agreement(own.agreement, own.agreement.state_name)
        for own in own_agreements(person)
    ]
    return asks + talks + agreements


def things_for(person: Person) -> list[Thing]:
    """Everything that waits for this person today."""
    own = [thing for deed, look in _LOOKING if person.holds(deed) for thing in look(person)]
    return [*found_for(person), *own]
