"""Secrets that are sent out once and kept as a hash only."""

import hashlib
import secrets


def new_token() -> str:
    """Return a fresh secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the SHA-256 of `token` in hex; enough for a secret of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
