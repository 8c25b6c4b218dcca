"""Where the file with a row per customer of an analysis lies."""

from filestore import store
from portfolio.models import Analysis

CUSTOMERS_FILE = "customers.parquet"


def customers_path(analysis: Analysis) -> str:
    """Return the path of the analysis' customer file."""
    return str(store.local_path(f"{analysis.result_key}/{CUSTOMERS_FILE}"))
