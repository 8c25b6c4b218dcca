"""Which study is built how. The libraries of a study are loaded when it is built: in the worker alone."""

from collections.abc import Callable, Mapping
from pathlib import Path

from jobs.registry import Json
from portfolio.domain.analysis import AnalysisSummary
from portfolio.models import StudyKind
from portfolio.readers.joined_customers import Sheets
from portfolio.selectors.studies import ahead_as_json, leaving_as_json, twins_as_json

LEFT_COLUMN = "left_column"

type Progress = Callable[[str, float], None]
type Choices = Mapping[str, str]
type Builder = Callable[[Sheets, Path, AnalysisSummary, Path, Progress, Choices], dict[str, Json]]


class ColumnUnreadableError(Exception):
    """The column chosen to say who has left holds neither dates nor yes and no."""


class TooLittleHistoryError(Exception):
    """There are not enough purchases, or not enough time, to estimate anything."""


def _ahead(
    sheets: Sheets, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress, choices: Choices
) -> dict[str, Json]:
    from portfolio.services.ahead_building import TooFewRepeatersError, build_ahead

    del choices
    try:
        return ahead_as_json(build_ahead(sheets.transactions, customers, summary, out, progress))
    except TooFewRepeatersError as fault:
        raise TooLittleHistoryError from fault


def _leaving(
    sheets: Sheets, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress, choices: Choices
) -> dict[str, Json]:
    from portfolio.readers.contracts import UnreadableColumnError, read_contracts
    from portfolio.services.leaving_building import TooFewLeaversError, build_leaving

    column = choices.get(LEFT_COLUMN, "")
    try:
        contracts = read_contracts(sheets.customers, column) if column else None
        return leaving_as_json(build_leaving(sheets, customers, summary, out, progress, contracts))
    except TooFewLeaversError as fault:
        raise TooLittleHistoryError from fault
    except UnreadableColumnError as fault:
        raise ColumnUnreadableError from fault


def _twins(
    sheets: Sheets, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress, choices: Choices
) -> dict[str, Json]:
    from portfolio.services.twins_building import TooFewBasketsError, build_twins

    del customers, choices
    try:
        return twins_as_json(build_twins(sheets.transactions, summary, out, progress))
    except TooFewBasketsError as fault:
        raise TooLittleHistoryError from fault


STUDIES: dict[StudyKind, Builder] = {StudyKind.AHEAD: _ahead, StudyKind.LEAVING: _leaving, StudyKind.TWINS: _twins}
