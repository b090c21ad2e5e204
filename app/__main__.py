"""`rehearse` and `python -m app`."""

from __future__ import annotations

import sys

from app.cli import run


def main() -> None:
    """Run the command line with the process's arguments and exit with its code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
