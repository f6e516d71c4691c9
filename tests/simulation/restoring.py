"""An old backup takes the place of the store, and the operator follows the guide."""

from functools import partial

from kinbridge.referral.models import Referral
from kinbridge.referral.operations import take_in_again
from tests.simulation.chance import HOUR
from tests.simulation.world import TICK, World


def lose(world: World) -> None:
    """The backup is without the letter."""
    with world.store.at_rest():
        Referral.objects.all().delete()
    world.known.clear()
    world.note("restored")
    world.at(world.now + world.draw.uniform(0.1, 12) * HOUR, partial(take_in, world))


def take_in(world: World) -> None:
    """What came after the backup comes from the second disk, however often it is tried."""

    def do() -> None:
        take_in_again(at=world.server_time)
        world.referral = Referral.objects.first() or world.referral

    if world.on_server(do, partial(take_in, world)):
        world.note("taken in again")
        world.wind(world.now + TICK)
