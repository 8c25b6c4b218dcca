"""Models of buying and leaving: published points, known parameters found again, formulas against simulation."""

from types import ModuleType

import numpy as np
import pytest
from scipy.integrate import quad

from portfolio.domain.value_ahead import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from portfolio.domain.value_ahead.fitting import Fit, fit_parameters
from portfolio.domain.value_ahead.gamma_gamma import PurchaseValues
from portfolio.domain.value_ahead.purchase_histories import Floats, PurchaseHistories, gather_histories, histories_of

BG_NBD = np.array([0.243, 4.414, 0.793, 2.426])
PARETO_NBD = np.array([0.553, 10.578, 0.606, 11.669])
GAMMA_GAMMA = np.array([6.25, 3.74, 15.44])


def history(frequency: float, recency: float, age: float) -> PurchaseHistories:
    return histories_of(np.array([frequency]), np.array([recency]), np.array([age]))


def simulate(seed: int, customers: int, leaving: str, weeks: float, ahead: float) -> tuple[Floats, ...]:
    """Draw customers who buy at gamma rates and leave by `leaving`; return frequency, recency, age, purchases ahead."""
    rng = np.random.default_rng(seed)
    r, alpha = 0.8, 6.0
    rows = []
    for rate in rng.gamma(r, 1 / alpha, customers):
        age = weeks - rng.uniform(0, 12)
        chance, life = rng.beta(0.9, 2.2), rng.exponential(1 / rng.gamma(0.9, 1 / 9.0))
        moment, times, is_here = 0.0, [], not (leaving == "mbg" and rng.random() < chance)
        while is_here:
            moment += rng.exponential(1 / rate)
            if moment > age + ahead or (leaving == "pareto" and moment > life):
                break
            times.append(moment)
            is_here = leaving == "pareto" or rng.random() >= chance
        seen = [time for time in times if time <= age]
        rows.append((len(seen), seen[-1] if seen else 0.0, age, len(times) - len(seen)))
    return tuple(np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))


def fit(model: ModuleType, histories: PurchaseHistories) -> Fit:
    return fit_parameters(lambda p: float(histories.weight @ model.log_likelihood(p, histories)), model.START)


def test_a_published_customer_is_expected_to_buy_1_226_times_in_39_weeks() -> None:
    assert bg_nbd.expected_purchases(BG_NBD, history(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=0.001)


def test_a_published_customer_of_26_repeats_is_expected_25_46_times_in_52_weeks() -> None:
    frequent = history(26, 30.86, 31)
    assert pareto_nbd.expected_purchases(PARETO_NBD, frequent, 52)[0] == pytest.approx(25.46, abs=0.01)
    assert pareto_nbd.probability_alive(PARETO_NBD, frequent)[0] == pytest.approx(0.998, abs=0.001)


@pytest.mark.parametrize(
    ("model", "leaving", "known"),
    [
        (bg_nbd, "bg", (0.8, 6.0, 0.9, 2.2)),
        (mbg_nbd, "mbg", (0.8, 6.0, 0.9, 2.2)),
        (pareto_nbd, "pareto", (0.8, 6.0, 0.9, 9.0)),
    ],
)
def test_the_parameters_that_made_the_data_are_found_again(
    model: ModuleType, leaving: str, known: tuple[float, ...]
) -> None:
    frequency, recency, age, ahead = simulate(7, 4_000, leaving, weeks=52, ahead=26)
    histories = histories_of(frequency, recency, age)
    found = fit(model, histories)
    assert found.converged
    assert found.covariance_of_logs is not None
    errors = np.sqrt(np.diag(found.covariance_of_logs))
    assert (np.abs(np.log(found.array()) - np.log(known)) < 3 * errors).all()
    expected = float(histories.weight @ model.expected_purchases(found.array(), histories, 26))
    assert expected == pytest.approx(ahead.sum(), rel=0.06)


def test_likelihoods_of_all_histories_of_one_purchase_sum_to_one() -> None:
    """P(no repeat) from the likelihood equals the integral over rates and ways of leaving, done numerically."""
    r, alpha, a, b = 0.8, 6.0, 0.9, 2.2
    silent = (alpha / (alpha + 20)) ** r
    assert np.exp(bg_nbd.log_likelihood(np.array([r, alpha, a, b]), history(0, 0, 20)))[0] == pytest.approx(silent)
    stays = b / (a + b)
    modified = np.exp(mbg_nbd.log_likelihood(np.array([r, alpha, a, b]), history(0, 0, 20)))[0]
    assert modified == pytest.approx(stays * silent + (1 - stays))


@pytest.mark.parametrize(("alpha", "beta"), [(6.0, 9.0), (9.0, 6.0), (7.0, 7.0)])
def test_pareto_likelihood_agrees_with_integrating_over_the_time_of_leaving(alpha: float, beta: float) -> None:
    r, s, x, recency, age = 0.8, 0.9, 3.0, 10.0, 25.0

    def left_at(moment: float) -> float:
        return float((alpha + moment) ** -(r + x) * s * beta**s * (beta + moment) ** -(s + 1))

    stayed = (alpha + age) ** -(r + x) * (beta / (beta + age)) ** s
    constant = r * (r + 1) * (r + 2) * alpha**r
    expected = constant * (stayed + quad(left_at, recency, age)[0])
    found = pareto_nbd.log_likelihood(np.array([r, alpha, s, beta]), history(x, recency, age))
    assert np.exp(found)[0] == pytest.approx(expected, rel=1e-8)


def test_who_was_silent_for_long_is_less_likely_to_be_there() -> None:
    long_gone, just_here = history(3, 5, 50), history(3, 49, 50)
    for model, parameters in ((pareto_nbd, PARETO_NBD), (mbg_nbd, np.array([0.525, 6.183, 0.891, 1.614]))):
        assert 0 < model.probability_alive(parameters, long_gone)[0] < model.probability_alive(parameters, just_here)[0]


def test_bg_nbd_offers_no_chance_of_being_alive() -> None:
    assert not hasattr(bg_nbd, "probability_alive")


def test_gamma_gamma_finds_the_parameters_that_made_the_data() -> None:
    rng = np.random.default_rng(11)
    p, q, gamma = GAMMA_GAMMA
    purchases = rng.integers(1, 12, 6_000).astype(np.float64)
    scale = rng.gamma(q, 1 / gamma, 6_000)
    average = rng.gamma(p * purchases, 1 / scale) / purchases
    values = PurchaseValues(average, purchases, np.ones(6_000))
    found = fit_parameters(lambda g: float(gamma_gamma.log_likelihood(g, values).sum()), gamma_gamma.START)
    assert found.converged
    assert found.covariance_of_logs is not None
    errors = np.sqrt(np.diag(found.covariance_of_logs))
    assert (np.abs(np.log(found.array()) - np.log(GAMMA_GAMMA)) < 3 * errors).all()


def test_few_purchases_are_drawn_towards_the_mean_of_all() -> None:
    mean = GAMMA_GAMMA[0] * GAMMA_GAMMA[2] / (GAMMA_GAMMA[1] - 1)
    values = PurchaseValues(np.array([100.0, 100.0, 1.0]), np.array([1.0, 50.0, 0.0]), np.ones(3))
    once, often, never = gamma_gamma.expected_value(GAMMA_GAMMA, values)
    assert mean < once < often < 100
    assert never == pytest.approx(mean)


def test_the_same_history_twice_is_one_row_of_weight_two() -> None:
    histories = histories_of(np.array([1.0, 0.0, 1.0]), np.array([2.0, 0.0, 2.0]), np.array([5.0, 5.0, 5.0]))
    assert (len(histories), histories.customers) == (2, 3.0)
    assert sorted(histories.weight) == [1.0, 2.0]


def test_each_customer_finds_its_history_among_the_distinct_ones() -> None:
    rng = np.random.default_rng(2)
    frequency = rng.integers(0, 4, 500).astype(np.float64)
    recency = np.where(frequency > 0, rng.integers(0, 5, 500), 0.0)
    age = recency + rng.integers(0, 3, 500).astype(np.float64)
    gathered = gather_histories(frequency, recency, age)
    found, place = gathered.histories, gathered.place
    assert np.array_equal(np.stack([found.frequency, found.recency, found.age])[:, place], [frequency, recency, age])
    assert len(found) == len({*zip(frequency, recency, age, strict=True)})
    assert np.array_equal(found.weight, np.bincount(place))
    for model, parameters in ((bg_nbd, BG_NBD), (mbg_nbd, BG_NBD), (pareto_nbd, PARETO_NBD)):
        together = model.log_likelihood(parameters, found)
        alone = [
            model.log_likelihood(parameters, history(*row))[0] for row in zip(frequency, recency, age, strict=True)
        ]
        assert together[place] == pytest.approx(np.array(alone), rel=1e-12)
        ahead = model.expected_purchases(parameters, found, 26.0)[place]
        assert ahead[7] == pytest.approx(
            model.expected_purchases(parameters, history(frequency[7], recency[7], age[7]), 26.0)[0]
        )


@pytest.mark.parametrize("impossible", [(1, 6, 5), (0, 1, 5), (-1, 0, 5)])
def test_an_impossible_history_is_refused(impossible: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="history"):
        history(*impossible)
