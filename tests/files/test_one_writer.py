"""Whatever writes a file goes through the one writer; the few that cannot are named here, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"
WRITER = {"files/writing.py", "files/staging.py", "files/copying.py"}
OTHERS = {
    "bench/memory.py": "asks the kernel to forget a peak, by its file in /proc",
    "bench/steps.py": "measures in a temporary folder of its own",
    "desktop/workbench/start.py": "opens the crash report for faulthandler, which needs a file that stays open",
    "files/leftovers.py": "tries whether what it holds locked can be written at all",
    "reports/documents/paper/pdf.py": "pages are saved into bytes by matplotlib's own PdfPages",
    "runtime/run/kept_rows.py": "keeps a run's rows in a temporary folder while they are needed",
    "runtime/native/code_cache.py": "locks the folder of compiled code",
    "workspace/backups/backup_folder.py": "a backup is made beside its place by SQLite's own backup, and moved there",
    "workspace/recovery/journals.py": "a recovery journal is appended to, edit by edit",
    "workspace/opening/lock.py": "the lock is a file of the operating system's, not content",
    "workspace/recovery/rescuing.py": "looks into a damaged file by a copy in a temporary folder of its own",
    "workspace/recovery/lost_header.py": "gives a copy in the temporary folder of a rescue its first page again",
    "workspace/backups/restoring.py": "a restored workspace is made beside its place, and moved there",
    "workspace/sqlite/copying.py": "a copy of what SQLite cannot read in its place is made in a file moved when whole",
    "workspace/opening/reading_aside.py": "an empty file that only the user may read, which SQLite then fills",
    "workspace/opening/trust.py": "a line is appended in one piece, as other windows may add theirs",
}
CALLS = {
    *("write_text", "write_bytes", "savefig", "touch", "mkstemp", "mkdtemp", "NamedTemporaryFile"),
    *("TemporaryFile", "TemporaryDirectory", "copyfile", "copytree", "copy2", "copy_bytes", "new_file", "memory_map"),
    *("QSaveFile", "QFile", "QTemporaryFile"),
}
TAKE_A_PATH = {"ParquetWriter", "CSVWriter", "write_table", "write_csv", "savez", "savetxt"}
STREAMS = {"stream", "sink", "target", "buffer"}


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in TAKE_A_PATH or name == "savefig":
        given = next((a.id for a in call.args if isinstance(a, ast.Name) and a.id in STREAMS), "")
        is_method_of_a_writer = name == "write_table" and len(call.args) == 1
        return not given and not is_method_of_a_writer
    if name == "open":
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id == "os":
            return "O_RDONLY" not in ast.unparse(call)
        modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
        texts = [m.value for m in modes if isinstance(m, ast.Constant) and isinstance(m.value, str)]
        return any(set(text) & set("wax+") and set(text) <= set("rwabxt+") for text in texts)
    return name in CALLS


def _places() -> Iterator[str]:
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _writes(node):
                yield path.relative_to(APP).as_posix()


def test_that_only_the_one_writer_writes() -> None:
    assert set(_places()) - WRITER == set(OTHERS)


def test_that_every_way_to_write_is_seen() -> None:
    ways = [
        "open(path, 'w')",
        "path.open('rb+')",
        "path.open(mode='xb')",
        "os.open(path, os.O_RDWR | os.O_CREAT)",
        "path.write_text('')",
        "pq.write_table(table, path)",
        "figure.savefig(path)",
        "tempfile.TemporaryDirectory()",
    ]
    harmless = ["open(path)", "path.open('rb')", "box.open()", "pq.write_table(t, buffer)", "figure.savefig(target)"]
    calls = {way: ast.parse(way, mode="eval").body for way in (*ways, *harmless)}
    assert [way for way, call in calls.items() if isinstance(call, ast.Call) and _writes(call)] == ways
