"""The road of an import between the reading of single files and the database: kinds, records, totals, the ledger."""
