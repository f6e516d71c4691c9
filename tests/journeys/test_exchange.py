"""What waited on a phone goes up in one piece, is answered form by form, and counts once."""

import gzip
import json
import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.community.models import Gathering, Pause
from kinbridge.foundation.references import reference
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from kinbridge.sync import versions
from kinbridge.sync.wire import LARGEST
from tests.cast import NOON, Cast, Doer, when
from tests.journeys.phones import Form, packed, post, written


def send(client: Client, body: Any, **headers: str) -> Any:
    return post(client, packed(body), **headers)


def gathering(cast: Cast, **others: Any) -> dict[str, Any]:
    fields = {
        "kind": "other",
        "when_0": "2026-02-01",
        "when_1": "",
        "where": "school",
        "girls": 3,
    }
    return {
        "deed": Deed.RECORD_GATHERING,
        "about": cast.community.key.hex,
        "key": uuid.uuid4().hex,
        "at": "2026-02-02T10:00:00+00:00",
        "fields": fields,
        **others,
    }


def record(cast: Cast, do: Doer) -> Any:
    return do(
        Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator,
        kind="other", when=when(on="2026-02-01"), where="school", language="Krio",
    )  # fmt: skip


def correction(cast: Cast, made: Any, fields: dict[str, str], **others: Any) -> dict[str, Any]:
    form = gathering(cast, deed=Deed.CORRECT_GATHERING, about=made.key.hex, base=0, **others)
    return {**form, "fields": fields}


def answers(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.content
    return list(response.json()["answers"])


def test_words_that_somebody_looked_at_hold_up_no_correction_of_another_field(
    cast: Cast, client: Client, do: Doer
) -> None:
    made = do(
        Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator, kind="other",
        when=when(on="2026-02-01"), where="school", looked_again="on",
        what_was_said="Fatmata, 14, is not in school.",
    )  # fmt: skip
    client.force_login(cast.facilitator)
    forms = [
        correction(cast, made, {"language": "Krio"}),
        correction(cast, made, {"what_was_said": "Fatmata, 14, is back."}),
    ]
    told = answers(send(client, {"forms": forms}))
    assert [answer["state"] for answer in told] == ["done", "refused"]


def test_forms_go_up_and_each_is_answered(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    forms = [gathering(cast) for _n in range(3)]
    for n, form in enumerate(forms):
        form["fields"] = {**form["fields"], "girls": n}
    told = answers(send(client, {"forms": forms}))
    assert [answer["key"] for answer in told] == [form["key"] for form in forms]
    assert {answer["state"] for answer in told} == {"done"}
    assert Gathering.objects.count() == 3


def test_the_same_under_another_key_is_asked_about(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    first, again = gathering(cast), gathering(cast, at="2026-02-02T10:05:00+00:00")
    told = answers(send(client, {"forms": [first, again]}))
    assert [answer["state"] for answer in told] == ["done", "refused"]
    assert "once more?" in told[1]["errors"]["once_more"][0]
    again["fields"] = {**again["fields"], "once_more": "on"}
    assert answers(send(client, {"forms": [again]}))[0]["state"] == "done"
    assert Gathering.objects.count() == 2


def test_an_answer_lost_on_its_way_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    body = {"forms": [gathering(cast)]}
    first, second = answers(send(client, body)), answers(send(client, body))
    assert first == second
    assert Gathering.objects.count() == 1


def test_a_thing_made_on_the_phone_can_be_written_about_before_it_arrived(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    made = uuid.uuid4().hex
    pause = gathering(
        cast, deed=Deed.BEGIN_PAUSE, key=made, fields={"reason": "rain", "when_1": "since June"}
    )
    ended = gathering(cast, deed=Deed.END_PAUSE, about=made, fields={"when_1": "in October"})
    assert [a["state"] for a in answers(send(client, {"forms": [pause, ended]}))] == [
        "done"
    ] * 2
    assert Pause.objects.get().is_over


def test_what_depends_on_a_refused_form_waits_with_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    made = uuid.uuid4().hex
    pause = gathering(cast, deed=Deed.BEGIN_PAUSE, key=made, fields={"when_1": "since June"})
    ended = gathering(cast, deed=Deed.END_PAUSE, about=made, fields={"when_1": "in October"})
    told = answers(send(client, {"forms": [pause, ended, gathering(cast)]}))
    assert [answer["state"] for answer in told] == ["refused", "waits", "done"]
    assert "reason" in told[0]["errors"]


def test_what_names_a_refused_form_waits_with_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    met = gathering(cast)
    met["fields"]["kind"] = "no such kind"
    harm = gathering(cast, deed=Deed.RECORD_HARM)
    harm["fields"] = {"words": "hunger", "voices": ["girls"], "gathering": met["key"]}
    told = answers(send(client, {"forms": [met, harm]}))
    assert [answer["state"] for answer in told] == ["refused", "waits"]
    assert told[1]["for"] == met["key"]


def test_a_second_correction_does_not_overtake_the_first(
    cast: Cast, client: Client, do: Doer
) -> None:
    client.force_login(cast.facilitator)
    made = record(cast, do)
    first = correction(cast, made, {"where": "Fatmata, 14, lives there"})
    second = correction(cast, made, {"where": "by the well"}, after=[first["key"]])
    told = answers(send(client, {"forms": [first, second]}))
    assert [answer["state"] for answer in told] == ["refused", "waits"]


def test_words_changed_after_the_form_was_done_are_not_answered_as_done(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    form = gathering(cast)
    (done,) = answers(send(client, {"forms": [form]}))
    form["fields"]["where"] = "under the cotton tree"
    harm = gathering(cast, deed=Deed.RECORD_HARM)
    harm["fields"] = {"words": "hunger", "voices": ["girls"], "gathering": form["key"]}
    told = answers(send(client, {"forms": [form, harm]}))
    assert [answer["state"] for answer in told] == ["earlier", "done"]
    assert told[0]["leads_to"] == done["leads_to"]
    assert "saved before" in told[0]["message"]


def test_keys_are_sent_once_and_answers_speak_of_their_places(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    fields = {"kind": "other", "when_1": "lately", "where": "school"}
    met = Form(Deed.RECORD_GATHERING, cast.community.key, NOON, fields)
    harm = Form(
        Deed.RECORD_HARM, cast.community.key, NOON + timedelta(minutes=7),
        {"words": "hunger", "voices": ["girls"], "gathering": met.key},
    )  # fmt: skip
    corrected = Form(Deed.CORRECT_GATHERING, met.key, NOON, {"where": "by the well"}, base=0)
    told = answers(post(client, packed(written([met, harm, corrected]))))
    assert [answer["state"] for answer in told] == ["done"] * 3
    assert told[0]["leads_to"] == "/gathering/{0}/"
    assert "key" not in told[0]
    made = Gathering.objects.get(key=met.key)
    assert made.where == "by the well"
    assert Harm.objects.get(key=harm.key).gathering == made
    entered = {entry.key: entry.at for entry in Entry.objects.all()}
    assert entered == {form.key: form.at for form in (met, harm, corrected)}


def test_words_that_may_point_to_a_person_come_back_marked(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    form = gathering(cast)
    form["fields"]["what_was_said"] = "Fatmata, 14, is not in school."
    (told,) = answers(send(client, {"forms": [form]}))
    assert told["state"] == "refused"
    assert told["marked"] == {"what_was_said": ["Fatmata, 14"]}


def test_a_form_about_what_is_not_in_sight_stays_with_its_writer(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.outsider)
    (told,) = answers(send(client, {"forms": [gathering(cast)]}))
    assert told["state"] == "not_yours"
    assert not Gathering.objects.exists()


def test_a_correction_sends_only_what_was_touched_even_when_emptied(
    cast: Cast, client: Client, do: Doer
) -> None:
    made = record(cast, do)
    client.force_login(cast.facilitator)
    form = correction(cast, made, {"language": ""})
    assert answers(send(client, {"forms": [form]}))[0]["state"] == "done"
    made.refresh_from_db()
    assert (made.language, made.where) == ("", "school")


@pytest.mark.parametrize(
    "at",
    [
        "2035-01-01T00:00:00+00:00",
        "1970-01-01T00:00:00+00:00",
        "2999-01-01",
        "",
        None,
        7,
        1e300,
    ],
)
def test_a_wrong_clock_loses_nothing(cast: Cast, client: Client, at: object) -> None:
    client.force_login(cast.facilitator)
    (told,) = answers(send(client, {"forms": [gathering(cast, at=at)]}))
    assert told["state"] == "done"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not packed at all",
        gzip.compress(b"not an exchange"),
        gzip.compress(b'{"forms": 3}'),
        gzip.compress(b'{"forms": [{"deed": "record_harm"}]}'),
        gzip.compress(b'{"forms": [7]}'),
        gzip.compress(b"[" * 5000),
        gzip.compress(b"0" * (LARGEST * 4)),
        gzip.compress(json.dumps({"forms": [{}] * 600}).encode()),
        packed({"keys": "AAAA", "forms": [{"deed": "record_harm", "about": 0, "fields": {}}]}),
        packed({"keys": "A" * 22, "forms": [{"deed": "record_harm", "about": 1}]}),
        packed({"keys": "A" * 22, "forms": [{"deed": "record_harm", "about": -1}]}),
        packed({"keys": 7, "forms": [{"deed": "record_harm", "about": 0}]}),
    ],
    ids=str.split(
        "empty unpacked words number fields item deep bomb many short beyond below seven"
    ),
)
def test_what_is_no_exchange_is_refused_and_nothing_of_it_is_done(
    cast: Cast, client: Client, body: bytes
) -> None:
    client.force_login(cast.facilitator)
    assert post(client, body).status_code == 400
    assert not Entry.objects.exists()


def test_an_exchange_cut_at_any_byte_does_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    body = packed({"forms": [gathering(cast)]})
    for length in range(0, len(body), 7):
        assert post(client, body[:length]).status_code == 400
    assert not Gathering.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_another_site_cannot_send_an_exchange(
    cast: Cast, client: Client, headers: dict[str, str]
) -> None:
    client.force_login(cast.facilitator)
    assert send(client, {"forms": [gathering(cast)]}, **headers).status_code == 400
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("seed", range(40))
def test_two_phones_on_a_bad_line_end_the_same_and_lose_nothing(
    cast: Cast, client: Client, seed: int
) -> None:
    """Answers are lost, exchanges repeated and cut; in the end each form was done once."""
    chance = random.Random(seed)
    phones = {
        who: [gathering(cast, fields={**gathering(cast)["fields"], "where": f"{who} {n}"})
              for n in range(chance.randint(1, 6))]
        for who in ("facilitator", "mentor")
    }  # fmt: skip
    made = sorted(form["fields"]["where"] for forms in phones.values() for form in forms)
    while any(phones.values()):
        who = chance.choice([name for name, forms in phones.items() if forms])
        waiting = phones[who][: chance.randint(1, 4)]
        client.force_login(cast.person(who))
        body = packed({"forms": waiting})
        if chance.random() < 0.3:
            post(client, body[: chance.randrange(len(body))])
            continue
        told = answers(post(client, body))
        if chance.random() < 0.4:
            continue  # the answer was lost; the phone keeps its forms
        done = {answer["key"] for answer in told if answer["state"] == "done"}
        phones[who] = [form for form in phones[who] if form["key"] not in done]
    assert sorted(Gathering.objects.values_list("where", flat=True)) == made
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(made) + 1))
    assert all(
        Entry.objects.filter(about=reference(record)).count() == 1
        for record in Gathering.objects.all()
    )


def test_a_form_of_an_old_version_is_taken_for_a_year_and_then_looked_through_again(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.facilitator)
    today = timezone.now().date()
    days = {"0.8": today - timedelta(days=364), "0.7": today - timedelta(days=367)}
    monkeypatch.setattr(versions, "REPLACED", days)
    told = {"reason": "rain", "when_1": "in June"}
    forms = [
        {"key": n * 32, "deed": "begin_pause", "about": cast.community.key.hex, **version}
        | {"fields": {**told, "reason": n}}
        for n, version in (("a", {}), ("b", {"version": "0.7"}), ("c", {"version": "unheard"}))
    ]
    body = json.dumps({"forms": forms, "version": "0.8"})
    answers = client.post(
        reverse("exchange"),
        body,
        content_type="application/json",
        headers={"X-Kinbridge-Exchange": "1"},
    ).json()["answers"]
    assert [answer["state"] for answer in answers] == ["done", "refused", "done"]
    assert "older page" in answers[1]["errors"][""][0]
