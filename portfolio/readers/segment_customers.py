"""Place every customer by rules, in DuckDB: the register and everyone with a transaction up to the date."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from portfolio.domain.answers import Answers, Floats
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import TIERS
from portfolio.domain.flows import Flow
from portfolio.domain.periods import Window
from portfolio.domain.segment_rules import (
    AMOUNTS,
    FLOW_NAMES,
    NAMED,
    NO_FLOW,
    Condition,
    Relation,
    Rules,
    SegmentLine,
    Trait,
)
from portfolio.readers.connections import connect

MOST_PRODUCTS = 25
FEWEST_HOLDING, MOST_HOLDING = 0.03, 0.9

_FLOWS = {name: int(Flow[name.upper()]) for name in FLOW_NAMES if name != NO_FLOW} | {NO_FLOW: int(Flow.NONE)}
_BOUGHT = """
    CREATE TEMP TABLE bought AS
        SELECT customer_id, min(date) AS first_date, max(date) AS last_date
        FROM read_parquet($transactions) WHERE date <= $as_of GROUP BY customer_id
"""
_HELD = """
    CREATE TEMP TABLE held AS
        SELECT customer_id, product FROM read_parquet($transactions)
        WHERE date >= $first AND date <= $as_of AND nullif(product, '') IS NOT NULL
        GROUP BY customer_id, product HAVING sum(gross_sales_minor - coalesce(discount_minor, 0)) > 0
"""
_KNOWN = """
    CREATE TEMP TABLE known AS
        SELECT customer_id, coalesce(r.segment, '') AS segment, r.attributes,
               coalesce(c.flow, -1) AS flow, coalesce(c.later_tier, -1) AS tier,
               coalesce(c.earlier_tier, -1) AS earlier_tier, coalesce(c.later_revenue_minor, 0) AS revenue,
               coalesce(c.earlier_revenue_minor, 0) AS earlier_revenue, coalesce(c.later_purchases, 0) AS purchases,
               coalesce(c.earlier_purchases, 0) AS earlier_purchases,
               $as_of::DATE - b.last_date AS recency_days, $as_of::DATE - b.first_date AS tenure_days,
               coalesce(h.products, 0) AS products
        FROM read_parquet($register) r FULL JOIN bought b USING (customer_id)
             LEFT JOIN read_parquet($customers) c USING (customer_id)
             LEFT JOIN (SELECT customer_id, count(*) AS products FROM held GROUP BY customer_id) h USING (customer_id)
"""
_SUMS = """
    SELECT {column}, count(*), count(*) FILTER (earlier_purchases > 0), coalesce(sum(earlier_purchases), 0)::BIGINT,
           coalesce(sum(earlier_revenue), 0)::BIGINT, count(*) FILTER (purchases > 0),
           coalesce(sum(purchases), 0)::BIGINT, coalesce(sum(revenue), 0)::BIGINT
    FROM known JOIN read_parquet(?) USING (customer_id) GROUP BY 1
"""

_TELLING = """
    WITH counted AS (SELECT product, count(*) AS holders FROM held GROUP BY product),
         everyone AS (SELECT count(DISTINCT customer_id) AS customers FROM held)
    SELECT product FROM counted, everyone
    WHERE holders BETWEEN $fewest * customers AND $most * customers
    ORDER BY holders DESC, product LIMIT $limit
"""
_TRAITS = """
    SELECT recency_days::DOUBLE, ln(1 + recency_days), tenure_days::DOUBLE, ln(1 + purchases),
           ln(1 + earlier_purchases), sign(revenue) * ln(1 + abs(revenue)), ln(1 + products)
    FROM known ORDER BY customer_id
"""


class SegmentReader:
    """The customers of one analysis, ready to be placed.

    `transactions` and `register` are the upload's canonical files, `customers` the analysis' own.
    """

    def __init__(self, transactions: Path, register: Path, customers: Path, later: Window, decimals: int) -> None:
        self._decimals = decimals
        self._connection = connect()
        self._register = register
        days: dict[str, str | date] = {"transactions": str(transactions), "as_of": later.last_date}
        self._connection.execute(_BOUGHT, days)
        self._connection.execute(_HELD, {**days, "first": later.first_date})
        files = {"register": str(register), "customers": str(customers), "as_of": later.last_date}
        self._connection.execute(_KNOWN.replace("r.attributes", self._attributes()), files)

    def _attributes(self) -> str:
        rows = self._connection.execute("SELECT name FROM parquet_schema(?)", [str(self._register)]).fetchall()
        return "r.attributes" if ("attributes",) in rows else "NULL::VARCHAR AS attributes"

    def __enter__(self) -> "SegmentReader":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._connection.close()

    def place(self, rules: Rules, path: Path) -> None:
        """Write every customer with the position of the first rule that holds; the others get the number of rules.

        Columns of `path`: customer_id (string), place (int32), certainty (float64, always 1).
        """
        values: dict[str, str | int] = {}
        whens = " ".join(
            f"WHEN {' AND '.join(self._clause(condition, values) for condition in rule.conditions)} THEN {position}"
            for position, rule in enumerate(rules.rules)
        )
        place = f"CASE {whens} ELSE {len(rules.rules)} END"
        sql = f"CREATE TEMP TABLE placed AS SELECT customer_id, {place} AS place FROM known"  # noqa: S608 - fixed clauses, values bound
        self._connection.execute(sql, values)
        target = str(path).replace("'", "''")
        self._connection.execute(
            "COPY (SELECT customer_id, place::INTEGER AS place, 1.0::DOUBLE AS certainty FROM placed "  # noqa: S608 - own path
            f"ORDER BY customer_id) TO '{target}' (FORMAT parquet)"
        )

    def sum_places(self, path: Path, names: tuple[str, ...], column: str = "place") -> tuple[SegmentLine, ...]:
        """Return a line per name from a file with customer_id and the place in `column`; zeros where nobody is."""
        rows = self._connection.execute(_SUMS.format(column=column), [str(path)]).fetchall()
        found = {row[0]: row[1:] for row in rows}
        return tuple(
            SegmentLine(name, row[0], Sums(*row[1:4]), Sums(*row[4:7]))
            for name, row in ((name, found.get(place, (0,) * 7)) for place, name in enumerate(names))
        )

    def customer_ids(self) -> pa.StringArray:
        """Return every customer, in the order of the id as text."""
        table = self._connection.sql("SELECT customer_id FROM known ORDER BY customer_id").to_arrow_table()
        return table["customer_id"].cast(pa.string()).combine_chunks()

    def held_products(self) -> Answers:
        """Return, as yes and no, which of the most held products the customers with any product hold."""
        products = self._telling_products()
        rows = self._connection.sql("SELECT DISTINCT customer_id FROM held ORDER BY customer_id").to_arrow_table()
        ids = rows["customer_id"].cast(pa.string()).combine_chunks()
        return Answers(ids, products, self._holdings(ids, products))

    def traits(self, ids: pa.StringArray) -> Floats:
        """Return what behaviour says of each customer, one row per id; a row of NaN for who never bought."""
        columns = [
            np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
            for column in self._connection.sql(_TRAITS).to_arrow_table().columns
        ]
        holdings = self._holdings(ids, self._telling_products())
        holdings[np.isnan(columns[0])] = np.nan
        return np.column_stack([*columns, holdings])

    def _telling_products(self) -> tuple[str, ...]:
        limits = {"fewest": FEWEST_HOLDING, "most": MOST_HOLDING, "limit": MOST_PRODUCTS}
        rows = self._connection.execute(_TELLING, limits).fetchall()
        return tuple(row[0] for row in rows)

    def _holdings(self, ids: pa.StringArray, products: tuple[str, ...]) -> Floats:
        held = self._connection.sql("SELECT customer_id, product FROM held").to_arrow_table()
        row = pc.index_in(held["customer_id"], ids).fill_null(-1).to_numpy()
        column = pc.index_in(held["product"], pa.array(products, pa.string())).fill_null(-1).to_numpy()
        values = np.zeros((len(ids), len(products)))
        kept = (row >= 0) & (column >= 0)
        values[row[kept], column[kept]] = 1.0
        return values

    def _clause(self, condition: Condition, values: dict[str, str | int]) -> str:
        name = f"v{len(values)}"
        trait, text = condition.trait, condition.value.strip()
        if trait is Trait.PRODUCT:
            values[name] = text.casefold()
            found = f"customer_id IN (SELECT customer_id FROM held WHERE lower(product) = ${name})"  # noqa: S608 - bound
            return found if condition.test is Relation.IS else f"NOT ({found})"
        if trait in (Trait.SEGMENT, Trait.ATTRIBUTE):
            return self._text_clause(condition, values)
        column = str(trait)
        if trait in NAMED:
            values[name] = _FLOWS[text] if trait is Trait.FLOW else TIERS.index(text)
        elif trait in AMOUNTS:
            values[name] = text
            return f"{column} {_SIGNS[condition.test]} ${name}::DECIMAL(30, 6) * {10**self._decimals}"
        else:
            values[name] = int(text)
        return f"coalesce({column} {_SIGNS[condition.test]} ${name}, FALSE)"

    def _text_clause(self, condition: Condition, values: dict[str, str | int]) -> str:
        column = "segment"
        if condition.trait is Trait.ATTRIBUTE:
            attribute = f"v{len(values)}"
            values[attribute] = condition.attribute.replace("~", "~0").replace("/", "~1")
            column = f"coalesce(json_extract_string(attributes, '/' || ${attribute}), '')"
        name = f"v{len(values)}"
        values[name] = condition.value.strip().casefold()
        return _TEXT_TESTS[condition.test](column, f"${name}")


_SIGNS = {Relation.IS: "=", Relation.IS_NOT: "<>", Relation.AT_LEAST: ">=", Relation.AT_MOST: "<="}


def _ordered(sign: str) -> Callable[[str, str], str]:
    number = "TRY_CAST(replace({}, ',', '.') AS DECIMAL(30, 6))"
    return lambda column, value: f"coalesce({number.format(column)} {sign} {value}::DECIMAL(30, 6), FALSE)"


_TEXT_TESTS: dict[Relation, Callable[[str, str], str]] = {
    Relation.IS: lambda column, value: f"lower({column}) = {value}",
    Relation.IS_NOT: lambda column, value: f"lower({column}) <> {value}",
    Relation.CONTAINS: lambda column, value: f"contains(lower({column}), {value})",
    Relation.AT_LEAST: _ordered(">="),
    Relation.AT_MOST: _ordered("<="),
}
