"""Paths and packed files from a stranger, given to every command: `python -m tests.torture.paths [NAME…]`.

Whatever a path names, each command that reads or writes there ends, in words, and nothing but what was asked for has
changed: no device is read or written, no link followed out of the way, no name taken for an option or for a template.
"""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.builders.workspaces import small_workspace
from tests.torture.children import Told, in_child, load_everything, run_commands

Place = Callable[[Path], str | Path]
MOST_BYTES = 1 << 30
_ROWS = b"customer_id,timestamp,event\nanna,2024-06-01T10:00:00Z,buy\n"


def _named(name: str | bytes) -> Place:
    """A file of rows of that name."""

    def make(folder: Path) -> Path:
        path = folder / os.fsdecode(name)
        path.write_bytes(_ROWS)
        return path

    return make


def _link(target: str) -> Place:
    def make(folder: Path) -> Path:
        (folder / "link").symlink_to(target)
        return folder / "link"

    return make


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _socket(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket"))
    return folder / "socket"


def _circle(folder: Path) -> Path:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    return folder / "a"


def _deep(folder: Path) -> Path:
    """A name of about 4,000 bytes, deeper than a system call takes at once."""
    return folder / "/".join(["d" * 200] * 19)


def _made_deep(folder: Path) -> Path:
    path = folder / "/".join(["d" * 100] * 30)
    path.mkdir(parents=True)
    (path / "rows.csv").write_bytes(_ROWS)
    return path / "rows.csv"


def _folder(folder: Path) -> Path:
    (folder / "sub.csv").mkdir()
    return folder / "sub.csv"


def _unreadable(folder: Path) -> Path:
    path = _named("closed.csv")(folder)
    os.chmod(path, 0)
    return Path(path)


def _huge(folder: Path) -> Path:
    path = folder / "huge.csv"
    path.touch()
    os.truncate(path, 1 << 43)
    return path


PATHS: dict[str, Place] = {
    "a new line in it": _named("a\nb.csv"),
    "a hyphen before it": _named("-rf.csv"),
    "a word of options": _named("--help"),
    "a turn to the left in it": _named("rows\u202evsc.exe"),
    "255 bytes": _named("n" * 251 + ".csv"),
    "more than 255 bytes": lambda folder: folder / ("n" * 300),
    "bytes that are no UTF-8": _named(b"caf\xe9\xff.csv"),
    "a percent sign and braces": _named("%s%n{0}{x!r}.csv"),
    "a command in it": _named("$(touch owned)`touch owned`;touch owned.csv"),
    "quotation marks": _named("a'b\"c.csv"),
    "a name like a share": _named("\\\\server\\share.csv"),
    "a name like an address": lambda _: "http://127.0.0.1:9/rows.csv",
    "dots and blanks behind it": _named("rows.csv. . "),
    "a blank": _named(" "),
    "control characters": _named("a\x1b[31m\x07.csv"),
    "markup": _named("<b>bold<img src=x>.csv"),
    "a null": lambda folder: f"{folder}/a\0b.csv",
    "nothing": lambda _: "",
    "an emoji": _named("🧨👩‍👩‍👧.csv"),
    "a device without end": lambda _: "/dev/zero",
    "a device that is full": lambda _: "/dev/full",
    "a device that is random": lambda _: "/dev/urandom",
    "a device that is a terminal": lambda _: "/dev/tty",
    "the memory of the process": lambda _: "/proc/self/mem",
    "the kernel's own files": lambda _: "/proc/self/environ",
    "a file of the kernel's that waits": lambda _: "/proc/kmsg",
    "a link to a device": _link("/dev/zero"),
    "a link to nothing": _link("nowhere/at/all"),
    "a link out of the folder": _link("../work/none/../../nowhere"),
    "links in a circle": _circle,
    "a pipe": _fifo,
    "a socket": _socket,
    "a folder": _folder,
    "a file that nobody may read": _unreadable,
    "a file of 8 terabytes": _huge,
    "4,000 bytes": _deep,
    "3,000 bytes of folders": _made_deep,
    "the folder itself": lambda folder: folder,
    "a file in a file": lambda folder: Path(_named("rows.csv")(folder)) / "inside.csv",
}
"""What a path may name."""


def _parquet(path: Path) -> None:
    """Twenty million rows in a few hundred kilobytes."""
    text = pa.array(["y" * 60]).take(np.zeros(2_000_000, np.int64))
    rows = pa.table({"customer_id": text, "event": text})
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for _ in range(10):
            writer.write_table(rows)


def _parquet_in_parts(path: Path) -> None:
    path.mkdir()
    _parquet(path / "part-0.parquet")
    for number in range(1, 8):
        shutil.copy(path / "part-0.parquet", path / f"part-{number}.parquet")


def _gzip(path: Path) -> None:
    with gzip.open(path, "wb", 9) as file:
        file.write(b"customer_id,timestamp,event\n")
        for _ in range(800):
            file.write(b"a,2024-01-01,buy\n" * 60_000)


def _gzip_of_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.compress(bytes(200 << 20), 9), 9))


_BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
_END = b"</sheetData></worksheet>"


def _book(pieces: Callable[[], Iterator[bytes]], said: int | None = None) -> Callable[[Path], None]:
    """A workbook of this sheet, which may say that it is smaller than it is."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, text in _BOOK.items():
                archive.writestr(name, text)
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                for piece in pieces():
                    sheet.write(piece)
            if said is not None:
                archive.infolist()[-1].file_size = said

    return make


def _long_cell() -> Iterator[bytes]:
    yield _SHEET + _CELL
    yield from (b"a" * 1_000_000 for _ in range(900))
    yield b"</t></is></c></row>" + _END


def _many_cells() -> Iterator[bytes]:
    yield _SHEET
    for row in range(1, 60_000):
        yield b'<row r="%d">' % row + b"<c><v>1</v></c>" * 400 + b"</row>"
    yield _END


def _far_corner() -> Iterator[bytes]:
    yield _SHEET + b'<row r="1"><c r="A1"><v>1</v></c></row>'
    yield b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + _END


def _laughs() -> Iterator[bytes]:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
    yield b'<!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]>" + _SHEET + _CELL + b"&l9;</t></is></c></row>" + _END


def _outside() -> Iterator[bytes]:
    yield b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _SHEET + _CELL + b"&e;</t></is></c></row>" + _END


def _many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"xl/{number}.xml", "")


def _written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


BOMBS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a Parquet file of 20 million rows": ("x.parquet", _parquet),
    "a folder of such": ("x.parquet", _parquet_in_parts),
    "a gzip of 800 MB": ("x.csv.gz", _gzip),
    "a gzip in a gzip": ("x.csv.gz", _gzip_of_gzip),
    "a workbook with a cell of 900 MB": ("x.xlsx", _book(_long_cell)),
    "the same that says it is small": ("x.xlsx", _book(_long_cell, 1_000)),
    "a workbook of 24 million cells": ("x.xlsx", _book(_many_cells)),
    "a cell at the far corner": ("x.xlsx", _book(_far_corner)),
    "entities that hold one another": ("x.xlsx", _book(_laughs)),
    "an entity outside": ("x.xlsx", _book(_outside)),
    "an archive of 20,000 entries": ("x.xlsx", _many_entries),
    "a megabyte of blank lines": ("x.csv", _written(_ROWS + b"\n" * 1_000_000)),
    "a megabyte of commas": ("x.csv", _written(_ROWS + b"," * 1_000_000)),
    "a quote that never ends": ("x.csv", _written(_ROWS + b'"' + b"a\n" * 500_000)),
    "a line of 64 MB": ("x.csv", _written(_ROWS + b"a" * (64 << 20))),
    "nulls": ("x.csv", _written(bytes(32 << 20))),
    "deep JSON": ("x.json", _written(b"[" * 1_000_000)),
    "60,000 keys twice": (
        "x.json",
        _written(b"{" + b",".join(b'"k%d":1,"k%d":2' % (n, n) for n in range(60_000)) + b"}"),
    ),
    "a number of a million digits": ("x.json", _written(b'[{"customer_id": ' + b"9" * 1_000_000 + b"}]")),
}
"""Small files that want to be large."""


def reading_and_writing(path: str, work: Path) -> Iterator[list[str]]:
    """Every way in which a command reads or writes a path, one after another."""
    w, shop = str(work / "w.rehearse"), ["--dataset", "shop"]
    yield from (["import", w, "--dataset", "new", "--", path], ["import", w, *shop, "--pool", f"codes={path}"])
    yield ["import", w, str(work / "rows.csv"), "--mapping", path]
    yield from (["data", "--", path], ["quality", "--", path], ["scenario", "list", "--", path])
    yield from (["scenario", "add", w, "--", path], ["scenario", "check", "--", path], ["test", "--", path])
    yield from (["responses", w, "--set", path], ["segment", "add", w, "odd", "--condition", path])
    yield from (["run", "reminder", "--workspace", path], ["run", "--workspace", w, *shop, "--", path])
    yield ["run", str(work / "scenario.json"), "--customers", path, "--events", path]
    yield from (
        ["report", "--out", str(work / "out.html"), "--", path],
        ["rescue", "--out", str(work / "r"), "--", path],
    )
    yield ["copy", "--out", str(work / "copy.rehearse"), "--", path]
    yield from (["scenario", "export", w, "reminder", "--out", path], ["responses", w, "--out", path])
    yield from (["report", w, "--out", path], ["rescue", w, "--out", f"{path}/r" if path else ""])
    yield ["funnel", w, *shop, "--steps", "cart,buy", "--out", path]
    yield ["run", "reminder", "--workspace", w, *shop, "--out", path]
    yield ["copy", w, "--out", path]


def torture_paths(wanted: frozenset[str]) -> tuple[int, int, Told, list[str]]:
    """How many paths and commands there were, what was told, and what was wrong."""
    count, orders, all_told, faults = 0, 0, Told(), []
    for words, make in PATHS.items():
        if wanted and words not in wanted:
            continue
        count += 1
        with tempfile.TemporaryDirectory(prefix="paths-") as name:
            root = Path(name)
            work, place = root / "work", root / "place"
            for folder in (work, place, root / "home"):
                folder.mkdir()
            (root / "precious").write_text("mine")
            small_workspace(work / "w.rehearse")
            (work / "rows.csv").write_bytes(_ROWS)
            path = os.fspath(make(place))
            listed = list(reading_and_writing(path, work))
            orders += len(listed)
            told = in_child(lambda tell, listed=listed: run_commands(listed, tell), root / "home")  # type: ignore[misc]  # a default
            all_told.add(told)
            faults += [f"{words}: {fault}" for fault in told.faults]
            if (root / "precious").read_text() != "mine" or list(root.rglob("owned")):
                faults.append(f"{words}: something else was changed")
            for closed in place.glob("closed*"):
                closed.chmod(0o600)
    return count, orders, all_told, faults


def torture_bombs(wanted: frozenset[str]) -> tuple[int, Told, list[str]]:
    """How many there were, what was told, and what was wrong."""
    count, all_told, faults = 0, Told(), []
    for words, (file, make) in BOMBS.items():
        if wanted and words not in wanted:
            continue
        count += 1
        with tempfile.TemporaryDirectory(prefix="bombs-") as name:
            root = Path(name)
            (root / "home").mkdir()
            make(root / file)
            orders = [["import", str(root / "w.rehearse"), str(root / file)]]
            told = in_child(lambda tell, orders=orders: run_commands(orders, tell), root / "home")  # type: ignore[misc]  # a default
            all_told.add(told)
            faults += [f"{words}: {fault}" for fault in told.faults]
            faults += [f"{words}: took {told.took >> 20} MB"] if told.took > MOST_BYTES else []
    return count, all_told, faults


def main(wanted: list[str]) -> int:
    """Torture with paths and bombs, print the figures, and fail if anything was wrong."""
    os.environ["REHEARSE_LOCALE"] = "en"
    load_everything()
    chosen = frozenset(wanted)
    print("| given | count | commands | done | told in words | most MB | faults |")  # noqa: T201
    print("|---|---|---|---|---|---|---|", flush=True)  # noqa: T201
    count, orders, told, wrong = torture_paths(chosen)
    _say("paths", count, orders, told, wrong)
    count, told, more = torture_bombs(chosen)
    _say("bombs", count, count, told, more)
    return 1 if wrong or more else 0


def _say(name: str, count: int, orders: int, told: Told, faults: list[str]) -> None:
    done = told.codes.count(0)
    figures = (count, orders, done, len(told.codes) - done, told.took >> 20, len(faults))
    print(f"| {name} | {' | '.join(map(str, figures))} |", flush=True)  # noqa: T201
    for words in faults:
        print(words, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
