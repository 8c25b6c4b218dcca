"""Command line of the workbench."""

import os
import sys

from django.core.management import execute_from_command_line

ON_FILES_ALONE = {"allocate", "read_ledger"}


def main() -> None:
    settings = "bare_settings" if ON_FILES_ALONE.intersection(sys.argv[1:2]) else "settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"crmstrategy.{settings}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
