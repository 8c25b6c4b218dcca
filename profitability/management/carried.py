"""What a command carries over from an earlier run: frozen rates, and tiers that a margin may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

from django.core.management.base import CommandError, CommandParser

from profitability.domain.standard_rates import UnreadableRatesError, choose_rates, read_standard_rates
from profitability.domain.tier_margin import UnreadableTiersError, read_previous_tiers


@dataclass(frozen=True)
class Carried:
    """Rates by pool_id (major units per unit) and tiers by customer_id."""

    rates: tuple[tuple[str, Fraction], ...] = ()
    tiers: Mapping[str, str] | None = None


def add_carried_options(parser: CommandParser) -> None:
    """Let the command take the files of an earlier run."""
    parser.add_argument(
        "--standard-rates", metavar="POOLS", type=Path, help="frysta satser: en tidigare körnings pools.csv"
    )
    parser.add_argument(
        "--frozen-pool",
        metavar="POOL",
        action="append",
        default=[],
        help="frys bara den här poolens sats ur --standard-rates; kan upprepas",
    )
    parser.add_argument(
        "--previous-tiers",
        metavar="STATEMENTS",
        type=Path,
        help="för tier_margin: en tidigare körnings statements.csv",
    )


def read_carried(options: Mapping[str, object]) -> Carried:
    """Read the files; raise CommandError (2) where they do not say what they should."""
    rates, tiers = cast(Path | None, options["standard_rates"]), cast(Path | None, options["previous_tiers"])
    try:
        return Carried(
            _choose(read_standard_rates(rates) if rates is not None else (), cast(list[str], options["frozen_pool"])),
            read_previous_tiers(tiers) if tiers is not None else None,
        )
    except UnreadableRatesError as fault:
        raise CommandError(f"{fault} har inte kolumnerna pool_id och rate med tal.", returncode=2) from fault
    except UnreadableTiersError as fault:
        raise CommandError(f"{fault} har inte kolumnerna customer_id och tier med nivåer.", returncode=2) from fault


def _choose(rates: tuple[tuple[str, Fraction], ...], pools: list[str]) -> tuple[tuple[str, Fraction], ...]:
    unknown = sorted(set(pools) - {pool_id for pool_id, _rate in rates})
    if unknown:
        raise CommandError(f"--frozen-pool {unknown[0]}: ingen sådan sats i --standard-rates.", returncode=2)
    return choose_rates(rates, pools) if pools else rates
