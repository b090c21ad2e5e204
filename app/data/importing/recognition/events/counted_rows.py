"""Rows of events that stand for several: what sums up a day says how many there were."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import matches, words_of
from app.data.columns.texts import encode
from app.data.vocabulary.headers import ranked
from app.numbers import counted, stored_number

_COUNTS = (
    *("event_count", "eventcount", "number_of_events", "total_events", "events", "occurrences", "times"),
    *("ereignisanzahl", "anzahl_ereignisse", "anzahl_der_ereignisse", "nombre_d_evenements", "nombre_d_événements"),
    *("número_de_eventos", "numero_de_eventos", "recuento_de_eventos", "conteggio_eventi", "numero_di_eventi"),
    *("aantal_gebeurtenissen", "liczba_zdarzeń", "počet_událostí", "イベント数", "イベント件数"),
)
_WHOLE = r"^\s*\d{1,9}(?:\.0+)?\s*$"


def said_of_counts(table: pa.Table) -> tuple[str, ...]:
    """What is said of a column of whole numbers that is called so, where some rows stand for more than one event."""
    for name in ranked(table.column_names, _COUNTS):
        texts = encode(table.column(name))
        if not len(texts.distinct) or not matches(texts.distinct, _WHOLE).all():
            continue
        numbers = np.array([int(float(word)) for word in words_of(texts.distinct)])
        counts = texts.counts()
        if (more := int(counts[numbers > 1].sum())) == 0:
            continue
        rows = counted(more, "row stands", "rows stand")
        events = stored_number(int((counts * numbers)[numbers > 1].sum()))
        return (
            f"“{name}”: {rows} for {events} events. Each came in as one, with the number as its property, so that "
            "counts of events are too low: export one row for each event.",
        )
    return ()
