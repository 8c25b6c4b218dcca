"""Which study is built how. The libraries of a study are loaded when it is built: in the worker alone."""

from collections.abc import Callable
from pathlib import Path

from jobs.registry import Json
from portfolio.domain.analysis import AnalysisSummary
from portfolio.models import StudyKind
from portfolio.selectors.studies import ahead_as_json, leaving_as_json, twins_as_json

type Progress = Callable[[str, float], None]
type Builder = Callable[[Path, Path, AnalysisSummary, Path, Progress], dict[str, Json]]


class TooLittleHistoryError(Exception):
    """There are not enough purchases, or not enough time, to estimate anything."""


def _ahead(
    transactions: Path, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress
) -> dict[str, Json]:
    from portfolio.services.ahead_building import TooFewRepeatersError, build_ahead

    try:
        return ahead_as_json(build_ahead(transactions, customers, summary, out, progress))
    except TooFewRepeatersError as fault:
        raise TooLittleHistoryError from fault


def _leaving(
    transactions: Path, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress
) -> dict[str, Json]:
    from portfolio.services.leaving_building import TooFewLeaversError, build_leaving

    try:
        return leaving_as_json(build_leaving(transactions, customers, summary, out, progress))
    except TooFewLeaversError as fault:
        raise TooLittleHistoryError from fault


def _twins(
    transactions: Path, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress
) -> dict[str, Json]:
    from portfolio.services.twins_building import TooFewBasketsError, build_twins

    try:
        return twins_as_json(build_twins(transactions, summary, out, progress))
    except TooFewBasketsError as fault:
        raise TooLittleHistoryError from fault


STUDIES: dict[StudyKind, Builder] = {StudyKind.AHEAD: _ahead, StudyKind.LEAVING: _leaving, StudyKind.TWINS: _twins}
