"""How a program shows who it is: a token in the header Authorization."""

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox import auth
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User


class TokenAuthentication(auth.TokenAuthentication):
    """Knox's tokens, kept as hashes; a header that is no text at all is refused like any wrong token."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, object]:
        if not token.isascii():
            raise AuthenticationFailed
        pair: tuple[User, object] = super().authenticate_credentials(token)
        return pair


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # the base class is untyped
    """Tell the schema of the API what the header looks like."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"
