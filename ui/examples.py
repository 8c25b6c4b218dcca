"""Examples of the components, with the product's own kind of content."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ui.chart_examples import example_charts
from ui.charts import page_svg

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
        label=_("Roll"),
        choices=[("finance", _("Ekonomi")), ("reader", _("Läsare hos klienten"))],
        widget=forms.RadioSelect,
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
        "error", "pools", 7, "amount", "12 500,5x", "Beloppet går inte att läsa.",
        "Skriv siffror med högst två decimaler.",
    ),
    ExampleProblem(
        "warning", "volumes", 1204, "customer_id", "K-99117", "Kunden finns inte i kundlistan.",
        "Lägg till kunden eller ta bort raden.",
    ),
    ExampleProblem("note", "customers", None, "", "", "Kolumnen region läses inte.", ""),
)  # fmt: skip
_BOUND = ExampleForm({"email": "anna", "role": ""}, prefix="bound")
_WRONG = ExampleForm({"email": "anna@example.com", "role": "finance"}, prefix="")
_WRONG.add_error(None, _("Personen är redan inbjuden."))
_FREE = ExampleForm(initial={"role": "finance"})


def _example(component: str, title: str, /, **context: object) -> Example:
    return Example(f"{component}.html", title, context)


def _job(state: str, progress: float, words: str) -> ExampleJob:
    return ExampleJob(f"example-{state}", state, progress, words)


_PLAIN: tuple[Example, ...] = (
    _example("kpi", "Bättre", label="Nettoomsättning", value="31 250 tkr", trend="+4,2 %", note="mot 2024"),
    _example(
        "kpi",
        "Sämre fast det ökar",
        label="Kostnad att betjäna",
        value="34,2 %",
        trend="+1,6 pe",
        trend_is_good=False,
        note="av nettoomsättningen",
    ),
    _example("kpi", "Utan jämförelse", label="Kunder", value="5 000", note="varav 312 nya"),
    _example(
        "empty",
        "Med väg vidare",
        title="Inget underlag ännu",
        text="Ladda upp en arbetsbok med kunder, transaktioner och kostnader.",
        url="#",
        label="Ladda upp underlag",
        icon="upload",
    ),
    _example(
        "empty",
        "Utan träffar",
        title="Inga kunder matchar",
        text="Prova en annan sökning eller ta bort ett filter.",
        icon="search",
    ),
    _example("icon", "Med namn", name="shield-check", label="Granskad"),
    _example("icon", "Som dekor", name="download"),
    _example("bar", "Intäkt", share=Decimal("0.94")),
    _example("bar", "Kostnad", share=Decimal("0.31"), sign=-1),
    _example("bar", "Hur mycket som är klart", share=Decimal("0.62"), track=True),
    _example(
        "progress",
        "Pågår",
        job=_job("running", 0.6, "Pågår"),
        label="Fördelar kostnader",
        stage="Pool 12 av 20: Kundservice",
    ),
    _example(
        "progress",
        "Klart",
        job=_job("done", 1.0, "Klart"),
        label="Fördelar kostnader",
        done_url="#",
        done_label="Visa resultatet",
    ),
    _example(
        "progress",
        "Misslyckades",
        job=_job("failed", 0.2, "Misslyckades"),
        label="Läser underlag",
        error="Arbetsboken är större uppackad än vad som tas emot.",
    ),
    _example("pager", "Mitt i listan", pager=ExamplePager(51, 100, 5000, "#", "#")),
    _example("proof", "Stämmer", proof=_proof(0)),
    _example("proof", "Stämmer inte", title="Avstämning med fel", proof=_proof(1)),
    _example("field", "Ifyllnad med ledtext", field=_FREE["email"]),
    _example("field", "Fel", field=_BOUND["email"]),
    _example("field", "Frivilligt", field=_FREE["note"]),
    _example("field", "Val", field=_FREE["role"]),
    _example("field", "Kryssruta", field=_FREE["agree"]),
    _example("form_errors", "Fel i helheten", form=_WRONG),
    _example("form_fields", "Ett helt formulär", form=ExampleForm(prefix="whole"), plain=True),
    _example("problem_table", "Alla nivåer", problems=_PROBLEMS),
)


def list_examples() -> tuple[Example, ...]:
    """Return every example; charts are drawn in the active language."""
    drawn = [
        _example("chart", drawing.key, chart=drawing, svg=SafeString(page_svg(drawing))) for drawing in example_charts()
    ]
    return (*_PLAIN, *drawn)
