"""Write the second fence into PostgreSQL: a forced policy on every table whose rows belong to an engagement."""

import hashlib

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Model

from accounts.fence import EVERYTHING, SETTING
from accounts.models import Engagement


def fenced_models() -> dict[type[Model], ForeignKey[Model, Model]]:
    """Return the models whose rows belong to an engagement, each with the key that leads there.

    The key points at the engagement or at another fenced model; one that may be empty is taken only where there is no
    other. The tables of accounts itself (who is let in where) are what the fence is opened by, and stand outside it.
    """
    found: dict[type[Model], ForeignKey[Model, Model]] = {}
    models = [model for model in apps.get_models() if model._meta.app_label != "accounts"]
    grew = True
    while grew:
        grew = False
        for model in models:
            if model not in found and (key := _key_of(model, {Engagement, *found})):
                found[model] = key
                grew = True
    return found


def _key_of(model: type[Model], targets: set[type[Model]]) -> "ForeignKey[Model, Model] | None":
    keys = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in targets
    ]
    keys.sort(key=lambda key: (key.null, key.related_model is not Engagement))
    return keys[0] if keys else None


def condition(key: ForeignKey[Model, Model]) -> str:
    """Return the SQL that a row must satisfy to be seen or written."""
    quote = connection.ops.quote_name
    column, scope = quote(key.column), f"current_setting('{SETTING}', true)"
    if key.related_model is Engagement:
        inside = f"{column}::text = {scope}"
    else:
        parent = key.related_model._meta
        table, pk = quote(parent.db_table), quote(str(parent.pk.column))
        inside = f"EXISTS (SELECT 1 FROM {table} p WHERE p.{pk} = {column})"  # noqa: S608 - names of our own tables
    shared = f" OR {column} IS NULL" if key.null else ""
    return f"{scope} = '{EVERYTHING}' OR {inside}{shared}"


def build_fence(using: str, **_kwargs: object) -> None:
    """Give every fenced table its policy, after each migration; a policy that stands is left alone."""
    if connection.vendor != "postgresql" or using != connection.alias:
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname FROM pg_policies")
        standing = set(cursor.fetchall())
    for model, key in fenced_models().items():
        table, rule = model._meta.db_table, condition(key)
        name = "engagement_" + hashlib.sha256(rule.encode()).hexdigest()[:12]
        if table in tables and (table, name) not in standing:
            old = [policy for place, policy in standing if place == table and policy.startswith("engagement_")]
            _write_policy(connection, table, name, rule, old)


def _write_policy(connection: BaseDatabaseWrapper, table: str, name: str, rule: str, old: list[str]) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for policy in old:
            cursor.execute(f"DROP POLICY {quote(policy)} ON {quote(table)}")
        cursor.execute(f"CREATE POLICY {quote(name)} ON {quote(table)} USING ({rule})")
        cursor.execute(f"ALTER TABLE {quote(table)} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {quote(table)} FORCE ROW LEVEL SECURITY")
