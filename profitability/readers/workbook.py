"""Read a workbook in a child process with limits on memory and processor time; its sheets come back as CSV text."""

import json
import subprocess
import sys
from pathlib import Path

from profitability.domain.problem import Problem, error
from profitability.readers.limits import ReadLimits

_ROOT = Path(__file__).resolve().parents[2]


def read_workbook(
    name: str, path: Path, target: Path, limits: ReadLimits
) -> tuple[tuple[tuple[str, Path], ...], tuple[Problem, ...]]:
    """Return (sheet name, CSV file) of each sheet in the workbook, and the problems.

    The caller has looked at the zip before. A workbook that takes more than the limits, or that the parser dies of,
    is a problem, not an exception.
    """
    command = [
        sys.executable,
        "-m",
        "profitability.readers.workbook_child",
        str(path),
        str(target),
        str(limits.workbook_memory_mb),
        str(limits.workbook_cpu_seconds),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command, cwd=_ROOT, capture_output=True, check=False, timeout=2 * limits.workbook_cpu_seconds + 10
        )
    except subprocess.TimeoutExpired:
        return (), (error("workbook_too_heavy", value=name),)
    if done.returncode == _UNREADABLE:
        return (), (error("unreadable_package", value=name),)
    if done.returncode != 0:
        return (), (error("workbook_too_heavy", value=name),)
    sheets = tuple((str(sheet), target / str(file)) for sheet, file in json.loads(done.stdout))
    return sheets, ()


_UNREADABLE = 3
