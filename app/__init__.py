"""Rehearse: design a marketing scenario, and rehearse it over recorded history."""

import os

os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")  # new memory in large pages costs far more of the system's time
