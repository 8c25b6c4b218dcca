"""Reading what finance has: foreign layouts become sheets of the exchange format, with questions instead of guesses."""
