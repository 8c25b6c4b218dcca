"""Build a segmentation: by rules here; by classes with libraries that are loaded when one is built, in the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filestore import store
from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.segment_rules import RulesSummary
from portfolio.domain.segmentation import Built
from portfolio.readers.segment_customers import SegmentReader
from portfolio.segment_models import Segmentation, SegmentationKind
from portfolio.selectors.segmentations import PLACES_FILE, read_rules

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Sources:
    """The files that a segmentation reads: the upload's canonical ones and the analysis' own."""

    transactions: Path
    register: Path
    customers: Path


def build_segmentation(
    wanted: Segmentation, sources: Sources, analysis: AnalysisSummary, out: Path, progress: Progress
) -> Built:
    """Write places.parquet to `out` and return what it says."""
    window = analysis.windows.later
    progress("segments.customers", 0.1)
    with SegmentReader(sources.transactions, sources.register, sources.customers, window, analysis.decimals) as reader:
        if wanted.kind == SegmentationKind.CLASSES:
            from portfolio.services.classes_building import build_classes

            survey = store.local_path(wanted.survey_key) if wanted.survey_key else None
            return build_classes(reader, survey, wanted.survey_name, out / PLACES_FILE, progress)
        if wanted.rules is None:
            raise ValueError(f"segmentation {wanted.id} has no rules")
        rules = read_rules(wanted.rules)
        progress("segments.place", 0.5)
        reader.place(rules, out / PLACES_FILE)
        return Built(RulesSummary(reader.sum_places(out / PLACES_FILE, rules.names), rules))
