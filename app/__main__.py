"""`rehearse` and `python -m app`."""

from __future__ import annotations

import io
import sys

from app.cli import run


def main() -> None:
    """Run the command line with the process's arguments and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page without our thin spaces must not stop the work
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
