"""A step in a process of its own, so that none profits from another and each has its own peak of memory.

    python -m app.bench.child STEP ARGUMENTS-AS-JSON

prints the step's figures as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import AppError
from app.progress import Progress

_ROOT = Path(__file__).parents[2]
_POLL_S = 0.1


def measured(step: str, arguments: Mapping[str, int], progress: Progress) -> dict[str, float]:
    """The figures of a step; cancelled, its process is ended. AppError with the last line of what went wrong there."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "app.bench.child", step, json.dumps(dict(arguments))],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        try:
            while True:
                progress(0, 0, f"Measuring: {step.replace('_', ' ')}")
                try:
                    said, complaint = child.communicate(timeout=_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    continue
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        reason = (complaint.strip().splitlines() or [f"it ended with code {child.returncode}"])[-1]
        raise AppError(f"The step “{step}” could not be measured: {reason}")
    figures: dict[str, float] = json.loads(said)
    return figures


def main(arguments: Sequence[str]) -> int:
    """Take one step."""
    from app.bench.steps import STEPS

    step, named = arguments
    sys.stdout.write(json.dumps(STEPS[step](**json.loads(named))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
