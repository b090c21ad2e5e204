"""Documents as they are stored: JSON with a sha256 beside it, checked whenever one is read."""

from __future__ import annotations

from hashlib import sha256
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import DamageError
from app.workspace.sqlite.complaints import WAYS_BACK

LONGEST_NAME_SHOWN = 60


class StoredDocument(BaseModel):
    """A document of the workspace's own; frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


D = TypeVar("D", bound=StoredDocument)


def sealed(text: str) -> dict[str, str]:
    """The two columns every document has."""
    return {"document": text, "sha256": sha256_of(text.encode())}


def sha256_of(content: bytes) -> str:
    """In hex."""
    return sha256(content).hexdigest()


def unsealed(text: object, seal: object, what: str) -> str:
    """The text, proven to be what was saved; AppError that names `what` it is if it is not, or is no text at all."""
    if not isinstance(text, str) or sha256_of(text.encode(errors="replace")) != seal:
        raise damaged(what)
    return text


def read(kind: type[D], text: object, seal: object, what: str) -> D:
    """The document, proven and read."""
    try:
        return kind.model_validate_json(unsealed(text, seal, what))
    except ValidationError as error:
        raise damaged(what) from error


def shown(name: object) -> str:
    """A stored name as a sentence can hold it: one line, and not a long one."""
    line = " ".join(name.split()) if isinstance(name, str) else "?"
    return line if len(line) <= LONGEST_NAME_SHOWN else f"{line[:LONGEST_NAME_SHOWN]}…"


def damaged(what: str) -> DamageError:
    """What is said when stored content is not what was saved."""
    return DamageError(
        f"{what} is damaged: it is not what was saved. This step changed nothing. Remove it and make it again, or go "
        f"back to an earlier state of the workspace. {WAYS_BACK}"
    )
