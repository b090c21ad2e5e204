"""A reader of Parquet where a process may take just so many MB more than it has, whatever limit it would choose."""

from __future__ import annotations

import resource
import sys

from app.data.files.packed.parquet_reader import read
from app.data.files.packed.reader_process import limit_memory, main

if __name__ == "__main__":
    limit_memory(int(sys.argv.pop(1)) << 20)
    little, _ = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (little, little))
    main(read)
