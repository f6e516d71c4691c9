"""The pocket guide: a screen for each question that a facilitator stands before.

In our own words, from the practice of community-led work (``docs/words.md``, Guide); no
account of anybody. Phones keep it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Text


@dataclass(frozen=True)
class Part:
    """A question, and what has been found to help."""

    name: str
    icon: str
    question: Text
    lines: tuple[Text, ...]


PARTS = (
    Part(
        "enter",
        "community",
        _("How do I enter a community?"),
        (
            _("Go to those who open the door, and to those who are seldom asked."),
            _("Say who you are and what you do not bring: no project, no money, no plan."),
            _("Come back before you ask for anything. Go when people go to their fields."),
        ),
    ),
    Part(
        "listen",
        "voices",
        _("How do I listen?"),
        (
            _("Ask what hurts children here, and what people already do about it."),
            _("Sit with small groups, each by itself. Visit those who never come."),
            _("Write down themes, no names. Read them back, and let people correct them."),
        ),
    ),
    Part(
        "helpers",
        "helper",
        _("How do I ask who might help?"),
        (
            _("Ask first, and only then open a list: who might help us reach this goal?"),
            _("From the family to the nation. Ask the girls too: they name other people."),
            _("What could they do? What was tried? Who knows them? What comes next?"),
        ),
    ),
    Part(
        "decide",
        "knot",
        _("How does a community decide?"),
        (
            _("The community decides. You do not, and no organisation does."),
            _("Agree first how to decide, so that everybody has a voice. Leave time."),
            _("Who has not been heard? Who sees it otherwise? Write that down as well."),
        ),
    ),
    Part(
        "serious",
        "serious",
        _("What do I do when something serious is told?"),
        (
            _("Listen. Ask for no details, promise no secrecy, confront nobody."),
            _("Thank them. Say what you do next, and whom you may have to tell."),
            _("If a child is in danger now, call first. Then open “Something serious”."),
            _("Write nothing of it into a gathering or a finding."),
        ),
    ),
)
