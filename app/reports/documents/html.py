"""A report as one HTML file: nothing remote, light and dark, good on paper."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.look.palette import DARK, LIGHT, Palette
from app.numbers import number
from app.reports.catalogue import report_of
from app.reports.documents.content import ReportContent
from app.reports.documents.embedded_fonts import font_faces
from app.reports.documents.pictures import height_for, picture
from app.reports.report import Figures

_WIDTH_PX = 1040
_STYLE = "<style>"
_LARGEST_SVG = 400_000  # bytes; above this a picture of pixels is smaller
_MOST_COLUMNS = 15  # of a table that fits the page
_MOST_CELLS = 1_500  # of a table at all; above that the picture stands alone


@dataclass(frozen=True, slots=True)
class _Chart:
    """The same chart in both themes, with its words for those who cannot see it."""

    words: str
    light: Markup
    dark: Markup


def html_report(content: ReportContent) -> str:
    """The report as HTML; every text of a file stands in it escaped."""
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    charts = _Charts()
    page = environment.get_template("report.html.j2").render(
        content=content,
        chart=charts.chart,
        themes={"light": asdict(LIGHT), "dark": asdict(DARK)},
        most_columns=_MOST_COLUMNS,
        most_cells=_MOST_CELLS,
    )
    return page.replace(_STYLE, f"{_STYLE}\n{font_faces(page)}", 1)


class _Charts:
    """Draws charts, numbering them so that no two share an id."""

    def __init__(self) -> None:
        self._many = 0

    def chart(self, figures: Figures) -> _Chart:
        """The figures as pictures in the document."""
        self._many += 1
        light, dark = (self._embedded(figures, palette) for palette in (LIGHT, DARK))
        return _Chart(". ".join(report_of(figures).words(figures)), light, dark)

    def _embedded(self, figures: Figures, palette: Palette) -> Markup:
        height = height_for(figures, _WIDTH_PX)
        svg = picture(figures, "svg", _WIDTH_PX, height, palette=palette, with_definition=False)
        if len(svg) <= _LARGEST_SVG:
            return Markup(
                _inline(svg.decode("utf-8"), f"{palette.name}{self._many}-")
            )  # our own drawing, texts escaped
        png = picture(figures, "png", _WIDTH_PX, height, palette=palette, scale=2, with_definition=False)
        return Markup('<img alt="" src="data:image/png;base64,{}">').format(base64.b64encode(png).decode("ascii"))


def _inline(svg: str, prefix: str) -> str:
    """An SVG document as an element of HTML: without prologue and metadata, its ids its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", svg)
