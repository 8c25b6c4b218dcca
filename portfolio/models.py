"""How an engagement defines its customers, and the analyses made of its customer base. Result rows live in files."""

import uuid
from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User
from jobs.result_models import PublishedResult
from portfolio.domain.definition import CustomerDefinition, Identity, PurchaseUnit, TimeUnit
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind, SegmentRules
from portfolio.state_models import AnalysisState
from ui import formats

__all__ = [
    "Analysis",
    "AnalysisState",
    "ClassChoice",
    "DefinitionVersion",
    "IdentityChoice",
    "PurchaseChoice",
    "Scenario",
    "SegmentRules",
    "Segmentation",
    "SegmentationKind",
    "Study",
    "StudyKind",
    "TimeUnitChoice",
]


class IdentityChoice(models.TextChoices):
    NUMBER = Identity.NUMBER.value, _("Kundnummer")
    PERSON = Identity.PERSON.value, _("Person")
    COMPANY = Identity.COMPANY.value, _("Företag")
    HOUSEHOLD = Identity.HOUSEHOLD.value, _("Hushåll")


class PurchaseChoice(models.TextChoices):
    ORDER = PurchaseUnit.ORDER.value, _("Hel order")
    ROW = PurchaseUnit.ROW.value, _("Transaktionsrad")


class TimeUnitChoice(models.TextChoices):
    MONTH = TimeUnit.MONTH.value, _("Månad")
    QUARTER = TimeUnit.QUARTER.value, _("Kvartal")
    YEAR = TimeUnit.YEAR.value, _("År")


def _percent(label: object, default: str) -> "models.DecimalField[object, object]":
    limits = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(label, max_digits=5, decimal_places=2, default=default, validators=limits)  # type: ignore[arg-type]  # a lazy text


class DefinitionVersion(models.Model):
    """One version of the customer definition; never changed, a new choice is a new version.

    `time_unit` is what the months were given in; `identity_column` names the customers' further column whose value
    makes customer numbers one customer (empty: each is one). `*_percent`: share of the active customers in the tier, by
    rank; the last tier is the rest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="customer_definitions")
    number = models.PositiveIntegerField()
    identity = models.CharField(
        _("vem är en kund"), max_length=10, choices=IdentityChoice.choices, default=IdentityChoice.NUMBER
    )
    identity_column = models.CharField(_("håll ihop kundnummer efter"), max_length=200, blank=True, default="")
    purchase_unit = models.CharField(
        _("vad är ett köp"), max_length=10, choices=PurchaseChoice.choices, default=PurchaseChoice.ORDER
    )
    time_unit = models.CharField(
        _("tidsenhet"), max_length=10, choices=TimeUnitChoice.choices, default=TimeUnitChoice.MONTH
    )
    active_months = models.PositiveSmallIntegerField(_("aktiv i, antal tidsenheter"), default=12)
    forgotten_months = models.PositiveSmallIntegerField(_("bortglömd efter, antal tidsenheter"), default=36)
    super_percent = _percent(_("Super, %"), "5")
    top_percent = _percent(_("Topp, %"), "15")
    middle_percent = _percent(_("Mellan, %"), "50")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kunddefinition")
        verbose_name_plural = _("kunddefinitioner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="definition_number_once_per_engagement")
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def as_domain(self) -> CustomerDefinition:
        """Return the definition that the calculations obey."""
        first = Fraction(str(self.super_percent)) / 100
        second = first + Fraction(str(self.top_percent)) / 100
        return CustomerDefinition(
            active_months=self.active_months,
            forgotten_months=self.forgotten_months,
            identity=Identity(self.identity),
            identity_column=self.identity_column,
            time_unit=TimeUnit(self.time_unit),
            purchase_unit=PurchaseUnit(self.purchase_unit),
            tier_cuts=(first, second, second + Fraction(str(self.middle_percent)) / 100),
        )


class Analysis(PublishedResult):
    """One analysis of the customer base at a date. Immutable once published.

    `upload` may be taken away later; the analysis keeps its own results. `acquisition_costs` are typed beside them: per
    new customer in minor units, by unit of the cohorts and cohort (`*` = everyone). `summary` is an AnalysisSummary as
    JSON, `result_key` the folder of its files.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="base_analyses")
    upload = models.ForeignKey("profitability.Upload", on_delete=models.SET_NULL, null=True, related_name="+")
    definition = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="analyses")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=100)
    as_of = models.DateField(_("till och med"))
    state = models.CharField(_("läge"), max_length=10, choices=AnalysisState.choices, default=AnalysisState.STARTED)
    acquisition_costs = models.JSONField(default=dict)

    class Meta(PublishedResult.Meta):
        verbose_name = _("kundbasanalys")
        verbose_name_plural = _("kundbasanalyser")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="analysis_number_once_per_engagement"),
            models.UniqueConstraint(fields=["engagement", "key"], name="analysis_key_once_per_engagement"),
            *PublishedResult.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.number}. {formats.day(self.as_of)}"


class Scenario(models.Model):
    """A saved set of levers on an analysis; percentages as texts by `group.lever`, 100 = unchanged.

    `costs`: cost per percentage point by `c.group.lever`, and largest percentage by `m.group.lever`, as texts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("benämning"), max_length=80)
    development = models.JSONField(default=dict)
    levers = models.JSONField(default=dict)
    costs = models.JSONField(default=dict)
    target_minor = models.BigIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarier")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["analysis", "name"], name="scenario_name_once_per_analysis")]

    def __str__(self) -> str:
        return self.name


class StudyKind(models.TextChoices):
    AHEAD = "ahead", _("Värde framåt")
    LEAVING = "leaving", _("Vilka som är på väg bort")
    TWINS = "twins", _("Vem som kan köpa vad härnäst")


class Study(PublishedResult):
    """An estimate made on top of an analysis, in the background. Immutable once published; a new one stands beside it.

    `summary` is the study's result as JSON, `result_key` the folder of its rows per customer. `choices`: what was asked
    for, such as the column that says who has left.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="studies")
    kind = models.CharField(_("slag"), max_length=10, choices=StudyKind.choices)
    key = models.CharField(max_length=100)
    choices = models.JSONField(default=dict)
    state = models.CharField(_("läge"), max_length=10, choices=AnalysisState.choices, default=AnalysisState.STARTED)

    class Meta(PublishedResult.Meta):
        verbose_name = _("skattning")
        verbose_name_plural = _("skattningar")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "key"], name="study_key_once_per_analysis"),
            *PublishedResult.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.started_at:%Y-%m-%d}"
