"""What a referral may say: closed lists, a call-back and its hours. Nothing else exists.

No name, no story, no note, no alleged person, no health facts. The page that seals carries
these lists to the device, and the one that opens reads the same codes back into words.
"""

from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Urgency(TextChoices):
    """How soon somebody must act. What is less than this is no referral."""

    NOW = "U1", _("now: life or safety is in danger")
    TODAY = "U2", _("today: serious harm is likely soon")
    THIS_WEEK = "U3", _("this week: harm, but no danger at this moment")


class Need(TextChoices):
    """The service that is wanted; never what was done to the child."""

    HEALTH = "health", _("health care")
    POLICE = "police", _("police and safety")
    WELFARE = "welfare", _("social welfare")
    SHELTER = "shelter", _("a safe place to stay")
    LISTENING = "listening", _("somebody trained to listen")
    LEGAL = "legal", _("legal help")
    SCHOOL = "school", _("school")
    PAPERS = "papers", _("birth and other papers")
    DISABILITY = "disability", _("help with a disability")
    TRACING = "tracing", _("finding the family")
    STAFF = "staff", _("a concern about somebody’s conduct at work")


class Age(TextChoices):
    """Bands that consent follows; never a birthday."""

    TO_5 = "0-5", _("0 to 5")
    TO_11 = "6-11", _("6 to 11")
    TO_14 = "12-14", _("12 to 14")
    TO_17 = "15-17", _("15 to 17")
    UNKNOWN = "unknown", _("not known")


class Sex(TextChoices):
    """Whether a woman or a man should come."""

    GIRL = "girl", _("girl")
    BOY = "boy", _("boy")
    UNKNOWN = "unknown", _("not said")


class Consent(TextChoices):
    """What the child, or who cares for it, said to being referred."""

    YES = "yes", _("agrees")
    NO = "no", _("does not agree")
    NOT_ASKED = "not_asked", _("not asked yet")
    CANNOT = "cannot", _("too young, or cannot be asked")
    UNSAFE = "unsafe", _("asking would not be safe")


class Safety(TextChoices):
    """What was done for safety until somebody comes."""

    TRUSTED = "trusted", _("is with an adult they trust")
    ELSEWHERE = "elsewhere", _("is in another, safer place")
    TONIGHT = "tonight", _("somebody stays with them tonight")
    CARE = "care", _("is on the way to health care, or there")
    CALLED = "called", _("somebody was called")
    NOTHING = "nothing", _("nothing yet")


class Known(TextChoices):
    """A plain answer, where not knowing is one too."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class Access(TextChoices):
    """What makes help reachable."""

    INTERPRETER = "interpreter", _("an interpreter")
    SIGN = "sign", _("sign language")
    MOVING = "moving", _("cannot walk far")
    SEEING = "seeing", _("sees little")
    PLAIN = "plain", _("needs things said simply")
    WOMAN = "woman", _("a woman should come")
    MAN = "man", _("a man should come")
    ESCORT = "escort", _("somebody should come along")


class Reach(TextChoices):
    """How the child can be reached without anybody noticing."""

    ASK_SENDER = "ask_sender", _("ask the sender first")
    THROUGH = "through", _("through somebody they see anyway")
    COMES = "comes", _("comes to the service")
    PLACE = "place", _("at a place the sender will tell")


class When(TextChoices):
    """At what time that is safe."""

    ANY = "any", _("at any time")
    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")
    SCHOOL_HOURS = "school_hours", _("in school hours")
    MARKET_DAY = "market_day", _("on market day")
    ASK = "ask", _("ask the sender")


class Through(TextChoices):
    """Whom they see anyway; a role, never a person."""

    NOBODY = "nobody", _("nobody")
    FACILITATOR = "facilitator", _("the facilitator")
    NURSE = "nurse", _("the nurse or health worker")
    TEACHER = "teacher", _("a teacher")
    RELATIVE = "relative", _("a relative they trust")
    LEADER = "leader", _("a leader they trust")


class Since(TextChoices):
    """How long ago; some help is best within hours."""

    UNDER_24 = "under 24 h", _("less than 24 hours ago")
    UNDER_72 = "24-72 h", _("one to three days ago")
    UNDER_120 = "72-120 h", _("three to five days ago")
    LONGER = "longer", _("longer ago")
    UNKNOWN = "unknown", _("not known, or still going on")


class State(TextChoices):
    """What a recipient signs; the value stands in the signature."""

    OPENED = "opened", _("opened")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REDIRECTED = "redirected", _("passed to another service")
    KNOWS_PEOPLE = "knows_people", _("handed over")
    CHILD_SEEN = "child_seen", _("child seen")
    ACTED = "acted", _("service given")


class Reason(TextChoices):
    """Why somebody cannot take it, or what came of it. Codes only."""

    NONE = "", _("no reason told")
    NOT_OURS = "not_ours", _("it is for another service")
    NOT_NOW = "not_now", _("nobody can come in time")
    TOO_FAR = "too_far", _("it is too far, or cannot be reached")
    REACHED = "reached", _("help reached the child")
    NOT_REACHED = "not_reached", _("the child could not be reached")
    REFUSED = "refused", _("help was not wanted")


DECLINING = [Reason.NONE, Reason.NOT_OURS, Reason.NOT_NOW, Reason.TOO_FAR]
OUTCOMES = [Reason.REACHED, Reason.NOT_REACHED, Reason.REFUSED]


class Arrived(TextChoices):
    """What the sender answers to: did help arrive?"""

    YES = "yes", _("yes, help arrived")
    NO = "no", _("no, nobody came or it did not help")
    NOT_KNOWN = "not_known", _("I do not know yet")


class Sender(TextChoices):
    """Who hands it on; a role, never a person."""

    FACILITATOR = "facilitator", _("a facilitator")
    MENTOR = "mentor", _("a mentor")
    MANAGER = "manager", _("a manager of the programme")
    SERVICE = "service", _("somebody of a service")
    OTHER = "other", _("somebody else")


# Each answer of the letter, and the closed list that it is taken from.
LISTS: dict[str, type[TextChoices]] = {
    "urgency": Urgency,
    "need": Need,
    "age": Age,
    "sex": Sex,
    "consent": Consent,
    "safety": Safety,
    "duty": Known,
    "access": Access,
    "reach": Reach,
    "when": When,
    "through": Through,
    "since": Since,
    "role": Sender,
    "state": State,
    "reason": Reason,
    "arrived": Arrived,
}


def lists() -> dict[str, list[list[str]]]:
    """All lists for a page, as codes with their words in the reader's language."""
    return {
        name: [[str(code), str(label)] for code, label in choices.choices]
        for name, choices in LISTS.items()
    }


def faults_in(content: dict[str, Any]) -> list[str]:
    """The members of an opened letter that say something the lists do not hold."""
    told = {
        **{name: [content.get(name)] for name in ("urgency", "need", "age", "sex", "duty")},
        "since": [content.get("since")],
        "safety": content.get("safety"),
        "access": content.get("access"),
        "consent": list((content.get("consent") or {}).values()),
        "reach": [(content.get("reach") or {}).get("how")],
        "when": [(content.get("reach") or {}).get("when")],
        "through": [(content.get("reach") or {}).get("through")],
    }
    return [
        name
        for name, said in told.items()
        if not isinstance(said, list) or not set(said) <= set(LISTS[name].values)
    ]


def languages() -> list[list[str]]:
    """Languages that somebody may need to be spoken to in, each by its own name."""
    return [[code, str(name)] for code, name in settings.LANGUAGES]
