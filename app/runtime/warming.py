"""Has the machine compiled once per installation, in a process of its own, so that nobody has to sit and wait.

    python -m app.runtime.warming [--background]

compiles into the folder of kept code, unless that has been done. Compiling takes some 15 seconds and holds the
interpreter's lock for most of them: in the window's process it would stutter, and no run could be cancelled.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from app.progress import Progress, silent
from app.runtime.native.code_cache import code_folder, is_kept, mark_kept, sole_writer

_POLL_S = 0.05
_WHAT = "Preparing the machine (once)"
_BACKGROUND = "--background"
_NICENESS = 10
_ROOT = Path(__file__).parents[2]
_KERNEL = "app.runtime.machine.compiled"

if sys.platform == "win32":
    _QUIETLY = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
else:
    _QUIETLY = 0


def is_ready() -> bool:
    """Whether compiled code can be had without compiling: this process has it, or it is kept from before."""
    return _is_loaded() or is_kept(code_folder())


def make_ready(progress: Progress = silent) -> None:
    """Wait until the machine is compiled; `progress` is told all the while, and what it raises ends the waiting.

    The compiling then goes on by itself: whoever asks next finds it done, or nearer to its end.
    """
    if is_ready():
        return
    child = _start()
    if child is not None:
        try:
            while not _has_ended(child):
                progress(0, 0, _WHAT)
        finally:
            _let_go(child)
    if not is_ready():
        _compile_here(progress)


def begin() -> None:
    """Have the machine compiled in the background, unless that is done or another process is at it; does not wait."""
    if is_ready():
        return
    child = _start(_BACKGROUND)
    if child is not None:
        _let_go(child)


def load() -> None:
    """Take the compiled machine into this process if it is kept, so that no run has to; never compiles."""
    if not _is_loaded() and is_kept(code_folder()):
        from app.runtime.machine import compiled
        from app.runtime.native.jit import compile_ahead

        compile_ahead(compiled)


def main(arguments: Sequence[str]) -> int:
    """Compile into the folder of kept code; in the background only if nobody else does so right now."""
    background = _BACKGROUND in arguments
    if background and sys.platform != "win32":
        os.nice(_NICENESS)
    folder = code_folder()
    if folder is None:
        return 1
    with sole_writer(folder, wait=not background) as mine:
        if mine and not is_kept(folder):
            _compile()
    return 0


def _is_loaded() -> bool:
    kernel = sys.modules.get(_KERNEL)
    if kernel is None:
        return False
    from app.runtime.native.jit import is_compiled

    return is_compiled(kernel)


def _start(*arguments: str) -> subprocess.Popen[bytes] | None:
    """A process that compiles; None where there can be none, or it could keep nothing."""
    if getattr(sys, "frozen", False) or not sys.executable or code_folder() is None:
        return None
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with suppress(OSError):
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "app.runtime.warming", *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in the terminal is not meant for it
            creationflags=_QUIETLY,
        )
    return None


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether the process has ended, after waiting a moment for that."""
    try:
        child.wait(_POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _let_go(child: subprocess.Popen[bytes]) -> None:
    """Leave a process to itself; somebody has to ask how it ended, or it stays behind as a zombie."""
    if child.poll() is None:
        Thread(target=child.wait, name="warming", daemon=True).start()


def _compile_here(progress: Progress) -> None:
    """Compile in this process, where none beside it can; cancelling leaves it to a thread that nobody waits for."""
    thread = Thread(target=_compile, name="warming", daemon=True)
    thread.start()
    while thread.is_alive():
        progress(0, 0, _WHAT)
        thread.join(_POLL_S)


def _compile() -> None:
    from app.runtime.machine import compiled
    from app.runtime.machine.pairs import compiled_pairs
    from app.runtime.native.jit import compile_ahead

    compile_ahead(compiled)
    compile_ahead(compiled_pairs)
    folder = code_folder()
    if folder is not None:
        mark_kept(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
