"""The words on a card, laid out once for each value of a node and each run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QStaticText

from app.canvas.figures import NodeFigures
from app.canvas.geometry import CARD_WIDTH, port_y
from app.canvas.items.drawing_tools import faces
from app.canvas.modelled import Expected, ModelledNode
from app.nodes.catalogue import KINDS
from app.nodes.kind import Port
from app.numbers import Rate, in_brief, number
from app.scenario.graph import Node
from app.ui.plain_text import elided, plain_static_text

TEXT_LEFT = 60.0
TEXT_WIDTH = CARD_WIDTH - TEXT_LEFT - 24
WORDS_BESIDE_PORT = 118.0
"""The most that stands beside an output; less where its wire turns sooner."""

BAR_LEFT, BAR_TOP, BAR_RIGHT, BAR_HEIGHT = TEXT_LEFT, 54.0, CARD_WIDTH - 28.0, 4.0
"""The bar shares its line with the number of those who arrived, which stands at its end."""

_NUMBERS_TOP, _NUMBERS_RIGHT = 39.0, CARD_WIDTH - 22.0
_SOLID_TOP, _SOLID_HEIGHT, _HATCHED_HEIGHT = 54.75, 3.0, 4.5
_CHIP_PADDING, _CHIP_GAP = 3.0, 10.0

_BESIDE = CARD_WIDTH + 10
_PILL_INSIDE, _PILL_HEIGHT, _PILL_PADDING, _PILL_LEAST = 18.0, 18.0, 6.0, 28.0

Placed = tuple[QPointF, QStaticText]


@dataclass(frozen=True, slots=True)
class CardTexts:
    """Label and summary of a node."""

    label: QStaticText
    words: QStaticText


@dataclass(frozen=True, slots=True)
class Pill:
    """How many left by an output, on the card's border."""

    shape: QRectF
    at: QPointF
    count: QStaticText


@dataclass(frozen=True, slots=True)
class Chip:
    """A modelled number on its hatched ground."""

    shape: QRectF
    at: QPointF
    number: QStaticText


@dataclass(frozen=True, slots=True)
class PortTexts:
    """What stands beside an output: its name and, after a run, a share above the wire and a count on a pill."""

    name: Placed | None
    share: Placed | None  # and by how much the count differs from that of the run that is kept
    pill: Pill | None
    ground: QRectF  # behind the words, so that no dot of the grid looks like a full stop
    modelled: Chip | None = None


@dataclass(frozen=True, slots=True)
class RunTexts:
    """What a run adds to the card itself: how many arrived, and the bar's parts with the colour of each."""

    arrived: Placed | None
    ground: QRectF  # of the whole bar
    door: QRectF  # what is clicked to see who arrived: the number and the bar
    bar: tuple[tuple[QRectF, str], ...]
    modelled: Chip | None = None
    hatched: tuple[tuple[QRectF, str], ...] = ()  # the modelled bar


def card_texts(node: Node, does: str) -> CardTexts:
    """Lay out the words of a card, cut to its width."""
    fonts, kind = faces(), KINDS[node.type]
    label = elided(node.label or kind.title, fonts.label_measure, TEXT_WIDTH)
    words = elided(does, fonts.words_measure, TEXT_WIDTH)
    return CardTexts(plain_static_text(label, fonts.label), plain_static_text(words, fonts.words))


def port_texts(ports: Sequence[Port], figures: NodeFigures | None, rooms: Mapping[str, float]) -> tuple[PortTexts, ...]:
    """Lay out what stands beside the outputs; a single one needs no name, and one that nobody took no pill.

    `rooms` holds how far each wire runs before it turns. The share gives way to the name where both do not fit.
    """
    made = []
    for index, port in enumerate(ports):
        left_by = figures.left.get(port.name, 0) if figures is not None else 0
        is_counted = figures is not None and (left_by > 0 or port.name in rooms)
        pill = _pill(number(left_by), port_y(index)) if is_counted else None
        left = pill.shape.right() + 4 if pill is not None else _BESIDE
        room = CARD_WIDTH + min(rooms.get(port.name, WORDS_BESIDE_PORT), WORDS_BESIDE_PORT) - 2 - left
        name = port.label if len(ports) > 1 else ""
        parts = _shares(figures, port.name) if is_counted and figures is not None else ()
        made.append(_beside_port(QPointF(left, port_y(index)), name, parts, pill, room))
        if is_counted and figures is not None and figures.modelled is not None:
            expected = figures.modelled.left(port.name)
            made[-1] = _with_modelled(made[-1], QPointF(left, port_y(index)), name, parts[-1], expected, room)
    return tuple(made)


def _shares(figures: NodeFigures, port: str) -> tuple[str, ...]:
    """What may stand there, the fullest first."""
    share, change = Rate(figures.left.get(port, 0), figures.arrived).percent(), figures.left_change(port)
    return (f"{share}  {change}", change, share) if change else (share,)


def shares(figures: NodeFigures) -> tuple[tuple[float, str], ...]:
    """The parts of the bar that are not empty, in order: how much of it, and the colour's name."""
    return _coloured((figures.passed, figures.waiting, figures.dropped), figures.arrived)


def modelled_shares(figures: NodeFigures) -> tuple[tuple[float, str], ...]:
    """The same of the means of a forecast."""
    return _coloured(figures.modelled.parts, figures.modelled.arrived.mean) if figures.modelled is not None else ()


def _coloured(parts: tuple[float, float, float], arrived: float) -> tuple[tuple[float, str], ...]:
    named = zip(parts, ("passed", "waiting", "dropped"), strict=True)
    return tuple((many / (arrived or 1), colour) for many, colour in named if many)


def run_texts(figures: NodeFigures) -> RunTexts:
    """Lay out what a run adds to a card."""
    if figures.modelled is not None:
        return _forecast_texts(figures, figures.modelled)
    fonts, words = faces(), figures.arrived_in_short[0]
    wide = fonts.count_measure.horizontalAdvance(words)
    at = QPointF(BAR_RIGHT - wide, BAR_TOP + BAR_HEIGHT / 2 - fonts.count_measure.height() / 2)
    ground = QRectF(BAR_LEFT, BAR_TOP, BAR_RIGHT - wide - 6 - BAR_LEFT, BAR_HEIGHT)
    door = ground.adjusted(0, -5, wide + 6, 7)
    bar = laid_along(ground, shares(figures))
    return RunTexts((at, plain_static_text(words, fonts.count)), ground, door, bar)


def laid_along(ground: QRectF, parts: Sequence[tuple[float, str]]) -> tuple[tuple[QRectF, str], ...]:
    """The parts of a bar side by side, with the colour of each."""
    made, left = [], ground.left()
    for share, colour in parts:
        made.append((QRectF(left, ground.top(), ground.width() * share, ground.height()), colour))
        left += ground.width() * share
    return tuple(made)


def _forecast_texts(figures: NodeFigures, modelled: ModelledNode) -> RunTexts:
    """The observed number and the modelled one side by side, over a bar for each."""
    fonts = faces()
    wide, high = fonts.count_measure.horizontalAdvance, fonts.count_measure.height()
    room = _NUMBERS_RIGHT - BAR_LEFT
    observed, words = paired_forms(figures, modelled, lambda a, b: wide(a) + wide(b) + _CHIP_GAP <= room)
    ground = QRectF(BAR_LEFT, _SOLID_TOP, BAR_RIGHT - BAR_LEFT, _SOLID_HEIGHT)
    hatched = QRectF(BAR_LEFT, ground.bottom() + 1, ground.width(), _HATCHED_HEIGHT)
    left = BAR_LEFT + (wide(observed) + _CHIP_GAP if observed else _CHIP_PADDING)
    arrived = (QPointF(BAR_LEFT, _NUMBERS_TOP), plain_static_text(observed, fonts.count)) if observed else None
    door = QRectF(BAR_LEFT, _NUMBERS_TOP, wide(observed), high).united(ground)
    return RunTexts(
        arrived,
        ground,
        door if observed else ground,
        laid_along(ground, shares(figures)),
        _chip(QPointF(left, _NUMBERS_TOP), words),
        laid_along(hatched, modelled_shares(figures)),
    )


def paired_forms(figures: NodeFigures, modelled: ModelledNode, fits: Callable[[str, str], bool]) -> tuple[str, str]:
    """The observed and the modelled number, in the fullest forms that fit, or the modelled one in brief."""
    counts = dict.fromkeys((number(figures.arrived), in_brief(figures.arrived)))
    forms = modelled.arrived.forms
    pairs = [*((count, form) for count in counts for form in forms), *(("", form) for form in forms)]
    return next((pair for pair in pairs if fits(*pair)), pairs[-1])


def _with_modelled(texts: PortTexts, at: QPointF, name: str, share: str, expected: Expected, room: float) -> PortTexts:
    """What a forecast expects on that wire, in the fullest form that fits; the share gives way to it."""
    fonts = faces()
    wide = fonts.count_measure.horizontalAdvance
    named = fonts.small_measure.horizontalAdvance(elided(name, fonts.small_measure, room)) + 4 if name else 0.0
    means = expected.forms[-2:]
    spread = [form for form in expected.forms if form not in means]
    forms = [(also, form) for some in (spread, means) for also in (share, "") for form in some]
    fitting = (
        (each, form, begins)
        for begins in (named, 0.0)
        for each, form in forms
        if begins + (wide(each) + _CHIP_GAP if each else _CHIP_PADDING) + wide(form) + _CHIP_PADDING <= room
    )
    found = next(fitting, None)
    if found is None:
        return texts
    shown, form, begins = found
    top = at.y() - fonts.small_measure.height() - 2
    left = at.x() + begins + (wide(shown) + _CHIP_GAP if shown else _CHIP_PADDING)
    chip = _chip(QPointF(left, top), form)
    return replace(
        texts,
        name=texts.name if begins else None,
        share=(QPointF(at.x() + begins, top), plain_static_text(shown, fonts.count)) if shown else None,
        modelled=chip,
        ground=QRectF(at.x() - 1, top, chip.shape.right() - at.x() + 2, chip.shape.height()),
    )


def _chip(at: QPointF, text: str) -> Chip:
    fonts = faces()
    wide, high = fonts.count_measure.horizontalAdvance(text), fonts.count_measure.height()
    shape = QRectF(at.x() - _CHIP_PADDING, at.y(), wide + 2 * _CHIP_PADDING, high)
    return Chip(shape, at, plain_static_text(text, fonts.count))


def _beside_port(at: QPointF, name: str, parts: Sequence[str], pill: Pill | None, room: float) -> PortTexts:
    """Name and share above the wire that leaves at that place, as far as there is room."""
    fonts = faces()
    high = fonts.small_measure.height()
    top, left = at.y() - high - 2, at.x()
    shown = elided(name, fonts.small_measure, room) if name else ""
    placed_name = (QPointF(left, top), plain_static_text(shown, fonts.small)) if shown else None
    used = fonts.small_measure.horizontalAdvance(shown) + 4 if shown else 0.0
    wide = fonts.count_measure.horizontalAdvance
    part = next((each for each in parts if used + wide(each) <= room), "")
    placed_share = None
    if part:
        placed_share = (QPointF(left + used, top), plain_static_text(part, fonts.count))
        used += wide(part)
    return PortTexts(placed_name, placed_share, pill, QRectF(left - 1, top, used + 2, high) if used else QRectF())


def _pill(number: str, y: float) -> Pill:
    """A pill on the card's right border, growing to the right with the number in it."""
    fonts = faces()
    text = fonts.count_measure.horizontalAdvance(number)
    wide = max(_PILL_LEAST, text + 2 * _PILL_PADDING)
    shape = QRectF(CARD_WIDTH - _PILL_INSIDE, y - _PILL_HEIGHT / 2, wide, _PILL_HEIGHT)
    at = QPointF(shape.left() + (wide - text) / 2, y - fonts.count_measure.height() / 2)
    return Pill(shape, at, plain_static_text(number, fonts.count))
