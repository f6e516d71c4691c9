"""Opening a dialogue, and recording what the sides say, where they stick, how it goes on."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kinbridge.dialogue.models import Dialogue, Meeting, Obstacle, Position
from kinbridge.dialogue.sides import is_as_told, speaking_for
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.plain import facts
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.models import Goal
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Linkage, State
from kinbridge.linkage.operations import answer_asks, move
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed

# A linkage that has come further than talking is not taken back by another talk.
_FURTHER = frozenset({State.IN_DIALOGUE, State.AGREED, State.ACTIVE})


class NobodyToTalkWith(Invalid):
    """A dialogue needs at least one helper whom people named for this goal."""


class DialogueIsClosed(Conflict):
    """The dialogue was closed before."""


class ObstacleIsSolved(Conflict):
    """How the obstacle was solved is told already."""


@whole
def open_dialogue(
    *, goal: Goal, linkages: Sequence[Linkage], purpose: str, when: RoughDate, act: Act
) -> Dialogue:
    """Record that a community and its possible helpers begin to talk.

    Their linkages are in dialogue from now on, unless they have come further already.

    Raises: NobodyToTalkWith; HasEnded, of a linkage that has to be taken up again first.
    """
    chosen = [linkage.pk for linkage in linkages]
    taking_part = list(Linkage.objects.filter(pk__in=chosen).order_by("pk"))
    if not taking_part or any(linkage.goal_id != goal.pk for linkage in taking_part):
        raise NobodyToTalkWith(
            _("Choose who takes part, among those named for this goal."), field="linkages"
        )
    dialogue = Dialogue.objects.create(
        key=act.key, goal=goal, purpose=purpose, **when.columns(otherwise=act.at.date())
    )
    dialogue.linkages.set(taking_part)
    for linkage in taking_part:
        if linkage.state not in _FURTHER:
            move(linkage=linkage, state=State.IN_DIALOGUE, act=act, words=purpose, when=when)
    answer_asks(linkages=taking_part)
    told = {**facts(dialogue), "linkages": taking_part}
    _enter(Deed.OPEN_DIALOGUE, dialogue, dialogue, act, told)
    return dialogue


@whole
def record_meeting(
    *,
    dialogue: Dialogue,
    when: RoughDate,
    where: str,
    who_took_part: str,
    what_was_said: str,
    act: Act,
) -> Meeting:
    """Record that the sides met, perhaps weeks later, and perhaps after the dialogue ended."""
    meeting = Meeting.objects.create(
        key=act.key,
        dialogue=dialogue,
        where=where,
        who_took_part=who_took_part,
        what_was_said=what_was_said,
        **when.columns(otherwise=act.at.date()),
    )
    answer_asks(linkages=dialogue.linkages.all())
    _enter(Deed.RECORD_MEETING, meeting, dialogue, act)
    return meeting


@whole
def add_position(
    *, dialogue: Dialogue, side: str, kind: str, words: str, translation: str, act: Act
) -> Position:
    """Set a concern, a request or an offer beside those of the other side.

    What a service says is marked as told, where somebody else writes it down.

    Raises: NotYourSide.
    """
    speaker = speaking_for(side, act.by, dialogue.community, dialogue.sides)
    position = Position.objects.create(
        key=act.key,
        dialogue=dialogue,
        side=speaker.key,
        kind=kind,
        words=words,
        translation=translation,
        as_told=is_as_told(act.by, dialogue.community, speaker),
    )
    if speaker.linkage is not None:
        answer_asks(linkages=[speaker.linkage])
    _enter(Deed.ADD_POSITION, position, dialogue, act)
    return position


@whole
def name_obstacle(*, dialogue: Dialogue, words: str, when: RoughDate, act: Act) -> Obstacle:
    """Say what stands in the way. It belongs to no side."""
    obstacle = Obstacle.objects.create(
        key=act.key, dialogue=dialogue, words=words, **when.columns(otherwise=act.at.date())
    )
    _enter(Deed.NAME_OBSTACLE, obstacle, dialogue, act)
    return obstacle


@whole
def solve_obstacle(
    *, obstacle: Obstacle, how_solved: str, when: RoughDate, act: Act
) -> Obstacle:
    """Say which way people found.

    Raises: ObstacleIsSolved.
    """
    obstacle = Obstacle.objects.select_for_update().get(pk=obstacle.pk)
    if obstacle.is_solved:
        raise ObstacleIsSolved(_("How this was solved has been told already."))
    obstacle.how_solved = how_solved
    obstacle.solved_on, obstacle.solved_words = when.on, when.words
    obstacle.save(update_fields=["how_solved", "solved_on", "solved_words"])
    _enter(Deed.SOLVE_OBSTACLE, obstacle, obstacle.dialogue, act)
    return obstacle


@whole
def close_dialogue(*, dialogue: Dialogue, words: str, when: RoughDate, act: Act) -> Dialogue:
    """Say that the talk has come to its end; what was agreed or done goes on.

    Raises: DialogueIsClosed.
    """
    dialogue = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    if dialogue.is_closed:
        raise DialogueIsClosed(_("This dialogue was closed before."))
    dialogue.closing_words = words
    dialogue.closed_on, dialogue.closed_words = when.on, when.words
    dialogue.save(update_fields=["closing_words", "closed_on", "closed_words"])
    _enter(Deed.CLOSE_DIALOGUE, dialogue, dialogue, act)
    return dialogue


def _enter(
    deed: Deed,
    about: Dialogue | Meeting | Position | Obstacle,
    dialogue: Dialogue,
    act: Act,
    payload: dict[str, object] | None = None,
) -> None:
    stream = dialogue.community.stream
    enter(stream=stream, deed=deed, about=about, act=act, payload=payload)
