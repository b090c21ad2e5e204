"""Countries by letters, numbers and names in many languages."""

from __future__ import annotations

import pytest

from app.region import territory_names
from app.reports.geo.countries import countries_of, country_names, country_of
from scripts.make_country_names import LANGUAGES


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("DE", "de", " DEU ", "276", "Germany", "GERMANY", "Deutschland", "ドイツ", "Allemagne", "Německo"), "DE"),
        (("US", "USA", "U.S.A.", "U.S.", "840", "United States", "Vereinigte Staaten", "アメリカ合衆国", "米国"), "US"),
        (("GB", "UK", "U.K.", "England", "Great Britain", "United Kingdom", "Großbritannien", "イギリス"), "GB"),
        (("CZ", "Czechia", "Czech Republic", "Tschechien", "Česko", "cesko", "チェコ"), "CZ"),
        (("CI", "Côte d’Ivoire", "Cote d'Ivoire", "COTE D IVOIRE", "Ivory Coast", "Elfenbenskusten"), "CI"),
        (("BA", "Bosnia & Herzegovina", "Bosnia and Herzegovina", "Bosnien und Herzegowina"), "BA"),
        (("KR", "South Korea", "Korea, Republic of", "Südkorea", "韓国"), "KR"),
        (("NL", "The Netherlands", "Holland", "Niederlande"), "NL"),
        (("GH", "ガーナ"), "GH"),
        (("XK", "Kosovo"), "XK"),
    ],
)
def test_that_a_country_is_known_by_all_its_names(texts: tuple[str, ...], code: str) -> None:
    assert countries_of(texts) == [code] * len(texts)


@pytest.mark.parametrize("text", ["", " ", "Narnia", "EU", "ZZ", "カーナ", "ČR", "12", "1234", "world", "ing", "🇩🇪"])
def test_that_what_is_no_country_is_none(text: str) -> None:
    assert country_of(text) == ""


def test_that_every_country_is_known_by_its_name_in_each_language() -> None:
    """Where another version of Babel names some otherwise, `scripts/make_country_names.py` makes them anew."""
    known = country_names()
    unknown = {
        (language, name)
        for language in ("en", *LANGUAGES)
        for code, name in territory_names(language).items()
        if code in known and not country_of(name)
    }
    assert unknown == set()


@pytest.mark.parametrize("language", ["en", "de", "ja", "fr", "ar"])
def test_that_no_name_in_a_language_means_another_country(language: str) -> None:
    names = {name: code for code, name in territory_names(language).items() if code in country_names()}
    assert {name: country_of(name) for name in names} == names
