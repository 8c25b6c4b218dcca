"""What people send on the road of an import: files, the frame, answers about a file."""

from collections.abc import Mapping, Sequence

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from profitability.forms import SeveralFilesField, SeveralFilesInput
from profitability.import_models import LedgerImport
from profitability.import_texts import OUTSIDE
from profitability.imports.kinds import KINDS
from profitability.imports.record import FileRecord, SieRecord
from profitability.imports.sie import DRIVER, NO_DRIVER
from profitability.intake.fields import FIELDS
from profitability.intake.question import ASK_AGAIN, find_answer
from profitability.intake.sie_pools import Rule, dump_rules
from profitability.intake.sie_reading import RULES_ANSWER
from profitability.pages.import_sie import NEW_RULES
from profitability.services.uploads import MAX_FILES, IncomingFile
from ui.numbers import read_number


class DropForm(forms.Form):
    """Files of any layout; what they are is told by what they hold."""

    dropped_files = SeveralFilesField(
        label=_("Filer"),
        help_text=_("CSV, text, Excel (.xlsx) eller SIE, som de kommer ur systemet. Flera på en gång går bra."),
        widget=SeveralFilesInput(),
        error_messages={
            "required": _("Välj minst en fil."),
            "empty": _("Filen är tom. Välj en fil med innehåll."),
        },
    )

    def __init__(self, *args: object, was_cut: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if was_cut:
            limit = settings.UPLOAD_REQUEST_MAX_BYTES // 1_000_000
            text = _("Filerna är tillsammans större än %(limit)d MB. Mottagandet avbröts och inget är sparat.")
            self.fields["dropped_files"].error_messages["required"] = text % {"limit": limit}

    def clean_dropped_files(self) -> Sequence[IncomingFile]:
        """Refuse what is too many or too large."""
        files: Sequence[UploadedFile[bytes]] = self.cleaned_data["dropped_files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("Högst %(limit)d filer åt gången."), params={"limit": MAX_FILES})
        limit = settings.IMPORT_TEXT_MAX_BYTES
        for file in files:
            if (file.size or 0) > limit:
                raise forms.ValidationError(
                    _("Filen %(name)s är större än %(limit)d MB."),
                    params={"name": file.name, "limit": limit // 1_000_000},
                )
        return files


class FrameForm(forms.ModelForm[LedgerImport]):
    """The period and currency that no file says."""

    class Meta:
        model = LedgerImport
        fields = ["period_start", "period_end", "currency"]
        widgets = {
            "period_start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "period_end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_currency(self) -> str:
        """Demand three letters."""
        code = str(self.cleaned_data["currency"]).upper()
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            raise forms.ValidationError(_("Skriv valutans tre bokstäver, till exempel SEK."))
        return code

    def clean(self) -> dict[str, object]:
        """Demand that the period does not run backwards."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and start > end:
            self.add_error("period_end", _("Perioden slutar innan den börjar."))
        return cleaned


class AnswerForm:
    """What was said on a file's page: its kind, answers to questions, fields of columns, a control total."""

    def __init__(self, sent: Mapping[str, str], record: FileRecord | None, sheet: str) -> None:
        self.record = record
        self.sheet = sent.get("kind", sheet)
        self.total_text = sent.get("total", "").strip()
        self.error = ""
        if self.sheet not in KINDS:
            self.sheet = sheet
        if self.total_text and read_number(self.total_text).value is None:
            self.error = str(_("Kontrollsumman är inget tal som går att läsa på ett sätt. Skriv till exempel 1234,50."))
        self.answers: dict[str, str] = {}
        if record is not None and record.sie is not None:
            self._read_sie(sent, record.sie)
        elif self.sheet == sheet and record is not None:
            self.answers = self._read(sent)

    def _read_sie(self, sent: Mapping[str, str], sie: SieRecord) -> None:
        """Read the rules as they stand on the page, new ones first, and the pools' drivers."""
        self.sheet = "pools"
        size = len(sie.rules)
        order = [*range(size, size + NEW_RULES), *range(size)]
        rules = [rule for number in order if (rule := self._read_rule(sent, number)) is not None]
        if rules and tuple(rules) != sie.rules:
            self.answers[RULES_ANSWER] = dump_rules(rules)
        before = dict(self.record.answers) if self.record else {}
        for name, value in sent.items():
            if name.startswith(DRIVER) and value != before.get(name, ""):
                self.answers[name[:200]] = value[:200] or NO_DRIVER

    def _read_rule(self, sent: Mapping[str, str], number: int) -> Rule | None:
        """Return one rule; None when its accounts are left empty."""
        first, last = (sent.get(f"{name}-{number}", "").strip() for name in ("first", "last"))
        if not first and not last:
            return None
        target, pool_id = sent.get(f"target-{number}", ""), sent.get(f"pool-{number}", "").strip()[:60]
        name = sent.get(f"name-{number}", "").strip()[:120]
        if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4 and first <= last):
            self.error = str(_("Konton skrivs med fyra siffror, från och till: ”%(first)s” till ”%(last)s” går inte."))
            self.error = self.error % {"first": first[:10], "last": last[:10]}
            return None
        if target not in OUTSIDE and not pool_id:
            self.error = str(_("Poolen för konto %(first)s till %(last)s behöver ett kortnamn.")) % {
                "first": first,
                "last": last,
            }
            return None
        scope = (sent.get(f"centre-{number}", "")[:60], sent.get(f"project-{number}", "")[:60])
        if target in OUTSIDE:
            return Rule(int(first), int(last), scope[0], target, str(OUTSIDE[target]), "", scope[1])
        return Rule(int(first), int(last), scope[0], pool_id, name or pool_id, target, scope[1])

    def _read(self, sent: Mapping[str, str]) -> dict[str, str]:
        assert self.record is not None
        again = sent.get("again", "")
        asked = {again: ASK_AGAIN} if again in dict(self.record.answers) else {}
        return {**self._read_columns(sent), **self._read_questions(sent), **asked}

    def _read_questions(self, sent: Mapping[str, str]) -> dict[str, str]:
        assert self.record is not None
        answers: dict[str, str] = {}
        for number, question in enumerate(self.record.questions):
            text = sent.get(f"text-{number}", "").strip()
            value = sent.get(f"answer-{number}", "")
            if text and question.kind == "column":
                answers[question.id] = f"={text[:200]}"
            elif find_answer({question.id: value}, question) is not None:
                answers[question.id] = value
        return answers

    def _read_columns(self, sent: Mapping[str, str]) -> dict[str, str]:
        """Return answers for the columns whose field was changed; a field given away is read from no column."""
        assert self.record is not None
        fields = FIELDS.get(self.record.sheet, {})
        chosen: dict[str, str] = {}
        released: set[str] = set()
        for column in self.record.columns:
            before = "" if column.field.startswith("+") else column.field
            now = sent.get(f"field-{column.place}", before)
            if now == before or (now and now not in fields):
                continue
            if now:
                chosen[f"column:{now}"] = column.header
            if before:
                released.add(before)
        return {**{f"column:{field}": "-" for field in released}, **chosen}
