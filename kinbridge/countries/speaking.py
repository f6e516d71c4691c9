"""In which language a text of a pack is shown.

What helps in an emergency is shown in a language only after a reader of that language and a
clinician are recorded for it; until then in English, or in the language of the offices, and the
page says so. A wrong word at night costs hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import translation

from kinbridge.countries.facts import Language, Pack, Reading, Text

FALLBACK = "en"


@dataclass(frozen=True)
class Spoken:
    """Words, and the language they are in."""

    words: str
    language: str


@dataclass(frozen=True)
class Speaker:
    """Speaks the reader's language where it may, else that of the offices."""

    wanted: str
    office: str = FALLBACK
    readings: tuple[Reading, ...] | None = None  # none: no reading is asked for

    def say(self, text: Text) -> Spoken:
        """These words, in the language they may be shown in."""
        wanted = [self.wanted] if self.may_speak else []
        for language in (*wanted, FALLBACK, self.office, *text):
            if language in text:
                return Spoken(text[language], language)
        return Spoken("", self.wanted)

    @property
    def may_speak(self) -> bool:
        """Whether what is wanted was read by those who know."""
        return self.readings is None or self.wanted == FALLBACK or self.is_read(self.wanted)

    def is_read(self, language: str) -> bool:
        """Whether a reader of a language and a clinician have read the texts in it."""
        return any(
            one.language == language and one.reader and one.clinician
            for one in self.readings or ()
        )

    @property
    def is_unread(self) -> bool:
        """Whether no clinician has read even the words that are shown instead."""
        return not self.is_read(self.wanted if self.may_speak else FALLBACK)


def in_emergency(packs: Iterable[Pack], asked: str = "") -> Speaker:
    """Speaks first steps, clocks and questions of triage: in the language of the page, or in
    one of the country's that was asked for and may be spoken."""
    told = list(packs)
    readings = tuple(reading for pack in told for reading in pack.readings)
    speaker = Speaker(translation.get_language() or FALLBACK, _office(told), readings)
    return replace(speaker, wanted=asked) if speaker.is_read(asked) else speaker


def languages_read(packs: Iterable[Pack]) -> list[Language]:
    """Those in which emergency texts may be shown, by the names that the packs give them."""
    told = list(packs)
    speaker = in_emergency(told)
    known = {language.code: language for pack in told for language in pack.languages}
    return [language for code, language in known.items() if speaker.is_read(code)]


def of_law(pack: Pack) -> Speaker:
    """Speaks what the law says; no clinician has to have read that."""
    return Speaker(translation.get_language() or FALLBACK, pack.office_language)


def _office(packs: list[Pack]) -> str:
    return packs[0].office_language if packs else FALLBACK
