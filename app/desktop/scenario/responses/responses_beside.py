"""How people react, in the place beside the canvas where customers are listed too."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.canvas.forms.offers import Offers, offers_of
from app.desktop.open_workspace import Desk
from app.desktop.scenario.customers.people import CanvasPeople
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.responses.measuring import Measuring
from app.desktop.scenario.responses.responses_panel import ResponsesPanel
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
        self._desk, self._editor, self._runner, self._people = desk, editor, runner, people
        self._responses, self._palette = responses, palette
        self._panel: ResponsesPanel | None = None
        people.modelled.responses_wanted.connect(self.show)

    def show(self) -> None:
        """Show beside the canvas how people react to each channel's messages in a forecast."""
        if self._editor.session is not None:
            panel = self._panel = self._panel or self._make()
            self._people.show_beside(panel)
            panel.take_keyboard()

    def show_palette(self, palette: Palette) -> None:
        """The panel in other colours."""
        self._palette = palette
        if self._panel is not None:
            self._panel.show_palette(palette)

    def _make(self) -> ResponsesPanel:
        """Put together when somebody first asks for it: it has a third of all that there is in the window."""
        made = ResponsesPanel(self._responses, self._offers, self._palette, self._desk.turns)
        self._people.side.addWidget(made)
        Measuring(self._desk, self._runner, self._responses, made)
        made.left.connect(self._people.leave)
        return made

    def _offers(self) -> Offers:
        session = self._editor.session
        return offers_of(session.scenario, session.schema, session.beside) if session is not None else Offers()
