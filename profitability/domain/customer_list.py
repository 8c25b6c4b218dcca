"""The customer list of a published run, laid out so that any page of it is read where it stands.

Made of statements.parquet, beside it: list_rows.npy (one fixed row per customer, by position), list_tier.npy and
list_segment.npy (codes), list_texts.* (ids and names as sent), list_names.* (in lower case), list_ids.* (in lower case
and rising order; list_ids_order.npy says whose), list_segments.json, and list_order_<sort>.npy (positions from 0 in
rising order of a column, ties by position; falling is the same read backwards; names and segments once for each
alphabet). Texts lie as bytes one after the other, with where each begins.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from mmap import ACCESS_READ, mmap
from os import SEEK_END
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.alphabet import Alphabet, sorting_texts
from profitability.domain.columns import as_ints, as_texts, read_columns
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.text_search import END, Texts
from profitability.domain.tiers import TIER_REASONS, TIERS

type Places = NDArray[np.int32]
EAGER_SORTS = ("customer_id", "name", "segment", "net_sales", "gross_margin", "contribution", "result")
_WORDS = ("name", "segment")
_MARKER = "list_segments.json"
_NONE = -1
_PART = 65_536
_BETWEEN = "\x1f"
_ROW = np.dtype(
    [
        ("amounts", np.int64, (len(STATEMENT_LINES),)),
        ("cumulative", np.int64),
        ("rank", np.int32),
        ("reason", np.int8),
    ]
)


@dataclass(frozen=True)
class ListRow:
    """One customer of the list: amounts in minor units in the order of STATEMENT_LINES; `position` counts from 1."""

    position: int
    customer_id: str
    name: str
    segment: str
    amounts: tuple[int, ...]
    rank: int | None
    cumulative_minor: int | None
    tier: str
    tier_reason: str


@dataclass(frozen=True)
class ListQuery:
    """What is asked of the list; `sort` is rank, customer_id, name, segment or a statement line.

    `tier` is a tier's code, `none` for customers without one, or empty for all; so is `segment`.
    """

    search: str = ""
    tier: str = ""
    segment: str = ""
    sort: str = "rank"
    is_descending: bool = False
    alphabet: Alphabet = Alphabet.SWEDISH


def build_list(run: Path) -> None:
    """Lay out the list of a published run (its folder), if it is not there yet."""
    if (run / _MARKER).exists():
        return
    statements = run / "statements.parquet"
    customers = read_columns(statements, ["position"]).num_rows
    rows = np.zeros(customers, dtype=_ROW)
    for place, line in enumerate(STATEMENT_LINES):
        rows["amounts"][:, place] = _ints(statements, f"{line}_minor")
    rows["cumulative"] = _ints(statements, "cumulative_contribution_minor")
    rows["rank"] = _ints(statements, "rank", _NONE)
    _save(run / "list_tier.npy", _codes(statements, "tier", TIERS))
    rows["reason"] = _codes(statements, "tier_reason", TIER_REASONS)
    segments = _texts(statements, "segment")
    known = sorted(set(pc.unique(segments).to_pylist()) - {""})
    _save(run / "list_segment.npy", _index_in(segments, known).astype(np.int32))
    _save(run / "list_rows.npy", rows)
    ids, names = _texts(statements, "customer_id"), _texts(statements, "name")
    _save_texts(run / "list_texts", pc.binary_join_element_wise(ids, names, pa.scalar(_BETWEEN, pa.large_string())))
    lower_ids = pc.utf8_lower(ids)
    by_id = pc.sort_indices(lower_ids)
    _save_texts(run / "list_ids", lower_ids.take(by_id))
    _save(run / "list_ids_order.npy", by_id.to_numpy().astype(np.int32))
    _save_texts(run / "list_names", pc.utf8_lower(names))
    for sort in EAGER_SORTS:
        _build_order(run, rows, sort, Alphabet.SWEDISH)
    _replace(run / _MARKER, json.dumps(known, ensure_ascii=False).encode())


class CustomerList:
    """The list of one run, read where it stands; several threads may ask it."""

    def __init__(self, run: Path) -> None:
        """Open the list of a published run (its folder), laid out by build_list."""
        self._run = run
        self._loaded: dict[str, Int64s] = {}
        self._rows = np.load(run / "list_rows.npy", mmap_mode="r")
        self.segments: tuple[str, ...] = tuple(json.loads((run / _MARKER).read_text("utf-8")))

    def find(self, query: ListQuery, first: int, most: int) -> tuple[tuple[ListRow, ...], int]:
        """Return `most` rows from `first` (counted from 0) of those that match, and how many match."""
        order = None if query.sort == "rank" else self._order(query.sort, query.alphabet)
        matching = self._match(query)
        total = int(self._rows.size if matching is None else np.count_nonzero(matching))
        last = min(first + most, total)
        if query.is_descending:
            first, last = total - last, total - first
        if last <= first:
            return (), total
        if matching is None:
            places = list(range(first, last)) if order is None else order[first:last].tolist()
        else:
            places = _choose(matching, order, first, last)
        return tuple(self._row(place) for place in (places[::-1] if query.is_descending else places)), total

    def rows(self, positions: Sequence[int]) -> tuple[ListRow, ...]:
        """Return the customers at these positions, which count from 1."""
        return tuple(self._row(position - 1) for position in positions)

    def find_customer(self, customer_id: str) -> ListRow | None:
        """Return the customer with this id, letter for letter, or None."""
        wanted = _lower(customer_id) + END
        if not self._rows.size or END in wanted[:-1]:
            return None
        first, last = self._ids.find_starting(wanted)
        alike = (self._row(place) for place in self._load("list_ids_order")[first:last].tolist())
        return next((row for row in alike if row.customer_id == customer_id), None)

    def _match(self, query: ListQuery) -> NDArray[np.bool_] | None:
        """Mark the customers that match by position; None when all do."""
        found: NDArray[np.bool_] | None = None
        if query.search:
            found = self._search(query.search)
        if query.tier:
            code = _NONE if query.tier == "none" else TIERS.index(query.tier)
            found = _both(found, self._tiers == code)
        if query.segment:
            code = self.segments.index(query.segment) if query.segment in self.segments else len(self.segments)
            found = _both(found, self._segments == code)
        return found

    def _search(self, text: str) -> NDArray[np.bool_]:
        wanted = _lower(text)
        found = self._names.find_containing(wanted)
        first, last = self._ids.find_starting(wanted)
        found[self._load("list_ids_order")[first:last]] = True
        return found

    def _load(self, name: str) -> Int64s:
        if name not in self._loaded:
            self._loaded[name] = np.asarray(np.load(self._run / f"{name}.npy", mmap_mode="r"))
        return self._loaded[name]

    def _open(self, name: str) -> Texts:
        """Return a file of texts as it stands, read where it is asked; nothing where it is empty."""
        with (self._run / f"{name}.bin").open("rb") as file:
            is_empty = not file.seek(0, SEEK_END)
            body = b"" if is_empty else mmap(file.fileno(), 0, access=ACCESS_READ, trackfd=False)
        return Texts(body, self._load(name))

    @cached_property
    def _texts(self) -> Texts:
        return self._open("list_texts")

    @cached_property
    def _names(self) -> Texts:
        return self._open("list_names")

    @cached_property
    def _ids(self) -> Texts:
        return self._open("list_ids")

    @cached_property
    def _tiers(self) -> Int64s:
        return self._load("list_tier")

    @cached_property
    def _segments(self) -> Int64s:
        return self._load("list_segment")

    def _row(self, place: int) -> ListRow:
        row = self._rows[place]
        start, end = (int(at) for at in self._texts.starts[place : place + 2])
        customer_id, _, name = self._texts.body[start : end - len(END)].decode().partition(_BETWEEN)
        rank, reason = int(row["rank"]), int(row["reason"])
        segment, tier = int(self._segments[place]), int(self._tiers[place])
        return ListRow(
            position=place + 1,
            customer_id=customer_id,
            name=name,
            segment=self.segments[segment] if segment != _NONE else "",
            amounts=tuple(row["amounts"].tolist()),
            rank=None if rank == _NONE else rank,
            cumulative_minor=None if rank == _NONE else int(row["cumulative"]),
            tier=TIERS[tier] if tier != _NONE else "",
            tier_reason=TIER_REASONS[reason] if reason != _NONE else "",
        )

    def _order(self, sort: str, alphabet: Alphabet) -> Places:
        path = _order_path(self._run, sort, alphabet)
        if not path.exists():
            _build_order(self._run, self._rows, sort, alphabet)
        order: Places = np.load(path, mmap_mode="r")
        return order


def _lower(text: str) -> bytes:
    """Return the text in lower case as the list's names are; a scalar of Arrow's would import pandas."""
    return str(pc.utf8_lower(as_texts([text]))[0]).encode()


def _order_path(run: Path, sort: str, alphabet: Alphabet) -> Path:
    return run / f"list_order_{sort}{f'_{alphabet}' if sort in _WORDS else ''}.npy"


def _build_order(run: Path, rows: NDArray[np.void], sort: str, alphabet: Alphabet) -> None:
    if sort in STATEMENT_LINES:
        keys = np.ascontiguousarray(rows["amounts"][:, STATEMENT_LINES.index(sort)])
        order = np.argsort(keys, kind="stable")
    else:
        texts = _texts(run / "statements.parquet", sort)
        texts = sorting_texts(texts, alphabet) if sort in _WORDS else texts
        places = pa.array(np.arange(len(texts), dtype=np.int32))
        table = pa.table({"text": texts, "place": places})
        order = pc.sort_indices(table, sort_keys=[("text", "ascending"), ("place", "ascending")]).to_numpy()
    _save(_order_path(run, sort, alphabet), order.astype(np.int32))


def _ints(path: Path, column: str, missing: int = 0) -> Int64s:
    return as_ints(read_columns(path, [column]).column(column), missing)


def _codes(path: Path, column: str, names: Sequence[str]) -> NDArray[np.int8]:
    texts = read_columns(path, [column]).column(column).cast(pa.large_string())
    codes: NDArray[np.int8] = _index_in(texts, names).astype(np.int8)
    return codes


def _index_in(texts: pa.Array | pa.ChunkedArray, names: Sequence[str]) -> Int64s:
    found: Int64s = pc.fill_null(
        pc.index_in(texts, value_set=pa.array(list(names), pa.large_string())), _NONE
    ).to_numpy()
    return found


def _texts(path: Path, column: str) -> pa.Array:
    """Return a text column in one piece, empty where it is missing."""
    texts = read_columns(path, [column]).column(column).cast(pa.large_string())
    return pc.fill_null(texts, "").combine_chunks()


def _save_texts(path: Path, texts: pa.Array) -> None:
    """Keep texts as bytes, each with END after it, and where each begins."""
    ended = pc.binary_join_element_wise(texts, pa.scalar("", pa.large_string()), pa.scalar(END.decode(), texts.type))
    _valid, offsets, data = ended.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64)[ended.offset : ended.offset + len(ended) + 1]
    body = data.to_pybytes()[int(starts[0]) : int(starts[-1])] if data is not None else b""
    _replace(path.with_suffix(".bin"), body)
    _save(path.with_suffix(".npy"), starts - starts[0])


def _save(path: Path, values: NDArray[np.void] | NDArray[np.int8] | Int64s | Places) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.save(file, values)
    Path(file.name).replace(path)


def _replace(path: Path, body: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(body)
    Path(file.name).replace(path)


def _choose(matching: NDArray[np.bool_], order: Places | None, first: int, last: int) -> list[int]:
    """Return the places of the `first` to `last` (counted from 0) that match, in their order; none is sought beyond."""
    chosen: list[int] = []
    passed = 0
    for start in range(0, matching.size, _PART):
        part = np.arange(start, min(start + _PART, matching.size)) if order is None else order[start : start + _PART]
        matches = matching[start : start + _PART] if order is None else matching[part]
        here = int(np.count_nonzero(matches))
        if passed + here > first:
            chosen += part[matches][max(first - passed, 0) : last - passed].tolist()
        passed += here
        if passed >= last:
            break
    return chosen


def _both(found: NDArray[np.bool_] | None, also: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return also if found is None else found & also
