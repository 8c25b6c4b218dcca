"""What must hold of the database that the product is run with."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.db import connections


@checks.register(checks.Tags.database)
def check_database_role(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_kwargs: object
) -> list[checks.CheckMessage]:
    """Warn when the role that the product uses passes the second fence: a superuser, or one with BYPASSRLS."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                found.append(
                    checks.Warning(
                        "The database role passes row-level security.",
                        hint="Run the product as a role without SUPERUSER and BYPASSRLS that owns its tables.",
                        id="accounts.W001",
                    )
                )
    return found
