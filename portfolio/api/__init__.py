"""The customer base over the API: the same records as the pages, amounts in whole minor units."""
