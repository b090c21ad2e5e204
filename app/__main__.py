"""`rehearse` and `python -m app`."""

from __future__ import annotations

import gc
import io
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line with the process's arguments and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page without our thin spaces must not stop the work
    gc.disable()  # until the command is loaded, all of which stays: sweeping takes a fifth of that time for nothing
    try:
        from app.cli import run  # takes a second, in which people press Ctrl+C

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        code = _INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
