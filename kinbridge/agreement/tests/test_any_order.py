"""Whatever people do in whatever order: nobody is bound by what not every side has signed."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from kinbridge.agreement.models import Agreement, Commitment, Draft, State
from kinbridge.agreement.tests.conftest import SIGNED, TEXT, report
from kinbridge.agreement.tests.test_drafts import state
from kinbridge.foundation.errors import Refusal
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from kinbridge.sync.queries import version_of
from tests.cast import Cast, Doer, when

STEPS = 16


class Way:
    """What people do, and beside it what must be true then."""

    def __init__(self, cast: Cast, do: Doer, agreement: Agreement, service: str) -> None:
        self.cast, self.do, self.agreement = cast, do, agreement
        self.sides = {"community", service}
        self.frozen: list[str] = []
        self.signed: list[set[str]] = []
        self.title, self.has_ended = TEXT["title"], False

    @property
    def is_in_force(self) -> bool:
        return any(signed == self.sides for signed in self.signed)

    @property
    def is_open(self) -> bool:
        return not (self.is_in_force or self.has_ended)

    @property
    def state(self) -> State:
        if self.has_ended:
            return State.ENDED
        if self.is_in_force:
            return State.IN_FORCE
        if not self.frozen:
            return State.BEING_DRAFTED
        return State.SIGNED_BY_SOME if self.signed[-1] else State.PUT_FORWARD

    def tried(self, deed: Deed, about: Any, **told: Any) -> bool:
        """Whether it was done; a refusal leaves everything as it was."""
        try:
            self.do(deed, about=about, by=self.cast.mentor, **told)
        except Refusal:
            return False
        return True

    def change(self, chance: random.Random) -> None:
        new = chance.choice(["One", "Two", TEXT["title"]])
        told = {"base": version_of(self.agreement), "initial-title": self.title, "title": new}
        done = self.tried(Deed.CHANGE_DRAFT, self.agreement, **told)
        assert done == self.is_open
        self.title = new if done else self.title

    def put_forward(self, chance: random.Random) -> None:
        is_new = not self.frozen or self.frozen[-1] != self.title
        done = self.tried(Deed.PUT_FORWARD_DRAFT, self.agreement, words="As told.")
        assert done == (self.is_open and is_new)
        if done:
            self.frozen.append(self.title)
            self.signed.append(set())

    def sign(self, chance: random.Random) -> None:
        if not self.frozen:
            return
        number, side = chance.randrange(len(self.frozen)), chance.choice(sorted(self.sides))
        draft = Draft.objects.get(number=number + 1)
        told = {**SIGNED, "side": side, "role": "village chief", "when": when(on="2026-03-10")}
        done = self.tried(Deed.SIGN_AGREEMENT, draft, **told)
        assert done == (number + 1 == len(self.frozen) and not self.has_ended)
        if done:
            self.signed[number].add(side)

    def tell(self, chance: random.Random) -> None:
        commitment = chance.choice(list(Commitment.objects.order_by("pk")))
        done = self.tried(Deed.REPORT_ON_COMMITMENT, commitment, **report("partly"))
        assert done == self.is_in_force

    def end(self, chance: random.Random) -> None:
        told = {"side": "community", "words": "w", "when": when(on="2026-03-09")}
        done = chance.random() < 0.2 and self.tried(Deed.END_AGREEMENT, self.agreement, **told)
        self.has_ended = self.has_ended or done


@pytest.mark.parametrize("seed", range(8))
def test_any_order_ends_in_what_people_did(
    cast: Cast,
    do: Doer,
    agreement: Agreement,
    ours: Commitment,
    theirs: Commitment,
    linkage: Linkage,
    seed: int,
) -> None:
    way, chance = Way(cast, do, agreement, str(linkage.key)), random.Random(seed)
    steps: list[Callable[[random.Random], None]] = [
        way.change, way.put_forward, way.sign, way.sign, way.sign, way.tell, way.end,
    ]  # fmt: skip
    for _n in range(STEPS):
        chance.choice(steps)(chance)
        assert state(agreement) == way.state
        titles = [
            d.content["clauses"]["title"]["first"] for d in Draft.objects.order_by("number")
        ]
        assert titles == way.frozen
    linkage.refresh_from_db()
    assert linkage.state == ("agreed" if way.is_in_force else "in_dialogue")
