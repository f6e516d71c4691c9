"""The words of packs as people read them."""

from django.utils.translation import gettext_lazy as _

from kinbridge.countries.facts import Topic
from kinbridge.foundation.errors import Text
from kinbridge.places.models import Level

TOPICS: dict[str, Text] = {
    Topic.AGE_OF_MARRIAGE: _("Age of marriage"),
    Topic.CORPORAL_PUNISHMENT: _("Corporal punishment"),
    Topic.SEXUAL_OFFENCES: _("Sexual offences"),
    Topic.HARMFUL_PRACTICES: _("Harmful practices"),
    Topic.CHILD_LABOUR: _("Child labour"),
    Topic.EDUCATION: _("Education"),
    Topic.BIRTH_REGISTRATION: _("Birth registration"),
    Topic.ADOLESCENT_PARENTS_IN_SCHOOL: _("Adolescent parents in school"),
    Topic.GUARDIANSHIP: _("Guardianship"),
}
STATUS: dict[str, Text] = {
    "in_force": _("in force"),
    "passed_not_commenced": _("passed, not yet in force"),
    "repealed": _("repealed"),
    "disputed": _("disputed"),
    "conflicting": _("contradicts another law"),
}
SURE: dict[str, Text] = {
    "high": _("sure"),
    "medium": _("fairly sure"),
    "low": _("not sure"),
}
WHO_REPORTS: dict[str, Text] = {
    "any_person": _("Everybody must report."),
    "named_professions": _("Some professions must report."),
    "officials": _("Officials must report."),
    "nobody": _("The law asks nobody to report."),
    "open": _("Not known: ask the safeguarding lead."),
}

STATES: dict[str, Text] = {
    "none_found": _("searched, none found"),
    "not_researched": _("not researched yet"),
    "unchecked": _("unchecked"),
}

LEVELS: dict[str, Text] = {level.value: level.label for level in Level}

WORDS: dict[str, Text] = {
    **TOPICS, **STATUS, **SURE, **WHO_REPORTS, **STATES, **LEVELS,
}  # fmt: skip
