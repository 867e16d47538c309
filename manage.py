#!/usr/bin/env python3
"""The one command of this project. Nothing here may need more than Python itself: see hub/bootstrap.py."""

import os
import sys


def main():
    # Read by whatever Python somebody has: no syntax in this file that an old one cannot parse.
    if sys.version_info < (3, 11):  # noqa: UP036 - the check is for those who are below it
        sys.exit("Python too old: the hub needs 3.11 or newer, this is " + sys.version.split()[0] + ".")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from hub import bootstrap, serving

    bootstrap.enter(sys.argv)  # does not come back when another interpreter takes over
    if sys.argv[1:2] == ["run"]:
        serving.choose_base_url(sys.argv)
        serving.resume(sys.argv)  # comes back when there is anything to prepare
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit("A setting is wrong: " + str(error))
    except OSError as error:
        if not bootstrap.is_about_the_disk(error):
            raise
        sys.exit(bootstrap.sentence_for_data(error))


if __name__ == "__main__":
    main()
