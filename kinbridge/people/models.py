"""Persons with an account, the organisations they work for, and the roles they hold."""

import uuid
from datetime import date
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.people.roles import EXCLUSIVE, MAY, NEED_APPROVAL, Deed, Role, may
from kinbridge.places.models import Area


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about many organisations."""

    def visible_to(self, person: "Person") -> Self:
        """Organisations are public knowledge to whoever has an account."""
        return self.order_by("name", "pk") if person.is_active else self.none()


class Organisation(models.Model):
    """A body that persons work for: an NGO, an office of government, a group.

    Holds: no personal data.
    """

    class Kind(models.TextChoices):
        """What sort of body it is."""

        NGO = "ngo", _("NGO")
        GOVERNMENT = "government", _("government office or service")
        COMMUNITY = "community", _("community organisation")
        OTHER = "other", _("other")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(sign_in_name__iexact=username)

    def visible_to(self, person: "Person") -> "models.QuerySet[Person]":
        """The persons who hold a role in the places that a person looks after."""
        areas = Area.objects.under(person.areas_for(Deed.SEE_PEOPLE))
        return self.filter(all_grants__area__in=areas).distinct().order_by("display_name", "pk")


class Person(AbstractBaseUser):
    """Somebody with an account. Members of communities have none and need none.

    Holds: a working name, a sign-in name, a language, and the password's hash. Closing the
    account blanks the names after 90 days; the journal keeps the key only.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    sign_in_name = models.CharField(_("sign-in name"), max_length=60, unique=True)
    display_name = models.CharField(_("working name"), max_length=80)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sessions_ended = models.PositiveIntegerField(
        default=0, help_text=_("how often all sessions were ended at once")
    )

    USERNAME_FIELD = "sign_in_name"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds as long as neither the passphrase nor the count has changed."""
        salt = f"kinbridge.people.session.{self.sessions_ended}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def grants(self) -> "list[Grant]":
        """The roles in force today. One query, then kept for the request."""
        held = Grant.objects.in_force(timezone.localdate()).filter(person=self)
        return list(held.select_related("area__country", "organisation"))

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere."""
        return frozenset(Role(grant.role) for grant in self.grants)

    @property
    def organisations(self) -> list[Organisation]:
        """Those the person speaks for."""
        return [grant.organisation for grant in self.grants if grant.organisation]

    def roles_over(self, area: Area) -> frozenset[Role]:
        """The roles held over this place."""
        return frozenset(Role(g.role) for g in self.grants if area.is_under(g.area))

    def holds(self, deed: str) -> bool:
        """Whether any role held anywhere may do this deed: the question at a door."""
        return may(self.roles, deed)

    def areas_for(self, deed: Deed) -> list[Area]:
        """Where the person holds a role that may do this deed."""
        return [grant.area for grant in self.grants if Role(grant.role) in MAY[deed]]

    def roles_of(self, person: "Person") -> frozenset[Role]:
        """The roles that another holds over the places where this person works."""
        areas = [
            grant.area for grant in Grant.objects.filter(person=self).select_related("area")
        ]
        return frozenset().union(*(person.roles_over(area) for area in areas))


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about many grants."""

    def in_force(self, day: date) -> Self:
        """Approved where that is needed, begun, and not yet over."""
        approved = Q(approved_by__isnull=False) | ~Q(role__in=NEED_APPROVAL)
        return self.filter(
            approved, from_on__lte=day, until_on__gte=day, ended_at__isnull=True
        ).order_by("from_on", "pk")

    def visible_to(self, person: Person) -> Self:
        """The roles held in the places that a person looks after."""
        areas = Area.objects.under(person.areas_for(Deed.SEE_PEOPLE))
        return self.filter(area__in=areas).order_by("person__display_name", "from_on", "pk")


class Grant(models.Model):
    """A role that a person holds over a place, for a time; it ends by itself.

    Holds: who works where in which role, by account. Goes with the account.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="all_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    from_on = models.DateField()
    until_on = models.DateField()
    granted_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="granted"
    )
    approved_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="approved"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")),
                name="people_grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=models.F("person")) & ~Q(approved_by=models.F("granted_by")),
                name="people_nobody_approves_own_grant",
            ),
        ]

    def __str__(self) -> str:
        return gettext(", ").join([self.get_role_display(), str(self.area)])

    @property
    def needs_approval(self) -> bool:
        """Whether a second person has still to approve it."""
        return self.role in NEED_APPROVAL and self.approved_by_id is None

    @property
    def is_exclusive(self) -> bool:
        """Whether it excludes the other guarded roles."""
        return self.role in EXCLUSIVE

    @property
    def belongs_to(self) -> Person:
        """It is shown with the person who holds it."""
        return self.person

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles that somebody holds over the place of this grant."""
        return person.roles_over(self.area)


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    """Questions about many passkeys."""

    def visible_to(self, person: Person) -> Self:
        """Everybody sees their own."""
        return self.filter(person=person).order_by("made_at", "pk")


class Passkey(models.Model):
    """A key that a person's phone, computer or token keeps; it proves the person at sign-in.

    Source: W3C Web Authentication. Only the public half is here.

    Holds: which account owns it, and the name its owner gave it. Goes with the account.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True, help_text="base64url")
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PasskeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Failures(models.Model):
    """Failed attempts to sign in as somebody, from one device or one part of the network.

    Holds: no name and no address, only a keyed digest of both; gone after a quiet day.
    """

    digest = models.CharField(max_length=64, unique=True)
    n_failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.n_failed} since {self.last_at:%H:%M}"
