"""Evidence and comments as they come in from a page."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models import Assessment, Participant, Sheet
from assessment.services.remarks import FILE_LIMIT_BYTES, add_comment, add_file, add_link, add_quote

KINDS = ("quote", "link", "file", "comment")


class RemarkForm(forms.Form):
    """One remark: a quote with its speaker, a link, a file, or a comment; `what` says which."""

    what = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    text = forms.CharField(required=False, max_length=4000)
    speaker = forms.CharField(required=False, max_length=150)
    url = forms.URLField(required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(required=False)

    def clean_url(self) -> str:
        """Take addresses of the web only."""
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("Adressen ska börja med https://."))
        return url

    def clean(self) -> dict[str, object]:
        """Ask for what the kind of remark needs."""
        cleaned = super().clean() or {}
        needed = {"quote": ("text", "speaker"), "link": ("url",), "file": ("file",), "comment": ("text",)}
        for name in needed.get(str(cleaned.get("what")), ()):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Fältet behövs."))
        if cleaned.get("what") != "comment" and len(str(cleaned.get("text", ""))) > 2000:
            self.add_error("text", _("Högst 2 000 tecken."))
        file = cleaned.get("file")
        if isinstance(file, UploadedFile) and (file.size or 0) > FILE_LIMIT_BYTES:
            self.add_error("file", _("Filen är för stor. Högst 10 MB."))
        return cleaned

    def keep(self, *, sheet: Sheet, item: str, participant: Participant | None, author: User | None) -> None:
        """Keep the remark; raise TooMuchEvidenceError when the sheet has as much evidence as it takes."""
        cleaned = self.cleaned_data
        assessment: Assessment = sheet.assessment
        match cleaned["what"]:
            case "comment":
                add_comment(
                    assessment=assessment, item=item, text=cleaned["text"], participant=participant, author=author
                )
            case "quote":
                add_quote(sheet=sheet, item=item, text=cleaned["text"], speaker=cleaned["speaker"], author=author)
            case "link":
                add_link(sheet=sheet, item=item, url=cleaned["url"], text=cleaned["text"], author=author)
            case _:
                name = PurePath(cleaned["file"].name).name
                chunks = cleaned["file"].chunks()
                add_file(sheet=sheet, item=item, name=name, chunks=chunks, text=cleaned["text"], author=author)
