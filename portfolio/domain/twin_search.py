"""Find each basket's twins and what they hold that it does not."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from portfolio.domain.customer_facts import Ints
from portfolio.domain.twins import FEWEST_WITH, OFFERS, TWINS

MOST_REFERENCE = 10_000
_BLOCK = 256
_STEP = 1e-12

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class BasketOffers:
    """Parallel to the baskets: up to OFFERS products each (−1 none), how many twins hold them, how many twins."""

    product: Ints
    with_product: Ints
    twins: Ints


def find_offers(held: csr_array, customers: Ints) -> BasketOffers:
    """Return what each basket's twins hold most.

    `held`: distinct baskets × products, 1.0 where held; the products most held first. `customers`: how many hold each
    basket, falling. A twin is a customer whose basket shares something and has something more; nearest by cosine
    (shared / √(size · size)), at equal nearness the more common basket. The TWINS nearest customers count; a product is
    offered when at least FEWEST_WITH of them hold it, the most held first, at a tie the more common product.
    """
    baskets, products = held.shape
    reference = held[:MOST_REFERENCE]
    size = np.asarray(held.sum(axis=1), dtype=np.float64).ravel()
    found: list[tuple[Ints, Ints, Ints]] = []
    for start in range(0, baskets, _BLOCK):
        rows = held[start : start + _BLOCK]
        taken, places = _nearest(rows, reference, size[start : start + _BLOCK], size[: reference.shape[0]], customers)
        count = np.zeros((rows.shape[0], products))
        for column in range(taken.shape[1]):
            count += reference[places[:, column]].multiply(taken[:, column : column + 1]).toarray()
        count[rows.toarray() > 0] = 0
        found.append(_best(count, taken.sum(axis=1)))
    return BasketOffers(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _nearest(rows: csr_array, reference: csr_array, own: Floats, others: Floats, customers: Ints) -> tuple[Ints, Ints]:
    """Return how many customers of the nearest baskets are twins, and which baskets those are (rows × width)."""
    shared = (rows @ reference.T).toarray()
    alike = shared / np.sqrt(own[:, None] * others[None, :])
    alike[(shared >= others[None, :]) | (shared == 0)] = -1.0
    alike -= np.arange(len(others)) * _STEP
    width = min(TWINS, len(others))
    places = np.argpartition(-alike, width - 1, axis=1)[:, :width]
    order = np.argsort(-np.take_along_axis(alike, places, axis=1), axis=1, kind="stable")
    places = np.take_along_axis(places, order, axis=1)
    is_twin = np.take_along_axis(alike, places, axis=1) > -0.5
    weights = np.where(is_twin, customers[places], 0)
    before = np.cumsum(weights, axis=1) - weights
    return np.clip(TWINS - before, 0, weights).astype(np.int64), places.astype(np.int64)


def _best(count: Floats, twins: Ints) -> tuple[Ints, Ints, Ints]:
    width = min(OFFERS, count.shape[1])
    ranked = count - np.arange(count.shape[1]) * _STEP
    places = np.argpartition(-ranked, width - 1, axis=1)[:, :width]
    order = np.argsort(-np.take_along_axis(ranked, places, axis=1), axis=1, kind="stable")
    places = np.take_along_axis(places, order, axis=1)
    held_by = np.take_along_axis(count, places, axis=1).astype(np.int64)
    product = np.where(held_by >= FEWEST_WITH, places, -1).astype(np.int64)
    return product, np.where(product >= 0, held_by, 0), twins.astype(np.int64)


def offer_popular(held: csr_array) -> Ints:
    """Return the OFFERS most held products that each basket does not have (−1 where there are no more)."""
    absent = held.toarray() == 0
    ranked = np.where(absent, -np.arange(held.shape[1], dtype=np.float64), -np.inf)
    places = np.argsort(-ranked, axis=1, kind="stable")[:, :OFFERS].astype(np.int64)
    return np.where(np.take_along_axis(absent, places, axis=1), places, -1)
