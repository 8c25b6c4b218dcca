"""The customer base without a database: a source in, files of the exchange format out."""

import tempfile
from datetime import date
from pathlib import Path

from portfolio.readers.base_source import read_base_source
from portfolio.services.base_runs import read_ledger_definition, run_base
from portfolio.services.output_folder import OutputFile, publish_files
from portfolio.services.problem_files import problems_file
from portfolio.services.result_files import BASE_FILES, base_files
from profitability.domain.problem import Problem, has_errors


def publish_base(source: Path, as_of: date, out: Path) -> tuple[Problem, ...]:
    """Write flows.csv, migration.csv and portfolio.csv to `out`, or only problems.csv when something is wrong.

    Return all problems; raise OSError when the source cannot be opened or `out` not written.
    """
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        ledger, problems = read_base_source(source, Path(temporary) / "ledger")
        chosen = read_ledger_definition(ledger)
        problems = (*problems, *chosen.problems)
        files: list[OutputFile] = []
        if not has_errors(problems):
            run = run_base(ledger, chosen.definition, as_of, Path(temporary))
            problems = (*problems, *run.problems)
            if run.base is not None:
                base = run.base
                files += base_files(base.flows, base.migration, base.portfolio, chosen.decimals)
    publish_files(out, [problems_file(problems), *files], BASE_FILES)
    return problems
