"""manage.py analyse_run SOURCE --out DIR: what can be asked of an allocation beyond its statements, no database."""

import tempfile
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profitability.domain import analysis_files as files
from profitability.domain.certainty_run import simulate_run
from profitability.domain.ledger import MANIFEST, Ledger
from profitability.domain.money import QUANTITY_DECIMALS, parse_scaled
from profitability.domain.problem import has_errors
from profitability.domain.run import allocate, silent
from profitability.domain.service_methods import compare_methods
from profitability.domain.settings import Settings
from profitability.domain.summary import read_summary
from profitability.domain.what_if import Bench, PoolChange, open_bench
from profitability.domain.workspace import MEMORY_MB
from profitability.management.carried import Carried, add_carried_options, read_carried
from profitability.management.out_folder import open_out
from profitability.readers.source import SourceFile, list_folder, read_source

FIELDS = ("amount", "driver", "capacity")
BORDERS = ("gold_peak_share", "gold_max_share", "gold_percent", "silver_percent", "gold_from", "silver_from")
TRIED = ("rank_by", "tier_rule", *BORDERS, "new_customer_months", "tier_margin")


class Command(BaseCommand):
    help = (
        "Analyserar en fördelning: pengarnas väg, metoder, kapacitet, full kostnad, nivåer, säkerhet och tänk om. "
        "Läser SOURCE som allocate gör och skriver CSV-filer i mappen DIR. Slutkod 0: klart; 1: underlaget har fel; "
        "2: fel användning."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE", type=Path)
        parser.add_argument("--out", metavar="DIR", type=Path, required=True)
        parser.add_argument(
            "--before", metavar="SOURCE", type=Path, action="append", default=[], help="en tidigare period, äldst först"
        )
        parser.add_argument("--goal", metavar="CUSTOMER", action="append", default=[], help="vad en bättre nivå kräver")
        parser.add_argument(
            "--change",
            metavar=("POOL", "FIELD", "VALUE"),
            nargs=3,
            action="append",
            default=[],
            help=f"tänk om: {', '.join(FIELDS)}",
        )
        parser.add_argument(
            "--setting",
            metavar=("KEY", "VALUE"),
            nargs=2,
            action="append",
            default=[],
            help="tänk om: en inställning för nivåerna, eller rank_by",
        )
        parser.add_argument("--draws", type=int, default=1_000, help="dragningar för säkerheten; 0: inga")
        parser.add_argument("--spread", type=_share, default=0.2, help="variation 0-1")
        parser.add_argument("--seed", type=int, default=1)
        add_carried_options(parser)

    def handle(self, *args: object, **options: object) -> None:
        sources = [*cast(list[Path], options["before"]), cast(Path, options["source"])]
        for source in sources:
            if not source.exists():
                raise CommandError(f"{source} finns inte.", returncode=2)
        out, carried = cast(Path, options["out"]), read_carried(options)
        for source in sources:
            open_out(out, source, ())
        with tempfile.TemporaryDirectory(prefix=".analyse-", dir=out) as temporary:
            work = Path(temporary)
            made = [
                _allocate(source, work / str(place), carried if place == len(sources) - 1 else Carried())
                for place, source in enumerate(sources)
            ]
            self._write(made, work, out, options, carried)
        self.stdout.write(f"Klart: {out}")

    def _write(
        self,
        made: Sequence[tuple[Path, Path]],
        work: Path,
        out: Path,
        options: dict[str, object],
        carried: Carried,
    ) -> None:
        ledger, run = made[-1]
        runs, decimals = [at for _ledger, at in made], read_summary(run).decimals
        files.write_money_map(run, out)
        files.write_capacity(runs, out)
        files.write_costing(run, out)
        files.write_customer_proofs(run, Ledger(ledger), out)
        compared = compare_methods(
            ledger, overrides={}, memory_mb=MEMORY_MB, progress=silent, standard_rates=carried.rates, out=work
        )
        files.write_methods(compared, decimals, work / "methods.parquet", out)
        for members in compared.circles:
            self.stderr.write(f"Poolerna {', '.join(members)} arbetar bara åt varandra: inget kommer ut.")
        bench = open_bench(ledger, standard_rates=carried.rates, previous_tiers=carried.tiers)
        files.write_tier_rules(bench, out)
        if len(runs) > 1:
            files.write_tier_moves(runs[-2], run, out)
        for customer_id in files.write_tier_goals(run, cast(list[str], options["goal"]), out):
            self.stderr.write(f"Ingen kund har numret {customer_id}.")
        if options["change"] or options["setting"]:
            pools = {pool.pool_id for pool in bench.model.pools}
            changes = [_change(wish, pools, decimals) for wish in cast(list[list[str]], options["change"])]
            tried = _read_settings(bench, cast(list[tuple[str, str]], options["setting"]))
            files.write_what_if(bench.ask(), bench.ask(_merge(changes), tried), decimals, out)
        if options["draws"]:
            _write_certainty(made[-1], work, out, options, carried)


def _write_certainty(
    made: tuple[Path, Path], work: Path, out: Path, options: dict[str, object], carried: Carried
) -> None:
    ledger, run = made
    certainty = simulate_run(
        ledger,
        work,
        overrides={},
        memory_mb=MEMORY_MB,
        spread=cast(float, options["spread"]),
        draws=cast(int, options["draws"]),
        seed=cast(int, options["seed"]),
        progress=lambda _share: None,
        standard_rates=carried.rates,
        previous_tiers=carried.tiers,
    )
    files.write_certainty(run, work / "certainty.parquet", certainty.kept, out)


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share < 1:
        raise ArgumentTypeError("0-1")
    return share


def _allocate(source: Path, work: Path, carried: Carried) -> tuple[Path, Path]:
    """Read and allocate a source; return the folders of its ledger and its run. CommandError where it has errors."""
    work.mkdir()
    ledger = source
    if not (source / MANIFEST).is_file():
        ledger = work / "ledger"
        sent = list_folder(source) if source.is_dir() else (SourceFile(source.name, source),)
        if has_errors(read_source(sent, ledger, check=False).problems):
            raise CommandError(f"{source} har fel; kör allocate för att se dem.", returncode=1)
    result = allocate(ledger, work / "run", standard_rates=carried.rates, previous_tiers=carried.tiers)
    if result.has_errors:
        raise CommandError(f"{source} har fel; kör allocate för att se dem.", returncode=1)
    return ledger, work / "run"


def _change(wish: list[str], pools: set[str], decimals: int) -> PoolChange:
    pool_id, field, value = wish
    if pool_id not in pools or field not in FIELDS:
        raise CommandError(f"--change {' '.join(wish)}: okänd pool eller okänt fält.", returncode=2)
    if field == "driver":
        return PoolChange(pool_id, driver=value)
    number = parse_scaled(value, decimals if field == "amount" else QUANTITY_DECIMALS)
    if number is None:
        raise CommandError(f"--change {' '.join(wish)}: inget tal.", returncode=2)
    return PoolChange(pool_id, amount_minor=number) if field == "amount" else PoolChange(pool_id, capacity_micro=number)


def _read_settings(bench: Bench, wishes: Sequence[tuple[str, str]]) -> Settings:
    reading = bench.read_settings(dict(wishes))
    unknown = [key for key, _value in wishes if key not in TRIED]
    if reading.settings is None or reading.problems or unknown:
        wrong = ", ".join([*unknown, *(problem.column or problem.code for problem in reading.problems)])
        raise CommandError(f"--setting: {wrong} kan inte prövas så.", returncode=2)
    return reading.settings


def _merge(changes: Sequence[PoolChange]) -> tuple[PoolChange, ...]:
    """Return one change for each pool; what is said last holds."""
    merged: dict[str, dict[str, object]] = {}
    for change in changes:
        said = {name: value for name, value in vars(change).items() if value is not None}
        merged.setdefault(change.pool_id, {}).update(said)
    return tuple(PoolChange(**said) for said in merged.values())  # type: ignore[arg-type]  # the fields of changes
