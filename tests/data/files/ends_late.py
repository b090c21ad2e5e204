"""A reader that has said all and ends only when it is asked again: `ends_late FOLDER`, where both leave a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SAID, ASKED = "said", "asked"


def main(folder: Path) -> None:
    """Say it, close the door, and wait to be asked."""
    os.write(1, b"all")
    os.close(1)
    (folder / SAID).touch()
    while not (folder / ASKED).exists():
        os.sched_yield()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
