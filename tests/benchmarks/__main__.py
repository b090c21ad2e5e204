"""Every benchmark, one after another: `make bench`."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = (
    ("The machine, 200,000 customers with 10 events each", ("tests.benchmarks.abandoned_cart", "200000")),
    ("The canvas, 1,000 nodes", ("tests.benchmarks.bench_canvas", "1000")),
)


def main() -> int:
    """Run each in a process of its own, so that none profits from another; the number that failed."""
    failed = 0
    for title, (module, *arguments) in BENCHMARKS:
        sys.stdout.write(f"\n{title}\n")
        sys.stdout.flush()
        failed += subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
