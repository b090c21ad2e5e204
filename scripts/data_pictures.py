"""Pictures of looking at data: a customer's timeline, columns, quality, segments and products, light and dark."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from app.data.columns.arrow import words_of
from app.data.product_figures import product_figures
from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from app.jobs.datasets.importing import import_planned, proposed_for
from app.nodes.conditions import Condition
from app.workspace.store import Workspace
from tests.builders.exports import made, shopify_customers, shopify_orders

DATASET = "my_shop"
NEWSLETTER = (
    *((f"person.{at}@example.com", f"19{50 + at}-03-1{at % 9}") for at in range(1, 20)),
    *((f"person.{at}@example.com", "1890-01-01") for at in range(20, 23)),
    ("ada@example", "1990-05-17"),
    ("no address", "1991-06-18"),
)
SEGMENTS = {
    "Bought at least twice": {"event": "purchase", "count": {"op": "ge", "value": 2}},
    "Agreed to e-mail": {"attribute": "Accepts Email Marketing", "op": "eq", "value": True},
    "Agreed, never bought": {"all": [{"segment": "Agreed to e-mail"}, {"not": {"event": "purchase"}}]},
}
_READER: TypeAdapter[Any] = TypeAdapter(Condition)


def prepare(workspace: Workspace, folder: Path) -> None:
    """A shop's exports as a dataset of its own, with what a newsletter knows, a catalogue and segments."""
    exports = [made(export, seed=1).write(folder) for export in (shopify_customers, shopify_orders)]
    newsletter = folder / "newsletter.csv"
    with newsletter.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("email", "birthday"))
        writer.writerows(NEWSLETTER)
    import_planned(workspace, proposed_for(workspace, [*exports, newsletter], DATASET), DATASET)
    figures = product_figures(workspace.datasets.load(DATASET))
    catalogue = folder / "catalogue.csv"
    with catalogue.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("product_id", "stock"))
        stock = np.random.default_rng(1).integers(0, 40, len(figures.ids)).tolist()
        writer.writerows(zip(words_of(figures.ids), stock, strict=True))
    import_planned(workspace, proposed_for(workspace, [catalogue], DATASET), DATASET)
    for name, document in SEGMENTS.items():
        workspace.segments.put(name, _READER.validate_json(json.dumps(document)))


def take_data(
    window: MainWindow, bench: Workbench, appearance: Appearance, out: Path, rest: Callable[[], None]
) -> None:
    """Take every picture of the dataset in sight."""
    window.show_place(PlaceName.DATA)
    bench.desk.look_again(lambda: bench.data.choose(DATASET))
    rest()
    view = bench.data.view
    titles = {view.tabs.tabText(at).split("  ")[0]: at for at in range(view.tabs.count())}
    for mode in (Mode.LIGHT, Mode.DARK):
        appearance.choose(mode)
        for title in ("Columns", "Quality", "Segments", "Products", "Events"):
            view.tabs.setCurrentIndex(titles[title])
            rest()
            if title == "Events":
                view.events.row_chosen.emit(0)
                rest()
            name = "timeline" if title == "Events" else title.lower()
            window.grab().save(str(out / f"data-{name}-{mode.value}.png"))
