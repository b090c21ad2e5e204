"""Pictures of a forecast on the canvas, with how people react beside it, for the docs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.desktop.scenario.forecasting.run_mode import RunMode
from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from app.nodes.channel import EMAIL, SMS
from app.nodes.durations import Duration
from app.nodes.response import Conversion, Delay

_OPENED = 0.6  # changed live, beside what was kept


def take_forecast(
    window: MainWindow, bench: Workbench, appearance: Appearance, out: Path, rest: Callable[[], object]
) -> None:
    """Forecast the open scenario, change a rate, and take the canvas with the panel."""
    window.show_place(PlaceName.SCENARIO)
    scenario = bench.scenario
    bought = Conversion(event="purchase", rate=0.3, after=Delay(median=Duration.parse("PT1H"), sigma=1.0))
    assert EMAIL.usual is not None
    react = EMAIL.usual.model_copy(update={"convert": bought})
    scenario.responses.change("email", react, "")
    scenario.responses.change("sms", SMS.usual, "")
    scenario.modes.choose(RunMode.FORECAST)
    rest()
    scenario.runner.run()
    rest()
    for mode in (RunMode.REPLAY, RunMode.FORECAST):  # and back: as the workspace has it
        scenario.modes.choose(mode)
        rest()
    scenario.responses.change("email", react.model_copy(update={"open": _OPENED}), "")
    rest()
    assert scenario.area is not None
    scenario.area.session.select([])
    scenario.toggle_panel("palette")
    for look in (Mode.LIGHT, Mode.DARK):
        appearance.choose(look)
        rest()
        scenario.area.view.camera.fit()
        rest()
        window.statusBar().clearMessage()
        window.grab().save(str(out / f"forecast-{look.value}.png"))
        scenario.reactions.show()
        rest()
        scenario.area.view.camera.fit()
        rest()
        window.grab().save(str(out / f"forecast-responses-{look.value}.png"))
        scenario.people.leave()
