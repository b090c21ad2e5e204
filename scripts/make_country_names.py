"""Make resources/map/country_names.json: what countries are called in other languages than English, by CLDR.

python -m scripts.make_country_names

Reading the names of 33 languages from Babel takes half a second and keeps all that it knows of them; this file is read
in milliseconds. Names are plain, as `app.reports.geo.countries` compares them; of two countries with one name that of
the earlier language stays.
"""

from __future__ import annotations

import json

from app.region import territory_names
from app.reports.geo.countries import NAMES, country_names, plain

LANGUAGES = (
    "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ja", "zh", "ko", "ru", "uk", "sv", "da", "nb", "fi", "tr",
    "hu", "ro", "el", "bg", "hr", "sl", "lt", "lv", "et", "ar", "he", "th", "vi", "id",
)  # fmt: skip


def main() -> None:
    """Write the names, a line a country."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in territory_names(language).items():
            if code in country_names() and plain(name):
                known.setdefault(plain(name), code)
    by_code: dict[str, list[str]] = {}
    for name, code in known.items():
        by_code.setdefault(code, []).append(name)
    lines = (f"{json.dumps(code)}: {json.dumps(by_code[code], ensure_ascii=False)}" for code in sorted(by_code))
    NAMES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
