"""Customer profitability: imports, allocation engine, results on pages, in the API, on paper and in commands."""

import os

os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
# read by numpy when it is first imported, docs/decisions/0016
