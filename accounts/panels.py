"""What each app says on an engagement's front page.

The apps above register a provider when they start (AppConfig.ready); this module knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.utils.module_loading import import_string

from accounts.access import Action, allowed_actions
from accounts.models import Engagement, User


@dataclass(frozen=True)
class Figure:
    """One key figure of a panel; `value` is ready to print."""

    label: str
    value: str


@dataclass(frozen=True)
class Panel:
    """One step of the engagement: where it stands and what to do next.

    `is_started` False shows the empty state with `text` saying what to do; `figures` are at most three.
    """

    title: str
    text: str
    url: str
    action_label: str
    icon: str
    is_started: bool
    figures: tuple[Figure, ...] = ()


type Provider = Callable[[Engagement, User], Panel]

_PROVIDERS: list[tuple[int, Action, str]] = []


def register_panel(order: int, action: Action, provider: str) -> None:
    """Show the panel of the Provider at the dotted path to those who may do `action`; lower `order` comes first.

    It is imported when a panel is first shown: most processes show none.
    """
    _PROVIDERS.append((order, action, provider))


def list_panels(engagement: Engagement, user: User) -> list[Panel]:
    """Return the panels that `user` may see, in order."""
    actions = allowed_actions(user, engagement)
    return [
        cast(Provider, import_string(provider))(engagement, user)
        for _order, action, provider in sorted(_PROVIDERS, key=lambda entry: entry[0])
        if action in actions
    ]
