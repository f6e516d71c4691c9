"""What the sender's phone does: whom to seal for, sealing, sending, sealing anew."""

from typing import TYPE_CHECKING

from kinbridge.referral import second_copy
from kinbridge.referral.models import Mailbox, Referral
from kinbridge.referral.operations import NotStored, store_letter

if TYPE_CHECKING:
    from tests.simulation.world import World

SLOTS, FEWEST = 4, 2


def panel(world: "World", without: frozenset[str]) -> list[str]:
    """Whom the phone seals for: two near ones, the province, the nation, and whoever fills
    four; nobody who is excluded. Fewer than two organisations: nobody, and call."""
    left = [name for name in world.officers if name not in without]
    near = [name for name in left if name.startswith("local")]
    first = near[:2] + [n for n in left if n.startswith("province")][:1]
    first += [n for n in left if n.startswith("nation")][:1]
    found = [*first, *(name for name in left if name not in first)][:SLOTS]
    organisations = {world.officers[name].point.organisation_id for name in found}
    return sorted(found, key=list(world.officers).index) if len(organisations) > 1 else []


def prepare(world: "World") -> None:
    """Choose, seal; the letter waits in the outbox."""
    world.panel = panel(world, world.luck.excluded)
    if not world.panel or world.luck.out_of_tokens:
        world.alarm("nobody to seal for" if not world.panel else "no token")
        return
    _seal(world)
    if world.luck.revoked in world.officers:
        kid = world.officers[world.luck.revoked].kid
        Mailbox.objects.filter(kid=kid).update(revoked_at=world.server_time)


def _seal(world: "World") -> None:
    officers = [world.officers[name] for name in world.panel]
    urgency = world.luck.urgency
    world.letter = world.sender.seals(*officers, at=world.server_time, urgency=urgency)
    world.token = world.sender.tokens[-1]


def send(world: "World") -> None:
    """One try. A receipt may be lost on its way back; then the same letter comes again."""
    try:
        stored = store_letter(
            token=world.token,
            urgency=world.luck.urgency,
            letter=world.letter,
            watch=world.sender.watch,
            at=world.server_time,
        )
    except NotStored as refusal:
        _refused(world, refusal)
        return
    world.referral = Referral.objects.get(receipt=stored.receipt)
    if world.stored_at > world.now:
        world.stored_at = world.now
        world.note("stored", *world.panel)
    with world.store.at_rest():  # a death here is a receipt that is lost
        is_kept = second_copy.is_kept(stored.referral)
    if world.draw.random() > 0.1 and is_kept:
        world.has_receipt = True


def _refused(world: "World", refusal: NotStored) -> None:
    """Too few recipients are in use any more: the phone seals anew, for others."""
    world.note("refused", refusal.code)
    if refusal.code != "recipients":
        world.failures.append(f"a good letter was refused: {refusal.code}")
        return
    dead = {name for name, officer in world.officers.items() if officer.kid in refusal.dead}
    world.panel = panel(world, world.luck.excluded | dead)
    if world.panel:
        _seal(world)
    else:
        world.letter = None
        world.alarm("nobody to seal for")
