"""The customers that an import knows, to map unknown numbers to."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from filestore import store
from profitability.import_models import CustomerAlias, FileStatus, LedgerImport
from profitability.selectors.parquet import ask

MOST_OFFERED = 500
_MOST = 200_000
_LIKELY = 75


def get_customers(found: LedgerImport) -> Mapping[str, str]:
    """Return the names of the import's customers by id, in order of id; none until their file is read."""
    customers: dict[str, str] = {}
    for file in found.files.all():
        if file.sheet == "customers" and file.status == FileStatus.READ and file.canonical_key:
            sql = "SELECT customer_id, name FROM read_csv(?, all_varchar = true, header = true) ORDER BY 1 LIMIT ?"
            rows = ask(sql, [str(store.local_path(file.canonical_key)), _MOST])
            customers.update((str(row[0]), str(row[1] or "")) for row in rows)
    return customers


def suggest_customers(customers: Mapping[str, str], written: Iterable[str]) -> Mapping[str, str]:
    """Return the likeliest customer of each number that has one: the same but for marks, or nearly so."""
    plain = {_reduce(each): each for each in customers}
    found: dict[str, str] = {}
    for text in written:
        if _reduce(text) in plain:
            found[text] = plain[_reduce(text)]
        elif len(text) > 3:
            best = process.extractOne(text, customers.keys(), scorer=fuzz.ratio, score_cutoff=_LIKELY)
            if best is not None:
                found[text] = str(best[0])
    return found


def _reduce(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()).lstrip("0")


def list_aliases(found: LedgerImport) -> tuple[CustomerAlias, ...]:
    """Return the numbers that mean another customer, as remembered of the client."""
    return tuple(CustomerAlias.objects.filter(client=found.engagement.client)[:MOST_OFFERED])
