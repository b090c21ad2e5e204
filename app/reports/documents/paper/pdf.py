"""A report as PDF: pages of A4, charts as vectors, texts that can be selected and searched."""

from __future__ import annotations

import io
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.text import Text

from app.reports.documents.composing.composed import ComposedReport
from app.reports.documents.paper.pages import pages_of
from app.reports.drawing.drawing_area import drawing
from app.reports.drawing.fonts import one_line, paper_families

_AS_FONTS, _AS_DRAWINGS = 42, 3  # TrueType, which every viewer can search; Type 3, which holds any outline


def pdf_report(report: ComposedReport) -> bytes:
    """The pages, the same bytes each time."""
    target = io.BytesIO()
    about = {"Title": one_line(report.title), "Creator": "Rehearse", "Producer": None, "CreationDate": None}
    with drawing():
        pages = [page.drawn(report.look.paged) for page in pages_of(report)]
        with mpl.rc_context({"pdf.fonttype": _font_type(pages)}), PdfPages(target, metadata=about) as pdf:
            for page in pages:
                pdf.savefig(page)
    return target.getvalue()


def _font_type(pages: Sequence[Figure]) -> int:
    """Sets all texts in fonts that a PDF can hold, where these have all characters; others it can only draw."""
    names, characters = paper_families()
    texts = [text for page in pages for text in page.findobj(Text) if isinstance(text, Text)]
    if any(ord(letter) not in characters for text in texts for letter in text.get_text() if letter.isprintable()):
        return _AS_DRAWINGS
    for text in texts:
        text.set_fontfamily(list(names))
    return _AS_FONTS
