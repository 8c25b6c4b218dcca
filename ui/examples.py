"""Examples of the components, with the product's own kind of content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

FRAME = frozenset({"stylesheets.html", "brand.html", "side.html", "messages.html", "preferences.html"})


@dataclass(frozen=True)
class Example:
    """One use of a component: the variables that its header comment names."""

    component: str
    title: str
    context: Mapping[str, object]


@dataclass(frozen=True)
class ExampleJob:
    """Looks like a job to the progress component."""

    id: str
    state: str
    progress: float
    words: str

    @property
    def is_finished(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}

    def get_state_display(self) -> str:
        return self.words


@dataclass(frozen=True)
class ProofLine:
    label: str
    amount_minor: int


@dataclass(frozen=True)
class ExampleProof:
    lines: tuple[ProofLine, ...]
    difference_minor: int


@dataclass(frozen=True)
class ExamplePager:
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class ExampleProblem:
    level: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: str
    cure: str


class ExampleForm(forms.Form):
    """Each kind of field once."""

    email = forms.EmailField(label=_("E-postadress"), help_text=_("Vi skickar inbjudan hit."))
    note = forms.CharField(label=_("Kommentar"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    role = forms.ChoiceField(
        label=_("Roll"), choices=[("finance", _("Ekonomi")), ("reader", _("Läsare hos klienten"))], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label=_("Skicka en kopia till mig"), required=False)


def _proof(difference: int) -> ExampleProof:
    lines = (
        ProofLine("Huvudboken", 31_250_000_00),
        ProofLine("Till kunder", -28_100_000_00),
        ProofLine("Samkostnader", -2_640_000_00),
        ProofLine("Outnyttjad kapacitet", -510_000_00 + difference),
    )
    return ExampleProof(lines, difference)


_PROBLEMS = (
    ExampleProblem(
        "error", "pools", 7, "amount", "12 500,5x", "Beloppet går inte att läsa.", "Skriv siffror med högst två decimaler."
    ),
    ExampleProblem(
        "warning", "volumes", 1204, "customer_id", "K-99117", "Kunden finns inte i kundlistan.",
        "Lägg till kunden eller ta bort raden.",
    ),
    ExampleProblem("note", "customers", None, "", "", "Kolumnen region läses inte.", ""),
)  # fmt: skip
_BOUND = ExampleForm({"email": "anna", "role": ""})
_FREE = ExampleForm(initial={"role": "finance"})

EXAMPLES: tuple[Example, ...] = (
    Example("kpi.html", "Bättre", {"label": "Nettoomsättning", "value": "31 250 tkr", "trend": "+4,2 %", "note": "mot 2024"}),
    Example(
        "kpi.html", "Sämre fast det ökar",
        {"label": "Kostnad att betjäna", "value": "34,2 %", "trend": "+1,6 pe", "trend_is_good": False, "note": "av nettoomsättningen"},
    ),
    Example("kpi.html", "Utan jämförelse", {"label": "Kunder", "value": "5 000", "note": "varav 312 nya"}),
    Example(
        "empty.html", "Med väg vidare",
        {"title": "Inget underlag ännu", "text": "Ladda upp en arbetsbok med kunder, transaktioner och kostnader.", "url": "#", "label": "Ladda upp underlag", "icon": "upload"},
    ),
    Example("empty.html", "Utan träffar", {"title": "Inga kunder matchar", "text": "Prova en annan sökning eller ta bort ett filter.", "icon": "search"}),
    Example("icon.html", "Med namn", {"name": "shield-check", "label": "Granskad"}),
    Example("icon.html", "Som dekor", {"name": "download"}),
    Example("bar.html", "Intäkt", {"share": Decimal("0.94")}),
    Example("bar.html", "Kostnad", {"share": Decimal("0.31"), "sign": -1}),
    Example(
        "progress.html", "Pågår",
        {"job": ExampleJob("a", "running", 0.6, "Pågår"), "poll_url": "", "label": "Fördelar kostnader", "stage": "Pool 12 av 20: Kundservice"},
    ),
    Example("progress.html", "Klart", {"job": ExampleJob("b", "done", 1.0, "Klart"), "label": "Fördelar kostnader", "done_url": "#", "done_label": "Visa resultatet"}),
    Example(
        "progress.html", "Misslyckades",
        {"job": ExampleJob("c", "failed", 0.2, "Misslyckades"), "label": "Läser underlag", "error": "Arbetsboken är större uppackad än vad som tas emot."},
    ),
    Example("pager.html", "Mitt i listan", {"pager": ExamplePager(51, 100, 5000, "#", "#")}),
    Example("proof.html", "Stämmer", {"proof": _proof(0)}),
    Example("proof.html", "Stämmer inte", {"proof": _proof(1)}),
    Example("field.html", "Ifyllnad med ledtext", {"field": _FREE["email"]}),
    Example("field.html", "Fel", {"field": _BOUND["email"]}),
    Example("field.html", "Frivilligt", {"field": _FREE["note"]}),
    Example("field.html", "Val", {"field": _FREE["role"]}),
    Example("field.html", "Kryssruta", {"field": _FREE["agree"]}),
    Example("problem_table.html", "Alla nivåer", {"problems": _PROBLEMS}),
)  # fmt: skip
