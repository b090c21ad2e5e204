"""How a command finds what it was asked for: a dataset, a scenario, a point in time."""

from __future__ import annotations

from pathlib import Path

from app.commands.output.terminal import complain
from app.data.dataset import Schema
from app.errors import AppError
from app.files.reading import STANDARD_INPUT, name_of, read_document
from app.jobs.datasets.segments import as_meant
from app.nodes.times import Moment
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from app.workspace.store import Workspace


def dataset_named(workspace: Workspace, name: str | None, *, may_choose: bool = True) -> str:
    """The name, if there is such a dataset; without a name the only one there is.

    Of several the one that was stored last, which is said on stderr, unless something is to be changed.
    """
    infos = workspace.datasets.names()
    names = [info.name for info in infos]
    if name is None and len(names) == 1:
        return names[0]
    if name is None and names and may_choose:
        newest = max(infos, key=lambda info: info.imported_at).name
        complain(f"Note: this is of “{newest}”, imported last; --dataset chooses of {', '.join(names)}.")
        return newest
    if name in names:
        return str(name)
    there = ", ".join(names) if names else "none yet"
    asked = f"There is no dataset '{name}' in this workspace" if name else "Say which dataset with --dataset"
    raise AppError(f"{asked}; it holds: {there}.")


def scenario_file(path: Path, schema: Schema | None = None) -> Scenario:
    """The scenario in a JSON file; AppError names every problem of its form, of names and types too with `schema`."""
    return parse_scenario(read_document(path), name_of(path), schema)


def scenario_named(workspace: Workspace | None, name: str, schema: Schema | None = None) -> Scenario:
    """A scenario by its id in the workspace, or by the path of its JSON file; its segments mean what they do there."""
    ids = [info.id for info in workspace.scenarios.all()] if workspace else []
    if workspace and name in ids:
        return as_meant(workspace, workspace.scenarios.load(name))
    path = Path(name)
    if path == STANDARD_INPUT or path.suffix == ".json" or path.exists():
        read = scenario_file(path, schema)
        return as_meant(workspace, read) if workspace else read
    there = f"; the workspace holds: {', '.join(ids)}" if ids else ""
    raise AppError(f"There is no scenario '{name}': it is neither a file nor an id in the workspace{there}.")


def instant_us(text: str | None, option: str) -> int | None:
    """Microseconds UTC of an ISO 8601 instant with an offset or Z."""
    if text is None:
        return None
    try:
        moment = Moment.parse(text)
    except ValueError as error:
        raise AppError(f"{option}: {error}.") from error
    if moment.is_local:
        raise AppError(f"{option}: '{text}' needs an offset or Z, like 2024-05-01T09:00:00Z.")
    return moment.us
