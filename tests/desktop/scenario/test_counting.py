"""What a dataset tells the forms of the canvas."""

from __future__ import annotations

from collections import Counter

from app.canvas.beside import Of
from app.data.importing.read import Imported
from app.desktop.scenario.counting import MOST_VALUES, value_counts


def test_that_values_are_told_with_their_counts_the_most_frequent_first(shop: Imported) -> None:
    dataset = shop.dataset
    name = next(name for name, column in dataset.attributes.items() if len(column.words) > 1)
    column = dataset.attributes[name]
    expected = Counter(str(column.words[int(code)]) for code in column.values[column.filled])
    found = value_counts(dataset, Of.CUSTOMERS, name)
    assert dict(found) == dict(expected.most_common(MOST_VALUES))
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)


def test_that_a_column_that_is_not_there_has_no_values(shop: Imported) -> None:
    assert value_counts(shop.dataset, Of.EVENTS, "no such property") == []
