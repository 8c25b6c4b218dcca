"""Django settings of the commands that work on files alone (manage.py): languages and one app without its models.

The whole product takes more than a second of processor time to load; these commands need none of it.
"""

from crmstrategy.language_settings import *  # noqa: F403 - what the product says of languages, as it is

INSTALLED_APPS = ["profitability.apps.CommandsConfig"]
LOGGING_CONFIG = None
