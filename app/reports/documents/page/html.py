"""A report as one HTML file: nothing remote, light and dark, good on paper, complete without its script."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.look.palette import Palette
from app.reports.catalogue import report_of
from app.reports.documents.composing.abridging import beyond
from app.reports.documents.composing.cell_values import value_of
from app.reports.documents.composing.composed import ComposedReport, FactsPart, FiguresPart, WordsPart
from app.reports.documents.composing.look import Look
from app.reports.documents.figures.pictures import height_for, picture_with_hits
from app.reports.documents.page.embedded_fonts import font_faces
from app.reports.documents.page.hit_shapes import hit_shapes
from app.reports.report import Cell, Figures

_WIDTH_PX = 1040
_STYLE = "<style>"
_LARGEST_SVG = 400_000  # bytes; above this a picture of pixels is smaller
_MOST_COLUMNS = 15  # of a table that fits the page
_MOST_ON_PAPER = 10  # columns beside the first; more are several tables
_MOST_CELLS = 1_500  # of a table at all; above that the picture stands alone
_NIGHT = {"reader": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": ""}


@dataclass(frozen=True, slots=True)
class _Chart:
    """The same chart for day and night, its words for those who cannot see it, and its cells to point at."""

    words: str
    light: Markup
    dark: Markup
    hits: Markup


def html_report(report: ComposedReport) -> str:
    """The report as HTML; every text of a file stands in it escaped."""
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "facts": lambda part: isinstance(part, FactsPart),
        "words": lambda part: isinstance(part, WordsPart),
        "figures": lambda part: isinstance(part, FiguresPart),
    }
    environment.filters |= {"sort_value": _sort_value, "in_pieces": _in_pieces}
    script = (folder / "report.js").read_text(encoding="utf-8")
    night = _NIGHT[report.look.theme]
    page = environment.get_template("report.html.j2").render(
        report=report,
        chart=_Charts(report.look, has_night=bool(night)).chart,
        night=night,
        plate=report.logo.plate_on(report.look.dark) if report.logo and night else "",
        themes={"light": asdict(report.look.light), "dark": asdict(report.look.dark)},
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        most_columns=_MOST_COLUMNS,
        most_cells=_MOST_CELLS,
        beyond=beyond,
    )
    return page.replace(_STYLE, f"{_STYLE}\n{font_faces(page)}", 1)


def _in_pieces(headers: Sequence[str]) -> list[list[int]]:
    """On paper: which columns stand in the first table, which in the next; the first column in each."""
    others = list(range(1, len(headers)))
    many = max(math.ceil(len(others) / _MOST_ON_PAPER), 1)
    each = math.ceil(len(others) / many)
    return [[0, *others[at * each : (at + 1) * each]] for at in range(many)]


def _sort_value(cell: Cell) -> str:
    value = value_of(cell)
    return "" if value is None else str(value.value)


class _Charts:
    """Draws charts, numbering them so that no two share an id."""

    def __init__(self, look: Look, *, has_night: bool) -> None:
        self._look = look
        self._has_night = has_night
        self._many = 0

    def chart(self, figures: Figures) -> _Chart:
        """The figures as pictures in the document."""
        self._many += 1
        light, hits = self._embedded(figures, self._look.light)
        dark = self._embedded(figures, self._look.dark)[0] if self._has_night else Markup("")
        return _Chart(". ".join(report_of(figures).words(figures)), light, dark, hits)

    def _embedded(self, figures: Figures, palette: Palette) -> tuple[Markup, Markup]:
        height = height_for(figures, _WIDTH_PX)
        svg, hits = picture_with_hits(figures, "svg", _WIDTH_PX, height, palette=palette, with_definition=False)
        over = hit_shapes(figures, hits, _WIDTH_PX, height)
        if len(svg) <= _LARGEST_SVG:
            drawn = _inline(svg.decode("utf-8"), f"{palette.name}{self._many}-")
            return Markup(drawn), over  # our own drawing, texts escaped
        png, _ = picture_with_hits(figures, "png", _WIDTH_PX, height, palette=palette, scale=2, with_definition=False)
        encoded = base64.b64encode(png).decode("ascii")
        return Markup('<img alt="" src="data:image/png;base64,{}">').format(encoded), over


def _inline(svg: str, prefix: str) -> str:
    """An SVG document as an element of HTML: without prologue and metadata, its ids its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", svg)
