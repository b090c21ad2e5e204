"""One file that a folder of the user's is passed on as: how it is known, read and told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from app.errors import AppError
from app.files.reading import beginning_of
from app.nodes.document import Document
from app.scenario.reading import read_document
from app.scenario.tree import read_tree

_D = TypeVar("_D", bound=Document)
_BEGINNING = 4096


def says_format(path: Path, form: str) -> bool:
    """Whether a file is of that format, by its name and how it begins."""
    try:
        return path.suffix.lower() == ".json" and form.encode() in beginning_of(path, _BEGINNING)
    except OSError:
        return False


def text_of(path: Path) -> str:
    """The text of a file that goes into the one; AppError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(f"{path} cannot be read: {error}.") from error


def read_passed(model: type[_D], content: bytes, source: str, version: int, what: str) -> tuple[_D, Any]:
    """That file as its document and as the tree it is; `what` is what it holds, like “template”.

    AppError where it is none, or where a version after this one wrote it.
    """
    tree = read_tree(content, source)
    said = tree.get("version") if isinstance(tree, dict) else None
    if isinstance(said, int) and said > version:
        raise AppError(f"{source} was written by a newer Rehearse (version {said}); update to open it.")
    file, problems = read_document(model, tree)
    if file is None:
        raise AppError(f"{source} is not a {what}:", problems)
    return file, tree
