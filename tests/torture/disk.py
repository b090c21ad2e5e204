"""A disk that loses power: what of the calls that changed its files may be there afterwards, and what must be.

Of a file only that is certain which was written before the file was flushed, and of a folder only those names that were
given or taken before the folder was. Anything since may be there or not, each sector of a write by itself, a file's
length apart from its content, and in any order. A name changes as a whole. That is what POSIX promises; real file
systems lose less.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.system_calls import Call

SECTOR = 512
Image = dict[str, bytes | None]
"""Contents by path below the root, of folders None; a file of two names stands there twice."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not flushed yet; `call` is the number of the call that asked for it."""

    call: int


@dataclass(frozen=True, slots=True)
class Piece(Change):
    """Bytes of one sector."""

    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Length(Change):
    """A file made longer, or cut."""

    length: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Name(Change):
    """A name given to a file or folder, or taken away; a new name may take the place of an old one."""

    name: str
    of: Node | None
    instead_of: str = ""


Chosen = Callable[[list[Change]], list[Change]]


@dataclass(eq=False, slots=True)
class Node:
    """A file or a folder: as it is for the program, as it is on the disk for certain, and the changes between."""

    is_folder: bool
    content: bytearray = field(default_factory=bytearray)
    names: dict[str, Node] = field(default_factory=dict)
    certain: bytes = b""
    certain_names: dict[str, Node] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Let it be for the program as it may be on the disk."""
        _apply(change, self.content, self.names)
        self.pending.append(change)

    def flush(self) -> None:
        """Let all that was done to it be certain."""
        self.certain, self.certain_names = bytes(self.content), dict(self.names)
        self.pending.clear()

    def after(self, chosen: Chosen) -> tuple[bytes, dict[str, Node]]:
        """Its content and names where only the chosen changes have come onto the disk."""
        content, names = bytearray(self.certain), dict(self.certain_names)
        for change in chosen(self.pending):
            _apply(change, content, names)
        return bytes(content), names


def _apply(change: Change, content: bytearray, names: dict[str, Node]) -> None:
    match change:
        case Piece(_, at, piece):
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(piece)] = piece
        case Length(_, length, is_cut):
            content.extend(bytes(max(0, length - len(content))))
            if is_cut:
                del content[length:]
        case Name(_, name, of, instead_of):
            names.pop(instead_of, None)
            names.pop(name, None)
            if of is not None:
                names[name] = of


@dataclass(slots=True)
class _Opened:
    node: Node
    at: int = 0
    is_appending: bool = False


class Disk:
    """Follows the calls of one process below a root."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = _as_it_is(root)
        self._opened: dict[int, _Opened] = {}
        self.calls = 0
        """How many calls have changed or flushed anything."""

    def follow(self, call: Call) -> bool:
        """Do what the system did; whether that changed or flushed anything."""
        if call.result < 0:
            return False
        before = self.calls
        getattr(self, f"_{_ONE_OF.get(call.name, call.name)}", lambda _call: None)(call)
        return self.calls > before

    def image(self, chosen: Chosen) -> Image:
        """What a loss of power leaves now, if just the chosen ones of each node's changes came onto the disk."""
        return dict(_walk(self._top, chosen, ""))

    def _counted(self) -> int:
        self.calls += 1
        return self.calls

    def _openat(self, call: Call) -> None:
        found = self._entry(call.paths[0])
        if found is None:
            return
        folder, name = found
        node = folder.names.get(name) if name else folder
        if node is None:
            node = Node(is_folder=False)
            folder.change(Name(self._counted(), name, node))
        if call.has("O_TRUNC") and node.content:
            node.change(Length(self._counted(), 0, is_cut=True))
        self._opened[call.result] = _Opened(node, is_appending=call.has("O_APPEND"))

    def _close(self, call: Call) -> None:
        self._opened.pop(call.number(0), None)

    def _lseek(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            opened.at = call.result

    def _read(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            opened.at += call.result

    def _write(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            at = len(opened.node.content) if opened.is_appending else opened.at
            self._put(opened.node, at, call.content(1)[: call.result])
            opened.at = at + call.result

    def _pwrite64(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            self._put(opened.node, call.number(3), call.content(1)[: call.result])

    def _put(self, node: Node, at: int, content: bytes) -> None:
        number, end = self._counted(), at + len(content)
        if end > len(node.content):
            node.change(Length(number, end, is_cut=False))
        while at < end:
            upto = min(end, (at // SECTOR + 1) * SECTOR)
            node.change(Piece(number, at, content[: upto - at]))
            content, at = content[upto - at :], upto

    def _ftruncate(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            opened.node.change(Length(self._counted(), call.number(1), is_cut=True))

    def _fsync(self, call: Call) -> None:
        if opened := self._opened.get(call.number(0)):
            opened.node.flush()
            self._counted()

    def _rename(self, call: Call) -> None:
        old, new = map(self._entry, call.paths)
        if old is None and new is None:
            return
        if old is None or new is None or old[0] is not new[0]:
            raise ValueError("a file was moved from one folder to another")
        folder, name = old
        folder.change(Name(self._counted(), new[1], folder.names[name], name))

    def _link(self, call: Call) -> None:
        old, new = map(self._entry, call.paths)
        if old is not None and new is not None:
            new[0].change(Name(self._counted(), new[1], old[0].names[old[1]]))

    def _unlink(self, call: Call) -> None:
        if found := self._entry(call.paths[0]):
            found[0].change(Name(self._counted(), found[1], None))

    def _mkdir(self, call: Call) -> None:
        if found := self._entry(call.paths[0]):
            found[0].change(Name(self._counted(), found[1], Node(is_folder=True)))

    def _unknown(self, call: Call) -> None:
        handles = {int(given) for given in call.given[:3] if isinstance(given, str) and given.isdecimal()}
        if handles & self._opened.keys() or any(map(self._entry, call.paths)):
            raise ValueError(f"{call.name} cannot be followed")

    def _entry(self, path: Path) -> tuple[Node, str] | None:
        """The folder and the name in it, which is empty for the root itself; None outside of the root."""
        if not path.is_relative_to(self._root):
            return None
        node = self._top
        *folders, name = path.relative_to(self._root).parts or ("",)
        for folder in folders:
            node = node.names[folder]
        return node, name


_ONE_OF = {
    "open": "openat",
    "creat": "openat",
    "fdatasync": "fsync",
    "rmdir": "unlink",
    "unlinkat": "unlink",
    "mkdirat": "mkdir",
    "linkat": "link",
    "renameat": "rename",
    "renameat2": "rename",
    **dict.fromkeys(
        ("dup", "dup2", "dup3", "writev", "pwritev", "truncate", "fallocate", "copy_file_range", "sendfile", "symlink"),
        "unknown",
    ),
}


def everything(pending: list[Change]) -> list[Change]:
    """All that was asked for has come onto the disk."""
    return pending


def nothing(_pending: list[Change]) -> list[Change]:
    """Only what was flushed has."""
    return []


def read_back(root: Path) -> Image:
    """What is in a folder."""
    return dict(_walk(_as_it_is(root), everything, ""))


def lay(root: Path, image: Image) -> None:
    """Put an image in the place of all that is in a folder."""
    there = read_back(root)
    for name in sorted(there.keys() - image.keys(), reverse=True):
        path = root / name
        path.rmdir() if there[name] is None else path.unlink()
    for name, content in image.items():
        if content is None:
            (root / name).mkdir(exist_ok=True)
        elif there.get(name) != content:
            (root / name).unlink(missing_ok=True)
            (root / name).write_bytes(content)


def _as_it_is(path: Path) -> Node:
    node = Node(path.is_dir())
    if node.is_folder:
        node.names = {child: _as_it_is(path / child) for child in sorted(os.listdir(path))}
    else:
        node.content = bytearray(path.read_bytes())
    node.flush()
    return node


def _walk(node: Node, chosen: Chosen, below: str) -> Iterator[tuple[str, bytes | None]]:
    content, names = node.after(chosen)
    if not node.is_folder:
        yield below, content
        return
    if below:
        yield below, None
    for name, child in sorted(names.items()):
        yield from _walk(child, chosen, f"{below}/{name}" if below else name)
