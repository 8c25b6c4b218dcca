"""Keep clients' Word templates."""

from django.db import transaction

from accounts.models import Engagement, User
from filestore import store
from reports.models import WordTemplate
from reports.word_template import UnusableTemplateError, check_template


@transaction.atomic
def keep_template(*, engagement: Engagement, name: str, content: bytes, uploaded_by: User) -> WordTemplate:
    """Keep a template under its name, in the place of one with the same name; raise UnusableTemplateError."""
    findings = check_template(content)
    if findings:
        raise UnusableTemplateError(findings)
    stored = store.save_stream(f"word-templates/{engagement.id}", [content])
    template, _is_new = WordTemplate.objects.update_or_create(
        engagement=engagement,
        name=name,
        defaults={
            "file_key": stored.key,
            "file_sha256": stored.sha256,
            "file_size": stored.size,
            "uploaded_by": uploaded_by,
        },
    )
    return template


def remove_template(*, template: WordTemplate) -> None:
    """Forget a template; documents made with it are nobody's to take back."""
    template.delete()
