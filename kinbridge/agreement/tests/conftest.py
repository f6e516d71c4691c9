"""An agreement between the cast's community and its health team, at each stage of its way."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kinbridge.agreement.models import Agreement, Commitment, Draft, Responsible, Rhythm
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.tests.conftest import (  # noqa: F401 (fixtures that stand below)
    dialogue,
    goal,
    linkage,
    other_linkage,
    other_office,
    other_official,
)
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

TEXT = {
    "title": "Health days for young people",
    "title_translation": "Wɛlbɔdi de fɔ yɔŋ pipul",
    "purpose": "Girls and boys can ask a nurse without fear.",
    "purpose_translation": "Pikin dɛn go ebul fɔ aks nɔs we dɛn nɔ de fred.",
    "safeguards": "What a young person says stays with the nurse.",
    "disputes": "Both meet under the cotton tree and listen first.",
    "leaving": "Either side says so one month before.",
    "second_language": "kri",
    "prevailing": "both",
}
OURS = {
    "what": "We keep a room for the health day.",
    "who": "the women’s group",
    "how_often": "once a month",
}
THEIRS = {
    "what": "A nurse comes to the villages.",
    "what_translation": "Nɔs go kam na di vilej dɛn.",
    "who": "the nurse in charge",
    "how_often": "every first Saturday",
    "until": "until the next rains",
    "needs": "fuel for the motorbike",
}
SIGNED = {"how": "thumb", "before": "two teachers", "when": when(on="2026-03-01")}
PUT_FORWARD = datetime(2026, 2, 15, 12, tzinfo=UTC)  # long enough ago to be signed since


@pytest.fixture
def agreement(cast: Cast, do: Doer, dialogue: Dialogue) -> Agreement:  # noqa: F811
    """The working text, with nothing promised yet."""
    made = do(
        Deed.DRAFT_AGREEMENT,
        about=dialogue,
        by=cast.mentor,
        review=when(words="after the harvest 2026"),
        **TEXT,
    )
    assert isinstance(made, Agreement)
    return made


@pytest.fixture
def ours(cast: Cast, do: Doer, agreement: Agreement) -> Commitment:
    """What the community promises."""
    made = do(
        Deed.ADD_COMMITMENT, about=agreement, by=cast.facilitator, side="community", **OURS
    )
    assert isinstance(made, Commitment)
    return made


@pytest.fixture
def theirs(cast: Cast, do: Doer, agreement: Agreement, linkage: Linkage) -> Commitment:  # noqa: F811
    """What the health team promises."""
    made = do(
        Deed.ADD_COMMITMENT, about=agreement, by=cast.official, side=linkage.key, **THEIRS
    )
    assert isinstance(made, Commitment)
    return made


@pytest.fixture
def draft(
    cast: Cast, do: Doer, agreement: Agreement, ours: Commitment, theirs: Commitment
) -> Draft:
    """The first draft, put forward."""
    return put_forward(cast, do, agreement)


@pytest.fixture
def sign(cast: Cast, do: Doer) -> Callable[..., Any]:
    """A role signs a draft for a side."""

    def signing(draft: Draft, side: object, role: str = "village chief", **others: Any) -> Any:
        told = {**SIGNED, **others, "side": str(side), "role": role}
        return do(Deed.SIGN_AGREEMENT, about=draft, by=cast.mentor, **told)

    return signing


@pytest.fixture
def in_force(
    draft: Draft,
    linkage: Linkage,  # noqa: F811
    sign: Callable[..., Any],
) -> Agreement:
    """Every side has signed."""
    sign(draft, "community")
    sign(draft, linkage.key, role="district medical officer", how="hand")
    return Agreement.objects.get(pk=draft.agreement_id)


def put_forward(cast: Cast, do: Doer, agreement: Agreement, words: str = "As told.") -> Draft:
    """The text is frozen, some weeks ago."""
    made = do(Deed.PUT_FORWARD_DRAFT, about=agreement, by=cast.mentor, words=words)
    assert isinstance(made, Draft)
    made.put_forward_at = PUT_FORWARD
    made.save(update_fields=["put_forward_at"])
    return made


def change(
    cast: Cast, do: Doer, agreement: Agreement, base: int = 0, **fields: tuple[str, str]
) -> Agreement:
    """Somebody changes some fields: each is given as it stood and as it shall stand."""
    told = {name: new for name, (_old, new) in fields.items()}
    seen = {f"initial-{name}": old for name, (old, _new) in fields.items()}
    made = do(Deed.CHANGE_DRAFT, about=agreement, by=cast.mentor, base=base, **told, **seen)
    assert isinstance(made, Agreement)
    return made


def report(state: str = "kept", side: object = "community", **others: Any) -> dict[str, Any]:
    """What a side tells of a commitment."""
    return {
        "side": str(side),
        "state": state,
        "why": f"It was {state} as far as we see.",
        "when": when(on="2026-03-09"),
        **others,
    }


MORNING = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)  # a second Saturday
SATURDAYS = {
    "pattern": "month_weekday", "every": "1", "weekday": "5", "nth": "2", "day": "1",
    "begins_on": "2026-03-01", "days_before": "0", "words": "Saturday at the school",
}  # fmt: skip
NURSE, CHAIR = "+23276123456", "+23277654321"


@pytest.fixture
def rhythm(
    cast: Cast,
    do: Doer,
    in_force: Agreement,
    theirs: Commitment,
    linkage: Linkage,  # noqa: F811
) -> Rhythm:
    """The nurse comes every second Saturday of a month; both sides know what is sent."""
    made = do(Deed.SET_RHYTHM, about=theirs, by=cast.official, side=linkage.key, **SATURDAYS)
    do(Deed.AGREE_TO_RHYTHM, about=made, by=cast.facilitator, side="community")
    return Rhythm.objects.get(pk=made.pk)


@pytest.fixture
def responsibles(
    cast: Cast,
    do: Doer,
    in_force: Agreement,
    linkage: Linkage,  # noqa: F811
) -> list[Responsible]:
    """Who is reminded on each side."""
    told: dict[str, Any] = {"language": "en", "said_yes": "on"}
    return [
        do(Deed.NAME_RESPONSIBLE, about=in_force, by=by, side=side, role=role, number=number,
           email=email, **told)
        for by, side, role, number, email in (
            (cast.official, linkage.key, "nurse in charge", NURSE, "nurse@example.org"),
            (cast.facilitator, "community", "chair of the women’s group", CHAIR, ""),
        )
    ]  # fmt: skip
