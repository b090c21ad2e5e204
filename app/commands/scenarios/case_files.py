"""`rehearse test`: run scenario cases and say what differs from what they expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.output.terminal import complain, progress_bar, say
from app.errors import AppError
from app.files.reading import read_document
from app.files.writing import told_in_words, write_whole
from app.runtime.cases import run_case

LARGEST_CASE = 64 << 20
_ADVICE = "Choose a case file."


def test(
    files: Annotated[list[Path], typer.Argument(help="Case files, JSON.")],
    out: Annotated[Path | None, typer.Option(help="Folder for what each case got, as NAME.json.")] = None,
) -> None:
    """Run scenario cases: each holds a scenario, a tiny dataset and the tables a replay must yield."""
    failed = 0
    if out is not None:
        with told_in_words(out):
            out.mkdir(parents=True, exist_ok=True)
    with progress_bar() as progress:
        for done, file in enumerate(files):
            progress(done, len(files), file.name)
            try:
                case = run_case(_document(file))
            except AppError as error:
                failed += 1
                complain(f"{file.name}: could not run: {error}")
                continue
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                failed += 1
                complain(f"{file.name}: is not a case; it lacks or has in a wrong form: {error}")
                continue
            if out is not None:
                text = json.dumps(case.got, ensure_ascii=False, indent=1)
                write_whole(out / f"{_plain(case.name, file)}.json", text)
            failed += bool(case.differences)
            for difference in case.differences:
                complain(f"{file.name}: {difference}")
    say(f"{len(files) - failed} of {len(files)} cases gave what they expect.")
    if failed:
        raise AppError(f"{failed} did not; the differences stand above.")


def _plain(name: str, file: Path) -> str:
    """The case's name, or its file's where that is no name for a file in the folder."""
    return name if isinstance(name, str) and Path(name).name == name else file.stem


def _document(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(read_document(file, largest=LARGEST_CASE, advice=_ADVICE))
    except RecursionError as error:
        raise AppError(f"{file} is nested too deeply to be read. {_ADVICE}") from error
    except ValueError as error:
        raise AppError(
            f"{file} is not JSON: {error}. A case is a JSON file with scenario, customers and events."
        ) from error
    if not isinstance(document, dict):
        raise AppError(f"{file} is not a case: it should be a JSON object with scenario, customers and events.")
    return document
