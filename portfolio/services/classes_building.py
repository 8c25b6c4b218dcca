"""Build latent classes: fit each number of classes, draw anew to see what stands, carry them to those without answers.

Imports StepMix and scikit-learn, and is itself imported when classes are built: in the worker alone.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from stepmix.stepmix import StepMix

from portfolio.domain.answers import Answers, Floats, read_answers
from portfolio.domain.class_stability import landed_again, pairs_together
from portfolio.domain.customer_facts import Ints
from portfolio.domain.latent_classes import (
    FEWEST_ANSWERING,
    FEWEST_ITEMS,
    NO_CLASS,
    AnswerSource,
    Carried,
    ClassesSummary,
    ClassProfile,
    ClassSolution,
    bayes_criterion,
    count_parameters,
    possible_counts,
)
from portfolio.domain.segmentation import Built
from portfolio.readers.segment_customers import SegmentReader
from portfolio.readers.survey import read_survey
from profitability.domain.problem import Problem, error

DRAWS = 20
MOST_ESTIMATED_ON = 3_000
FOLDS = 5
_SEED = 1

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Patterns:
    """Distinct answer rows with how many customers gave each, and each customer's pattern."""

    rows: Floats
    weights: Floats
    of_customer: Ints


@dataclass(frozen=True)
class Fitted:
    """A fitted number of classes: the model, and the probability of each class per pattern; largest class first."""

    count: int
    log_likelihood: float
    chances: Floats
    yes_shares: Floats
    bic: float


@dataclass(frozen=True)
class Described:
    """Fitted classes and what is told of them: carried to others, landing again per draw, pairs per class."""

    fitted: Fitted
    carried: Carried | None
    again: Floats
    together: Floats


def build_classes(reader: SegmentReader, survey: Path | None, name: str, path: Path, progress: Progress) -> Built:
    """Write `path` with a row per customer and return the summary, or the problems that stopped it.

    Columns: customer_id, and for each number of classes n: class_n (0 … n−1, −1 none), certainty_n (0–1); `carried`
    says whether the class was told by behaviour instead of answers.
    """
    progress("classes.answers", 0.15)
    answers, problems = _read(reader, survey, name)
    if answers is None:
        return Built(None, problems)
    patterns = find_patterns(answers.values)
    ids = reader.customer_ids()
    columns: dict[str, pa.Array | Ints | Floats] = {"customer_id": ids}
    traits = reader.traits(ids) if survey is not None else None
    solutions: list[Described] = []
    counts = possible_counts(len(answers.items), len(answers))
    for position, count in enumerate(counts):
        progress("classes.fit", 0.2 + 0.75 * position / len(counts))
        fitted = fit_classes(patterns, count, starts=6, steps=300)
        place, certainty = _spread(answers, patterns, fitted, ids)
        carried = None
        if traits is not None and count > 1:
            carried, place, certainty = carry(traits, place, certainty)
        columns |= {f"class_{count}": place, f"certainty_{count}": certainty}
        progress("classes.draws", 0.2 + 0.75 * (position + 0.3) / len(counts))
        solutions.append(Described(fitted, carried, *draw_anew(patterns, fitted)))
    known = np.asarray(pc.is_in(ids, answers.customer_ids).to_numpy(zero_copy_only=False), dtype=np.bool_)
    pq.write_table(pa.table({**columns, "is_answered": known}), path)
    summary = ClassesSummary(
        source=AnswerSource.SURVEY if survey is not None else AnswerSource.BEHAVIOUR,
        file_name=name,
        items=answers.items,
        yes_shares=tuple(float(share) for share in np.nanmean(answers.values, axis=0)),
        answering=len(answers),
        estimated_on=min(len(answers), MOST_ESTIMATED_ON),
        draws=DRAWS,
        solutions=tuple(_solution(reader, patterns, found, path) for found in solutions),
    )
    return Built(summary, problems)


def _read(reader: SegmentReader, survey: Path | None, name: str) -> tuple[Answers | None, tuple[Problem, ...]]:
    if survey is None:
        held = reader.held_products()
        if len(held) < FEWEST_ANSWERING or len(held.items) < FEWEST_ITEMS:
            return None, (error("behaviour_too_thin", "transactions"),)
        return held, ()
    grid, problems = read_survey(survey, name)
    if grid is None:
        return None, problems
    answers, more = read_answers(grid, frozenset(reader.customer_ids().to_pylist()))
    return answers, (*problems, *more)


def find_patterns(values: Floats) -> Patterns:
    """Return the distinct rows; at most MOST_ESTIMATED_ON customers, drawn by lot with a fixed seed, weigh."""
    rows, of_customer = np.unique(np.where(np.isnan(values), -1.0, values), axis=0, return_inverse=True)
    counted = of_customer.ravel()
    if len(counted) > MOST_ESTIMATED_ON:
        counted = np.random.default_rng(_SEED).choice(counted, MOST_ESTIMATED_ON, replace=False)
    weights = np.bincount(counted, minlength=len(rows)).astype(np.float64)
    return Patterns(np.where(rows < 0, np.nan, rows), weights, of_customer.ravel().astype(np.int64))


def _model(count: int, starts: int, steps: int, *, has_gaps: bool) -> StepMix:
    return StepMix(
        n_components=count, measurement="binary_nan" if has_gaps else "binary", n_init=starts, max_iter=steps,
        abs_tol=1e-6, random_state=_SEED, verbose=0, progress_bar=0,
    )  # fmt: skip


def fit_classes(patterns: Patterns, count: int, starts: int, steps: int) -> Fitted:
    """Fit `count` classes by EM from `starts` random starts of at most `steps` steps; classes by falling size."""
    used = patterns.weights > 0
    model = _model(count, starts, steps, has_gaps=bool(np.isnan(patterns.rows).any()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # what is not settled shows as classes that do not stand
        model.fit(patterns.rows[used], sample_weight=patterns.weights[used])
    total = float(patterns.weights.sum())
    likelihood = float(model.score(patterns.rows[used], sample_weight=patterns.weights[used])) * total
    chances = np.asarray(model.predict_proba(patterns.rows), dtype=np.float64)
    yes = np.asarray(model.get_parameters()["measurement"]["pis"], dtype=np.float64)
    sizes = np.bincount(chances.argmax(axis=1), weights=patterns.weights, minlength=count)
    order = np.argsort(-sizes, kind="stable")
    bic = bayes_criterion(likelihood, count_parameters(count, patterns.rows.shape[1]), int(total))
    return Fitted(count, likelihood, chances[:, order], yes[order], bic)


def _spread(answers: Answers, patterns: Patterns, fitted: Fitted, ids: pa.StringArray) -> tuple[Ints, Floats]:
    chances = fitted.chances[patterns.of_customer]
    where = np.asarray(pc.index_in(ids, answers.customer_ids).fill_null(-1).to_numpy(zero_copy_only=False))
    place = np.append(chances.argmax(axis=1), NO_CLASS).astype(np.int64)[where]
    return place, np.append(chances.max(axis=1), 0.0)[where]


def carry(traits: Floats, place: Ints, certainty: Floats) -> tuple[Carried | None, Ints, Floats]:
    """Give a class to customers without answers who bought, where behaviour tells classes better than the largest.

    Five folds tell how often; its lead over always saying the largest class must exceed twice its standard error.
    """
    answered, active = place != NO_CLASS, ~np.isnan(traits).any(axis=1)
    learn = answered & active
    sizes = np.bincount(place[learn]) if learn.any() else np.zeros(1)
    if int((sizes > 0).sum()) < 2 or int(sizes[sizes > 0].min()) < FOLDS:
        return None, place, certainty
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED)
    hits = cross_val_predict(model, traits[learn], place[learn], cv=folds) == place[learn]
    accuracy, largest, count = float(hits.mean()), float(sizes.max() / sizes.sum()), int(learn.sum())
    error_share = (accuracy * (1 - accuracy) / count) ** 0.5
    is_used = accuracy - largest > 2 * error_share
    open_to = ~answered & active
    if not is_used or not open_to.any():
        return Carried(accuracy, largest, is_used, 0), place, certainty
    model.fit(traits[learn], place[learn])
    chances = model.predict_proba(traits[open_to])
    told, sure = place.copy(), certainty.copy()
    told[open_to], sure[open_to] = model.classes_[chances.argmax(axis=1)], chances.max(axis=1)
    return Carried(accuracy, largest, True, int(open_to.sum())), told, sure


def _solution(reader: SegmentReader, patterns: Patterns, found: Described, path: Path) -> ClassSolution:
    fitted, again = found.fitted, found.again
    count, weights = fitted.count, patterns.weights
    first = fitted.chances.argmax(axis=1).astype(np.int64)
    shares = np.bincount(first, weights=weights, minlength=count) / weights.sum()
    lines = reader.sum_places(path, ("",) * count, f"class_{count}")
    return ClassSolution(
        count=count,
        log_likelihood=fitted.log_likelihood,
        parameters=count_parameters(count, patterns.rows.shape[1]),
        bic=fitted.bic,
        certainty=float((fitted.chances.max(axis=1) * weights).sum() / weights.sum()),
        stability=float(again.mean()),
        stability_low=float(again.min()),
        stability_high=float(again.max()),
        profiles=tuple(
            ClassProfile(float(shares[i]), tuple(fitted.yes_shares[i].tolist()), float(found.together[i]), lines[i])
            for i in range(count)
        ),
        carried=found.carried,
    )


def draw_anew(patterns: Patterns, fitted: Fitted) -> tuple[Floats, Floats]:
    """Fit anew on DRAWS bootstrap draws of the customers; return the share landing again per draw, and per class."""
    count = fitted.count
    if count == 1:
        return np.ones(1), np.ones(1)
    first = fitted.chances.argmax(axis=1).astype(np.int64)
    chance = np.random.default_rng(_SEED)
    total = int(patterns.weights.sum())
    again, together = [], []
    for _draw in range(DRAWS):
        drawn = chance.multinomial(total, patterns.weights / total).astype(np.float64)
        anew = fit_classes(Patterns(patterns.rows, drawn, patterns.of_customer), count, starts=2, steps=60)
        second = anew.chances.argmax(axis=1).astype(np.int64)
        again.append(landed_again(first, second, patterns.weights, count))
        together.append(pairs_together(first, second, patterns.weights, count))
    return np.array(again), np.mean(together, axis=0)
