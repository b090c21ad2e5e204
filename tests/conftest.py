"""What every test shares: an offscreen window system and the path of the shared examples."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from app.region import Region, use_locale
from tests.torture.warm import Warm

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["REHEARSE_LOCALE"] = "en"  # of every test and of the commands it starts

NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of a law
settings.register_profile("short", NO_CLOCK, derandomize=True, max_examples=30)  # the same ones each time
settings.register_profile("torture", NO_CLOCK, max_examples=200)  # `make torture`: new ones, and many
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

PATIENCE_MS = 60_000  # by itself it gives up after 5 s, which a busy machine may take
for _waits in (QtBot.waitActive, QtBot.waitExposed, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    _waits.__kwdefaults__ = {**(_waits.__kwdefaults__ or {}), "timeout": PATIENCE_MS}

SLOW_FILES = {  # left out of `make check`: half of the suite's time in a tenth of its tests
    "canvas/panels/test_inspector.py",
    "canvas/test_machine.py",
    "desktop/data/test_data_place.py",
    "desktop/results/test_results.py",
    "desktop/workbench/test_start.py",
    "desktop/shell/test_window.py",
    "reports/drawing/test_charts.py",
    "reports/drawing/test_overlaps.py",
    "reports/documents/page/test_html.py",
    "runtime/test_against_reference.py",
    "runtime/test_laws.py",
    "scenario/test_edits.py",
    "workspace/test_kill.py",
    "workspace/test_torture.py",
    "desktop/workbench/safekeeping/test_recovery.py",
}
LONG_FILES = {  # begun first, so that none is still going on while the other worker has nothing left
    "workspace/test_torture.py",
    "bench/test_command.py",
    "test_system_calls.py",
    "jobs/test_demo.py",
    "desktop/workbench/safekeeping/test_recovery.py",
}
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection(session: pytest.Session) -> None:
    """Have each worker of a whole run load a share of the tests first: what one has compiled, the others only read."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker or not session.config.getoption("numprocesses", None):
        gc.disable()  # what is loaded now stays: sweeping takes an eighth of that time for nothing
    if not worker or session.config.args != session.config.getini("testpaths"):
        return
    here = Path(__file__).parent
    workers, own = int(os.environ["PYTEST_XDIST_WORKER_COUNT"]), int(worker.removeprefix("gw"))
    for path in sorted(here.rglob("test_*.py"))[own::workers]:
        import_module(".".join(path.relative_to(here.parent).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long, and begin with what takes longest."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).as_posix() in SLOW_FILES:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.path.relative_to(here).as_posix() not in LONG_FILES)


def pytest_collection_finish() -> None:
    """Leave what is loaded out of Python's sweeps: it stays, and every window that closes has all else swept."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """A folder for each test that is the user's; what several tests share is not made in the user's own either."""
    folder = tmp_path_factory.mktemp("users")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "shared"))
        yield (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_user_folders(_users: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own settings, recent files or journals (the kernel's cache is shared)."""
    own = next(_users)  # pytest's numbered folders look through all there are: a minute in some thousands of tests
    for name in ("state", "config", "data"):
        (own / name).mkdir(parents=True)
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(own / name))


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Runs scripts in processes of their own that need not load the program again."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture
def spoken_in() -> Iterator[Callable[[str], Region]]:
    """Has numbers and dates follow a locale for the rest of the test."""
    yield use_locale
    use_locale("en")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared examples; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED
