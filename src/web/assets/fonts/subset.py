#!/usr/bin/env python3
"""Makes the fonts of papers from Debian's fonts-noto-core: only Latin letters, and a minus sign, which Noto Sans does not have.

Needs fonttools (pip). Run it in this folder.
"""

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FROM = "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf"
KEPT = (
    "U+20-7E,U+A0-17F,U+1E00-1EFF,U+2B9-2BC,U+2C6-2DD,U+300-30C,U+327,U+328,U+2009,U+2010-2026,U+202F,U+2030,U+2032,U+2033,"
    "U+2039,U+203A,U+2044,U+20AC,U+2116,U+2122,U+FFFD"
)
MINUS = 0x2212

for weight in ["Regular", "Bold"]:
    font = TTFont(FROM.format(weight))
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "DSIG", "meta"]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=subset.parse_unicodes(KEPT))
    cut.subset(font)

    # As wide as a figure, as thick as a dash, at the height of the plus sign.
    glyphs, metrics = font["glyf"], font["hmtx"]
    names = font.getBestCmap()
    dash, plus = glyphs[names[0x2013]], glyphs[names[ord("+")]]
    half, middle = (dash.yMax - dash.yMin) // 2, (plus.yMax + plus.yMin) // 2
    pen = TTGlyphPen(None)
    corners = [(plus.xMin, middle - half), (plus.xMin, middle + half), (plus.xMax, middle + half), (plus.xMax, middle - half)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    font.setGlyphOrder(font.getGlyphOrder() + ["minus"])
    glyphs["minus"] = pen.glyph()
    metrics["minus"] = (metrics[names[ord("0")]][0], plus.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[MINUS] = "minus"
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(f"NotoSans-{weight}.ttf")
