"""English, as it is read beside Swedish: ISO dates in tables, the month in words elsewhere, a clock of 24 hours."""
