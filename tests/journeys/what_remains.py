"""What must hold when a bad day is over; each breach is told, by its kind."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from kinbridge.community.models import Gathering, Pause
from kinbridge.foundation.references import reference
from kinbridge.goals.models import Point, Round
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.doors import SignedIn
from kinbridge.people.roles import Deed
from kinbridge.sync import kept
from kinbridge.sync.models import Wording
from tests.journeys.bad_days import BadDay, Typed
from tests.journeys.phones import NEEDS_ITS_PERSON, Form, Phone

MAKES = {
    Deed.RECORD_GATHERING: Gathering,
    Deed.RECORD_HARM: Harm,
    Deed.BEGIN_PAUSE: Pause,
    Deed.HOLD_ROUND: Round,
    Deed.ADD_POINT: Point,
}
CORRECTED = {Deed.CORRECT_GATHERING: Gathering, Deed.CORRECT_HARM: Harm}
NOT_WORDS = frozenset({"kind", "voices", "side", "looked_again"})


@dataclass(frozen=True)
class Breach:
    """Something that does not hold: ``loss``, ``double``, ``difference`` or ``stuck``."""

    kind: str
    what: str


def breaches(day: BadDay) -> Iterator[Breach]:
    """Everything that does not hold, in what is on the server and on the phones."""
    entries = list(Entry.objects.order_by("stream_id", "number"))
    yield from _losses(day, {entry.key: entry for entry in entries})
    yield from _stuck(day)
    yield from _doubles(day, entries)
    yield from (Breach("difference", str(fault)) for fault in verify())
    yield from _unmerged(day, entries)
    if day.keeps:
        yield from _unlike_pages(day)


def _losses(day: BadDay, entries: dict[uuid.UUID, Entry]) -> Iterator[Breach]:
    """What was typed stands in the journal, or on its phone."""
    for key, typed in day.typed.items():
        if typed.is_withdrawn:
            continue
        entry, form = entries.get(key), day.left.get(key)
        if entry is None and form is None:
            yield Breach("loss", f"{typed.form.deed} is nowhere")
        elif entry is not None and not _stands(typed, entry, form):
            yield Breach("loss", f"{typed.wordings} is not what was entered: {entry.payload}")


def _stands(typed: Typed, entry: Entry, form: Form | None) -> bool:
    """The last wording was entered; or an earlier one was, and the phone shows the last, or its
    person said it anew."""
    if form is None and not typed.is_said_anew:
        return _is_in(typed.wordings[-1], entry)
    is_shown = form is None or form.state == "earlier"
    return is_shown and any(_is_in(said, entry) for said in typed.wordings)


def _is_in(said: dict[str, Any], entry: Entry) -> bool:
    told = json.dumps(entry.payload, ensure_ascii=False)
    return all(str(value) in told for name, value in said.items() if name not in NOT_WORDS)


def _stuck(day: BadDay) -> Iterator[Breach]:
    """What is left on a phone needs its person, or rests on what does; it says why."""
    for key, form in day.left.items():
        if form.state == "waits":
            if not form.rests_on & day.left.keys():
                yield Breach("stuck", f"{form.deed} waits for nothing")
        elif form.state not in NEEDS_ITS_PERSON:
            yield Breach("stuck", f"{form.deed} {key} is {form.state}: {form.answer}")
        elif not (form.answer.get("message") or form.answer.get("errors")):
            yield Breach("stuck", f"{form.deed} is {form.state} and says no reason")


def _doubles(day: BadDay, entries: list[Entry]) -> Iterator[Breach]:
    """Each deed was entered once and made one thing; nothing was made that nobody typed."""
    for key, n in Counter(entry.key for entry in entries).items():
        if n > 1:
            yield Breach("double", f"{key} was entered {n} times")
        if key not in day.typed.keys() | day.by_office:
            yield Breach("double", f"{key} was typed by nobody")
    for deed, model in MAKES.items():
        entered = sorted(entry.key for entry in entries if entry.deed == deed)
        there = sorted(model._default_manager.values_list("key", flat=True))
        if entered != there:
            yield Breach("double", f"{len(entered)} {deed} made {len(there)}")


def _unmerged(day: BadDay, entries: list[Entry]) -> Iterator[Breach]:
    """Of each field stand the words that nobody replaced who had seen them, and the record
    shows one of them."""
    for deed, model in CORRECTED.items():
        for record in model._default_manager.all():
            about = reference(record)
            mine = [e for e in entries if (e.deed, e.about) == (deed, about)]
            yield from _unmerged_of(day, record, mine)


def _unmerged_of(day: BadDay, record: Any, mine: list[Entry]) -> Iterator[Breach]:
    """The n-th correction that was entered made version n."""
    about, keys = reference(record), [entry.key for entry in mine]
    forms = [day.typed[key].form for key in keys if key in day.typed]
    covers = {form.key: {*form.after, *keys[: form.base or 0]} - {form.key} for form in forms}
    for name in {name for entry in mine for name in entry.payload or {}}:
        said = {e.key: e.payload[name] for e in mine if e.payload and name in e.payload}
        stands = {
            key: words
            for key, words in said.items()
            if not any(key in covers.get(other, ()) for other in said)
        }
        there = {w.key: w.value for w in Wording.objects.filter(about=about, field=name)}
        if there != stands:
            yield Breach("difference", f"{name} of {about}: {there}, not {stands}")
        elif getattr(record, name) not in stands.values():
            yield Breach("difference", f"{name} of {about} is shown otherwise")


def _unlike_pages(day: BadDay) -> Iterator[Breach]:
    """All phones of a person keep the same pages, and those are the pages of now."""
    with _standing_still():
        fresh = {hand.person: Phone() for hand in day.hands}
        for person, phone in fresh.items():
            phone.renew(next(h.line.good for h in day.hands if h.person == person))
        for hand in day.hands:
            hand.phone.renew(hand.line.good)
            pages = fresh[hand.person].pages
            day.counts["pages_compared"] += sum(len(urls) for urls in pages.values())
            if hand.phone.pages != pages:
                yield Breach("difference", f"a phone of {hand.person} keeps other pages")


@contextmanager
def _standing_still() -> Iterator[None]:
    """Nothing changes any more: a page is drawn once for each person."""
    real = kept.rendered
    drawn: dict[tuple[str, str], kept.KeptPage | None] = {}

    def rendered(url: str, request: SignedIn) -> kept.KeptPage | None:
        place = (request.user.sign_in_name, url)
        if place not in drawn:
            drawn[place] = real(url, request)
        return drawn[place]

    with patch.object(kept, "rendered", rendered):
        yield
