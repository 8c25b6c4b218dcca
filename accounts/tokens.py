"""Tokens for programs: shown once, kept as hashes, with an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from knox.models import AuthToken

from accounts.access import record_event
from accounts.models import User

LIFETIMES_DAYS = (30, 90, 365)


@dataclass(frozen=True)
class Token:
    """A token as its owner sees it again; `start` is its first characters, which alone open nothing."""

    start: str
    created_at: datetime
    expires_at: datetime


def list_tokens(user: User) -> list[Token]:
    """Return the person's tokens, the newest first."""
    rows = AuthToken.objects.filter(user=user).order_by("-created")
    return [Token(row.token_key, row.created, row.expiry) for row in rows]


def issue_token(user: User, lifetime_days: int) -> str:
    """Make a token and return it; only its hash is kept, so it cannot be shown again."""
    _row, token = AuthToken.objects.create(user, expiry=timedelta(days=lifetime_days))
    record_event(actor=user, engagement=None, what="token.issued")
    return str(token)


def revoke_token(user: User, start: str) -> None:
    """End the person's token that begins with `start`; another person's is not touched."""
    deleted, _by_kind = AuthToken.objects.filter(user=user, token_key=start).delete()
    if deleted:
        record_event(actor=user, engagement=None, what="token.revoked")
