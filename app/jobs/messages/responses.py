"""The channels' default reactions as a JSON file: `{"email": {"open": 0.3, …}, "sms": {…}}`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.errors import AppError, Problem
from app.files.reading import name_of, read_document
from app.nodes.channel import CHANNELS
from app.nodes.checking.response import response_problems
from app.nodes.kind import Surroundings
from app.nodes.problems import did_you_mean, stopping
from app.nodes.response import Response
from app.scenario.reading import dump_document
from app.scenario.reading import read_document as fitted
from app.scenario.tree import read_tree


def read_responses(path: Path) -> dict[str, Response]:
    """The default of each channel the file names; AppError lists all that is wrong with it."""
    tree = read_tree(read_document(path), name_of(path.name))
    if not isinstance(tree, dict):
        raise AppError(f'{path.name} must be an object like {{"email": {{"open": 0.3}}}}. Nothing was changed.')
    problems = [_unknown(key) for key in tree if key not in CHANNELS]
    responses = {}
    for channel in CHANNELS:
        if channel in tree:
            response, more = fitted(Response, tree[channel], channel)
            problems += more
            if response is not None:
                problems += stopping(response_problems(response, Surroundings(), channel))
                responses[channel] = response
    if problems:
        raise AppError(f"{path.name} does not say how people react. Nothing was changed.", problems)
    return responses


def responses_text(responses: Mapping[str, Response]) -> str:
    """The text of a file that says the same."""
    return json.dumps({channel: dump_document(responses[channel]) for channel in responses}, indent=2)


def _unknown(key: str) -> Problem:
    hint = did_you_mean(key, CHANNELS) or f"; the channels are {', '.join(CHANNELS)}"
    return Problem("unknown-channel", f"'{key}' is no channel{hint}", where=key)
