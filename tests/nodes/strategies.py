"""Random documents of scenario.md as plain JSON values: every shape that the form allows, sensible or not."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from app.nodes.conditions import Aggregate, MessageOutcome, NumberOperator, Operator, Since
from app.nodes.times import WEEKDAYS

Json = dict[str, Any]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.sampled_from(["", "country", "amount", "purchase", "message_sent"]) | texts
ids = st.text("abcXYZ019_-", min_size=1, max_size=5)
numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False)
scalars = st.booleans() | numbers | texts | st.sampled_from(["P3D", "2024-05-01", "2024-05-01T09:00:00Z"])
values = scalars | st.lists(scalars, max_size=3)
durations = st.sampled_from(["PT0S", "PT30S", "PT1M", "PT1H", "P1D", "P1DT2H", "P2W", "P1M", "P1Y", "-P3D", "PT1.5S"])
clock_times = st.sampled_from(["00:00", "09:00", "17:30", "21:00", "23:59:59"])
moments = st.sampled_from(["2024-05-01T09:00:00Z", "2024-05-01T09:00:00+02:00", "2024-05-01T09:00:00", "2024-05-01"])
weekdays = st.lists(st.sampled_from(WEEKDAYS), max_size=3)


def shaped(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Objects with all of the required keys and any of the optional ones."""
    return st.fixed_dictionaries(required, optional=optional)


def one_of(alias: type | Any) -> st.SearchStrategy[Any]:
    """Any member of a Literal."""
    return st.sampled_from(get_args(alias))


comparison = {"op": one_of(Operator)}
number_test = shaped({"op": one_of(NumberOperator)}, value=values)
where = st.lists(shaped({"property": names, **comparison}, value=values, ignore_case=st.booleans()), max_size=2)
window = shaped({"from": clock_times, "to": clock_times}, weekdays=weekdays)
step = shaped({"event": names}, where=where)
event_test = shaped(
    {"event": names},
    where=where,
    within=durations,
    since=one_of(Since),
    match_key=st.booleans(),
    count=number_test,
    aggregate=one_of(Aggregate),
    of=names,
    op=one_of(NumberOperator),
    value=values,
)
leaves = st.one_of(
    shaped({"attribute": names, **comparison}, value=values, ignore_case=st.booleans()),
    shaped({"entry": names, **comparison}, value=values),
    shaped({"score": names, "op": one_of(NumberOperator)}, value=values),
    shaped({"in_list": names}),
    shaped({"segment": names}, condition=st.just({"all": []})),
    event_test,
    shaped({"message": names, "state": one_of(MessageOutcome)}),
    shaped({"sequence": st.lists(step, min_size=1, max_size=3)}, within=durations, since=one_of(Since)),
    shaped({"local_time": window}),
)
conditions = st.recursive(
    leaves,
    lambda inner: (
        shaped({"all": st.lists(inner, max_size=3)})
        | shaped({"any": st.lists(inner, max_size=3)})
        | shaped({"not": inner})
    ),
    max_leaves=6,
)

share = st.floats(0, 1)
delay = shaped({"median": durations, "sigma": st.floats(0, 3)})
response = shaped(
    {},
    deliver=share,
    open=share,
    click=share,
    unsubscribe=share,
    open_after=delay,
    convert=shaped({"event": names, "rate": share, "after": delay}, property=names),
    when=st.lists(shaped({"condition": conditions}, open=share), max_size=1),
    fatigue=shaped({"per_message": share, "window": durations}),
)
until = st.one_of(
    shaped({"at": moments}),
    shaped({"time": clock_times}, weekdays=weekdays),
    shaped({"attribute": names}, offset=durations, time=clock_times),
    shaped({"best_time": shaped({"event": names, "fallback": clock_times})}),
)
on_missing = st.sampled_from(["continue", "exit"])
sending: dict[str, st.SearchStrategy[Any]] = {"marketing": st.booleans(), "cost": numbers, "response": response}

PARAMS: dict[str, st.SearchStrategy[Json]] = {
    "entry_event": shaped({"event": names}, where=where, condition=conditions),
    "entry_audience": shaped(
        {"at": moments},
        condition=conditions,
        repeat=shaped({"every": durations}, until=moments, count=st.integers(1, 9)),
    ),
    "filter": shaped({"condition": conditions}),
    "branch": shaped(
        {"cases": st.lists(shaped({"port": ids, "condition": conditions}, label=texts), max_size=3)},
    ),
    "wait": shaped({}, **{"for": durations}, until=until, if_past=on_missing, if_missing=on_missing),
    "wait_for": shaped(
        {"timeout": durations},
        event=names,
        where=where,
        match_key=st.booleans(),
        message=names,
        state=one_of(MessageOutcome),
    ),
    "split": shaped(
        {"variants": st.lists(shaped({"port": ids, "weight": numbers}, label=texts), max_size=3)},
        sticky=st.sampled_from(["customer", "instance"]),
    ),
    "email": shaped({"subject": texts, "body": texts}, preheader=texts, from_name=texts, **sending),
    "sms": shaped({"text": texts}, **sending),
    "push": shaped({"title": texts, "text": texts}, link=texts, **sending),
    "score": shaped({"score": names}, add=numbers, set=numbers),
    "entry_date": shaped(
        {"attribute": names, "time": clock_times}, offset=durations, yearly=st.booleans(), condition=conditions
    ),
    "entry_score": shaped({"score": names, "reaches": numbers}, condition=conditions),
    "set": shaped({"attribute": names}, value=scalars, from_entry=names),
    "list": shaped({"list": names, "action": st.sampled_from(["add", "remove"])}),
    "ad_audience": shaped(
        {
            "platform": st.sampled_from(["meta", "google", "tiktok", "linkedin", "other"]),
            "audience": names,
            "action": st.sampled_from(["add", "remove"]),
        },
        content=texts,
    ),
    "task": shaped({"title": texts}, assignee=texts, due=durations),
    "webhook": shaped({"name": names, "payload": texts}),
    "recommend": shaped(
        {},
        event=names,
        basis=st.sampled_from(["next", "together", "popular"]),
        within=durations,
        overstock=numbers,
        category=st.sampled_from(["any", "same", "other"]),
        exclude_bought=st.booleans(),
        in_stock=st.booleans(),
        min_support=st.integers(-1, 9),
        count=st.integers(-1, 30),
        into=names,
    ),
    "voucher": shaped({"pool": names, "into": names}),
    "exit": shaped({}, reason=texts),
}
