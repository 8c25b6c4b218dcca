"""Consultancies, their clients, engagements, and who holds which role where."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person who logs in with `email`, compared without regard to case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create an operator: sees the admin site, no client data by this alone."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What a person may see follows from memberships alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=150)
    function = models.CharField(_("befattning"), max_length=150, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")

    def __str__(self) -> str:
        return self.name or self.email


class Consultancy(models.Model):
    """The tenant: everything belongs to exactly one consultancy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("namn"), max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("konsultbolag")
        verbose_name_plural = _("konsultbolag")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Client(models.Model):
    """A company that the consultancy works for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultancy = models.ForeignKey(Consultancy, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField(_("företag"), max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("klient")
        verbose_name_plural = _("klienter")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["consultancy", "name"], name="client_name_once_per_consultancy")]

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """One client, one period, one scope. Questionnaires, uploads, runs and reports belong to it.

    `held` is no column: for whom accounts.access has fetched it just now, and the roles held there.
    """

    held: tuple[uuid.UUID, frozenset[str]] | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="engagements")
    name = models.CharField(_("uppdrag"), max_length=150)
    scope = models.TextField(_("omfattning"), blank=True, max_length=4000)
    period_start = models.DateField(_("periodens första dag"))
    period_end = models.DateField(_("periodens sista dag"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("uppdrag")
        verbose_name_plural = _("uppdrag")
        ordering = ["client__name", "-period_end", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="engagement_period_not_backwards"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client.name}: {self.name}"


class Role(models.TextChoices):
    CONSULTANT = "consultant", _("Konsult")
    FINANCE = "finance", _("Ekonomi")
    RESPONDENT = "respondent", _("Svarande")
    CLIENT_READER = "client_reader", _("Läsare hos klienten")


class RoleInScope(models.Model):
    """A role: a consultant holds it for the whole consultancy, everyone else for one engagement."""

    consultancy = models.ForeignKey(Consultancy, on_delete=models.CASCADE, related_name="%(class)ss")
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    role = models.CharField(_("roll"), max_length=20, choices=Role.choices)

    class Meta:
        abstract = True


class Membership(RoleInScope):
    """This person holds this role here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consultancy", "role"],
                condition=models.Q(engagement__isnull=True),
                name="membership_once_in_consultancy",
            ),
            models.UniqueConstraint(
                fields=["user", "engagement", "role"],
                condition=models.Q(engagement__isnull=False),
                name="membership_once_in_engagement",
            ),
            models.CheckConstraint(
                condition=models.Q(role="consultant", engagement__isnull=True)
                | (~models.Q(role="consultant") & models.Q(engagement__isnull=False)),
                name="membership_engagement_unless_consultant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Invitation(RoleInScope):
    """An offer of a role by e-mail. Only the hash of the token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-postadress"))
    name = models.CharField(_("namn"), max_length=150, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sent_invitations")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"


class AuditEvent(models.Model):
    """Who did what, when. Rows are added, never changed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    consultancy = models.ForeignKey(Consultancy, on_delete=models.CASCADE, null=True, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, related_name="audit_events")
    what = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
