"""How people react, in the place beside the canvas where customers are listed too."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.canvas.forms.offers import Offers, offers_of
from app.desktop.open_workspace import Desk
from app.desktop.scenario.customers.people import CanvasPeople
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.forecasting.measuring import Measuring
from app.desktop.scenario.forecasting.responses_panel import ResponsesPanel
from app.desktop.scenario.runner import Runner
from app.look.palette import Palette


class ResponsesBeside(QObject):
    """Shows the panel when somebody asks for it, also from what says how a modelled figure comes."""

    def __init__(
        self,
        desk: Desk,
        editor: Editor,
        runner: Runner,
        people: CanvasPeople,
        responses: ChannelResponses,
        palette: Palette,
    ) -> None:
        super().__init__(people)
        self._editor, self._people = editor, people
        self._panel = ResponsesPanel(responses, self._offers, palette)
        people.side.addWidget(self._panel)
        Measuring(desk, runner, responses, self._panel)
        people.modelled.responses_wanted.connect(self.show)
        self._panel.left.connect(people.leave)

    def show(self) -> None:
        """Show beside the canvas how people react to each channel's messages in a forecast."""
        if self._editor.session is not None:
            self._people.show_beside(self._panel)
            self._panel.take_keyboard()

    def show_palette(self, palette: Palette) -> None:
        """The panel in other colours."""
        self._panel.show_palette(palette)

    def _offers(self) -> Offers:
        session = self._editor.session
        return offers_of(session.scenario, session.schema, session.beside) if session is not None else Offers()
