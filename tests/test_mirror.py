"""The tests' own house rules: they mirror `app/` by folder, and what is marked as slow is there."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import SLOW_FILES
from tests.test_architecture import MOST_MODULE_LINES

TESTS = Path(__file__).resolve().parent
APP = TESTS.with_name("app")
OF_NO_FOLDER = {
    "builders",
    "person",
    "reference",
    "seams",
}  # tests of the tests' own tools, and of extensions from outside


def _folders(root: Path, pattern: str) -> set[str]:
    return {path.parent.relative_to(root).as_posix() for path in root.rglob(pattern) if path.name != "__init__.py"}


def test_that_every_folder_of_the_app_has_its_folder_of_tests() -> None:
    tested = _folders(TESTS, "test_*.py")
    above = {parent.as_posix() for folder in tested for parent in Path(folder).parents}
    assert _folders(APP, "*.py") - tested - above == set()


def test_that_every_folder_of_tests_has_its_folder_in_the_app() -> None:
    assert _folders(TESTS, "test_*.py") - _folders(APP, "*.py") == OF_NO_FOLDER


def test_that_every_file_marked_as_slow_is_there() -> None:
    assert [name for name in sorted(SLOW_FILES) if not (TESTS / name).is_file()] == []


def test_that_no_module_of_tests_or_scripts_is_longer_than_one_of_the_app_may_be() -> None:
    files = [*TESTS.rglob("*.py"), *TESTS.with_name("scripts").rglob("*.py")]
    lengths = {path.relative_to(TESTS.parent).as_posix(): len(path.read_text().splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > MOST_MODULE_LINES} == {}
