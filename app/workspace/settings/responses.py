"""How people react to each channel's messages in a forecast, where a message does not say so itself."""

from __future__ import annotations

from collections.abc import Mapping

from app.nodes.channel import CHANNELS
from app.nodes.response import Response
from app.scenario.reading import dump_document, read_document
from app.workspace.settings.settings import SettingStore
from app.workspace.sqlite.documents import damaged

_KEY = "responses"


class ResponseStore:
    """The channels' defaults; a new workspace has none."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def get(self) -> dict[str, Response]:
        """The default of each channel that has one."""
        stored = self._settings.get(_KEY, {})
        responses: dict[str, Response] = {}
        for channel in CHANNELS:
            if isinstance(stored, dict) and channel in stored:
                response, problems = read_document(Response, stored[channel])
                if response is None or problems:
                    raise damaged(f"What the workspace expects of {channel} messages")
                responses[channel] = response
        return responses

    def put(self, responses: Mapping[str, Response]) -> None:
        """Keep these in place of all that were there; putting back what `get` gave before undoes it."""
        self._settings.put(_KEY, {channel: dump_document(responses[channel]) for channel in responses})
