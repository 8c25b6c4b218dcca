"""The product's own settings and the slow jobs besides."""

from crmstrategy.settings import *  # noqa: F403 - the product's settings as they are

INSTALLED_APPS = [*INSTALLED_APPS, "tests.operations.workload"]  # noqa: F405 - comes with the product's settings
