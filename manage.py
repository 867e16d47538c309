#!/usr/bin/env python3
"""The one command of this project. Nothing here may need more than Python itself: see hub/bootstrap.py."""

import os
import sys


def main():
    # Read by whatever Python somebody has: no syntax in this file that an old one cannot parse.
    if sys.version_info < (3, 11):  # noqa: UP036 - the check is for those who are below it
        sys.exit("Python too old: the hub needs 3.11 or newer, this is " + sys.version.split()[0] + ".")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from hub import bootstrap

    bootstrap.enter(sys.argv)  # does not come back when another interpreter takes over
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
