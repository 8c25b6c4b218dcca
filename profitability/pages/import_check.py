"""The page of everything that is wrong with an import, by file and cause, beside its control totals."""

from dataclasses import dataclass

from profitability.domain.problem import Level, Problem
from profitability.import_models import ImportFile, ImportState, LedgerImport
from profitability.import_texts import kind_text
from profitability.intake_texts import describe_finding
from profitability.pages.import_steps import Standing, Step, standing_of, steps_of
from profitability.pages.problems import ProblemGroup, group_problems
from profitability.selectors.imports import is_ready
from profitability.selectors.problems import list_problems


@dataclass(frozen=True)
class FileFindings:
    """What is wrong with one file, by cause; `file` is None for what only shows when the files are put together."""

    file: ImportFile | None
    kind: str
    groups: tuple[ProblemGroup, ...]


@dataclass(frozen=True)
class ImportCheckPage:
    """Every finding of an import."""

    found: LedgerImport
    steps: tuple[Step, ...]
    standing: Standing
    findings: tuple[FileFindings, ...]
    is_open: bool
    is_ready: bool


def import_check_page(found: LedgerImport) -> ImportCheckPage:
    """Return the findings of every file, then those between the files."""
    findings = [_findings_of(file) for file in found.files.all()]
    seen = {code for each in findings for code in (group.code for group in each.groups)}
    together = [each for each in list_problems(found.problems_key) if not _is_repeated(each, seen)]
    findings.append(FileFindings(None, "", group_problems(together, describe_finding)))
    return ImportCheckPage(
        found=found,
        steps=steps_of(found, "check"),
        standing=standing_of(found),
        findings=tuple(each for each in findings if each.groups),
        is_open=found.state == ImportState.OPEN,
        is_ready=is_ready(found),
    )


def _findings_of(file: ImportFile) -> FileFindings:
    return FileFindings(file, kind_text(file.sheet), group_problems(list_problems(file.problems_key), describe_finding))


def _is_repeated(problem: Problem, seen: set[str]) -> bool:
    """Say whether the files' own findings have said the same: rows outside the period, for one."""
    return problem.level != Level.ERROR and problem.code in seen
