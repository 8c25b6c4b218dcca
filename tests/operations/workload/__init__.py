"""An app of the tests that registers slow kinds of jobs in real workers."""
