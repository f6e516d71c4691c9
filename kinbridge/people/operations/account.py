"""The own account: name, language, passphrase, sessions; and closing one."""

from datetime import datetime, timedelta

from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Person
from kinbridge.people.operations.factors import remove_all_factors

NAMES_KEPT = timedelta(days=90)


@whole
def change_account(*, person: Person, display_name: str, language: str) -> Person:
    """Change how somebody is named on pages, and the language they read."""
    person.display_name, person.language = display_name, language
    person.save(update_fields=["display_name", "language"])
    return person


@whole
def set_passphrase(*, person: Person, passphrase: str) -> Person:
    """Set a passphrase. All other sessions of the person end."""
    person.set_password(passphrase)
    person.save(update_fields=["password"])
    return person


@whole
def end_sessions(*, person: Person) -> Person:
    """End all sessions of a person, wherever they are signed in."""
    person.sessions_ended += 1
    person.save(update_fields=["sessions_ended"])
    return person


@whole
def shut_account(*, person: Person, at: datetime) -> Person:
    """Nobody signs in to this account any more; the names go after 90 days."""
    remove_all_factors(person=person)
    person.is_active, person.closed_at = False, at
    person.sessions_ended += 1
    person.set_unusable_password()
    person.save(update_fields=["is_active", "closed_at", "sessions_ended", "password"])
    return person


@whole
def blank_closed_accounts(*, at: datetime) -> int:
    """Blank the names of accounts closed 90 days ago; the journal keeps their keys.

    Returns how many.
    """
    closed = Person.objects.filter(closed_at__lte=at - NAMES_KEPT).exclude(display_name="")
    people = list(closed.order_by("pk"))
    for person in people:
        person.sign_in_name, person.display_name = f"closed-{person.key.hex}", ""
        person.save(update_fields=["sign_in_name", "display_name"])
    return len(people)
