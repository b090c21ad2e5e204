"""A file's bytes as UTF-8 text, whatever it was packed and encoded in."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.data.columns.cores import side_by_side
from app.data.files.text.encodings import UTF8_LETTERS, detect, is_utf8, split_bom
from app.data.files.text.searching import PIECE, find, is_ascii
from app.errors import AppError
from app.files.memory import free_bytes, refuse_beyond_memory
from app.files.reading import name_of, open_file
from app.progress import Progress, silent

_CHUNK = 1 << 22
_LONG = 1 << 26
_HEAD = 4096
_UTF8, _WESTERN = "utf-8", "cp1252"
_MARKS = (codecs.BOM_UTF8, "ï»¿".encode())  # the mark, and the mark read as Latin-1 and written as UTF-8
_SOMETHING = re.compile(rb"[^\s\0\xef\xbb\xbf\xff\xfe]")
_HARMLESS_BYTES = 256 << 20
_LARGEST_RATIO = 50
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "a database"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
)
_MARKED_UP = (
    (re.compile(rb"\s*(?:<!doctype\s+html|<html)", re.IGNORECASE), "a web page"),
    (re.compile(rb"\s*<\?xml"), "an XML document"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a text file says: `text` is UTF-8 without a byte order mark; `damaged` when bytes fit no encoding.

    `is_spaced` when white space set its columns apart, where `text` has tabs; `is_mixed` when UTF-8 stood among letters
    of a code page, as where the exports of two tools were put together.
    """

    file: str
    text: bytes
    encoding: str
    damaged: bool = False
    is_spaced: bool = False
    is_mixed: bool = False


def load(path: Path, progress: Progress, encoding: str | None = None, limit: int | None = None) -> Content:
    """The file's text, at most about `limit` bytes of it; `encoding` overrides what is recognised."""
    raw = _unpacked(path, progress, limit)
    if limit is not None and len(raw) >= limit:
        raw = raw[: raw.rfind(b"\n") + 1] or raw
    return decoded(name_of(path.name), raw, encoding, progress)


def decoded(file: str, raw: bytes, encoding: str | None = None, progress: Progress = silent) -> Content:
    """The text of these bytes; an AppError in words when there is none."""
    if not any(_SOMETHING.search(raw, first, first + PIECE) for first in range(0, len(raw), PIECE)):
        raise AppError(f"{file} is empty: it has no header and no rows. Export it again, or choose another file.")
    for magic, kind in _FOREIGN:
        if raw.startswith(magic):
            raise AppError(f"{file} is {kind}, not a text file. Save it as CSV, and import that.")
    for begins, kind in _MARKED_UP:
        if begins.match(raw, len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0):
            raise AppError(
                f"{file} is {kind}, not a table. Download the export again, or save it as CSV, and import that."
            )
    if encoding in (None, _UTF8) and is_ascii(raw) and b"\0" not in raw[:_HEAD]:
        return Content(file, raw, _UTF8)

    def look(done: int) -> None:
        progress(done, len(raw), f"Reading {file}")

    marked, skip = split_bom(raw)
    name = encoding or marked or detect(raw, look)
    if encoding is None and name == _WESTERN and UTF8_LETTERS.search(raw):
        return Content(file, _without_marks(_mixed(raw, look)), name, is_mixed=True)
    text, damaged = _as_utf8(raw[skip:] if skip and marked == name else raw, name, look)
    return Content(file, _without_marks(text), name, damaged)


def _mixed(raw: bytes, look: Callable[[int], None]) -> bytes:
    """The text of bytes in a code page, among which letters in UTF-8 stay what they are."""
    text, done = io.BytesIO(), 0
    for found in UTF8_LETTERS.finditer(raw):
        look(done)
        text.write(raw[done : found.start()].decode(_WESTERN, "replace").encode())
        text.write(found.group())
        done = found.end()
    text.write(raw[done:].decode(_WESTERN, "replace").encode())
    return text.getvalue()


def _without_marks(text: bytes) -> bytes:
    """The text without byte order marks where a line begins: files that were joined have them there too."""
    begin = 0
    while text.startswith(_MARKS, begin):
        begin += next(len(mark) for mark in _MARKS if text.startswith(mark, begin))
    text = text[begin:] if begin else text
    if is_ascii(text):
        return text
    for newline in (b"\n", b"\r"):
        if find(text, newline + codecs.BOM_UTF8) >= 0:
            text = text.replace(newline + codecs.BOM_UTF8, newline)
    return text


def _unpacked(path: Path, progress: Progress, limit: int | None) -> bytes:
    try:
        with open_file(path, advice="Nothing was imported.") as stream:
            packed = os.fstat(stream.fileno()).st_size
            if limit is None:
                refuse_beyond_memory(path.name, packed, free_bytes())
            if stream.read(2) != b"\x1f\x8b":
                is_long = limit is None and packed >= _LONG and hasattr(os, "preadv")
                begun = _by_all_cores(stream.fileno(), path, packed, progress) if is_long else b""
                stream.seek(len(begun))
                return _read(cast(io.BufferedReader, stream), path, packed, progress, limit, begun)
            stream.seek(0)
            with gzip.open(stream) as unpacked:
                return _read(unpacked, path, packed, progress, limit)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise AppError(f"{path.name} is damaged: it cannot be unpacked to its end. Fetch it again.") from error
    except OSError as error:
        raise AppError(f"{path} cannot be read: {error.strerror or error}.") from error


def _by_all_cores(handle: int, path: Path, size: int, progress: Progress) -> bytes:
    """So many bytes of a file, into memory that the system hands out meanwhile; none where they are no longer there."""
    content = io.BytesIO(bytes(size))  # nobody else has these zeros, so that they are written over where they are
    read = 0
    with content.getbuffer() as room:
        firsts = range(0, size, _CHUNK)
        for count in side_by_side(lambda first: os.preadv(handle, [room[first : first + _CHUNK]], first), firsts):
            read += count
            progress(read, size, f"Reading {path.name}")
    return content.getvalue() if read == size else b""


def _read(
    stream: io.BufferedIOBase, path: Path, packed: int, progress: Progress, limit: int | None, begun: bytes = b""
) -> bytes:
    """Read on in pieces, so that it can be stopped, and a small file cannot unpack to fill the memory."""
    free = free_bytes()
    content = io.BytesIO(begun)  # hands over what it has gathered without another copy
    size = content.seek(0, io.SEEK_END)
    piece = memoryview(bytearray(_CHUNK))
    while (limit is None or size < limit) and (count := stream.readinto(piece)):
        content.write(piece[:count])
        size += count
        progress(size, max(packed, size), f"Reading {path.name}")
        refuse_beyond_memory(path.name, size, free)
        if size > max(_HARMLESS_BYTES, packed * _LARGEST_RATIO):
            raise AppError(
                f"{name_of(path.name)} unpacks to more than {_LARGEST_RATIO} times its size and was not imported. "
                "If it is meant to, unpack it first, and import what comes out."
            )
    return content.getvalue()


def _as_utf8(raw: bytes, encoding: str, look: Callable[[int], None]) -> tuple[bytes, bool]:
    if encoding == _UTF8 and is_utf8(raw, look):
        return raw, False
    try:
        return _recoded(raw, encoding, "strict", look), False
    except UnicodeError:
        return _recoded(raw, encoding, "replace", look), True


def _recoded(raw: bytes, encoding: str, errors: str, look: Callable[[int], None]) -> bytes:
    """The text in UTF-8, piece by piece, so that it can be stopped."""
    decoder, view, text = codecs.getincrementaldecoder(encoding)(errors), memoryview(raw), io.BytesIO()
    for start in range(0, len(raw), _CHUNK):
        look(start)
        text.write(decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(raw)).encode())
    return text.getvalue()
