"""What allauth is told: nobody signs up alone, everyone is invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Close the sign-up page: accounts come from invitations."""
        return False
