"""Inter with quadratic outlines, for PDF: `python -m scripts.make_paper_fonts` makes resources/fonts/paper of the OTF.

A PDF of matplotlib's holds TrueType fonts as such, so that viewers find, select and copy every word; fonts with cubic
outlines it can only draw.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

from app.reports.drawing.fonts import PAPER_FAMILY
from app.resources import resource

_ERROR_UNITS = 1.0  # of 2,048 in an em
_FAMILY_NAMES = (1, 16)


def main() -> None:
    """Write one TTF for each OTF."""
    target = resource("fonts") / "paper"
    target.mkdir(exist_ok=True)
    for source in sorted(resource("fonts").glob("*.otf")):
        _convert(source, target / f"{source.stem}.ttf")


def _convert(source: Path, target: Path) -> None:
    with TTFont(str(source), recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True))
        subsetter.populate(unicodes=font.getBestCmap())
        subsetter.subset(font)
        order = font.getGlyphOrder()
        outlines = font.getGlyphSet()
        glyphs = {}
        for name in order:
            pen = TTGlyphPen(outlines)
            outlines[name].draw(Cu2QuPen(pen, _ERROR_UNITS, reverse_direction=True))
            glyphs[name] = pen.glyph()
        _replace_outlines(font, order, glyphs)
        for record in font["name"].names:
            if record.nameID in _FAMILY_NAMES:
                record.string = PAPER_FAMILY
        font.save(str(target))


def _replace_outlines(font: TTFont, order: list[str], glyphs: dict[str, object]) -> None:
    """In place of the cubic ones, and what has to be said of them in other tables."""
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for name in ("CFF ", "VORG"):
        if name in font:
            del font[name]
    table.compile(font)
    profile, post = font["maxp"], font["post"]
    profile.tableVersion, profile.maxZones = 0x00010000, 1
    for name in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(profile, name, 0)
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\x00\x01\x00\x00"


if __name__ == "__main__":
    main()
