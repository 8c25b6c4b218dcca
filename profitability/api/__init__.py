"""Customer profitability over the API: the same records as the pages, amounts as texts with the currency's decimals."""
