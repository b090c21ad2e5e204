"""`rehearse data`: what is in a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.commands.datasets.quality import quality
from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import complain, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.commands.program.profile import profile
from app.data.columns.column import Column
from app.data.dataset import Dataset, Schema
from app.errors import AppError
from app.numbers import NOTHING, counted, data_instant, number
from app.workspace.contents.datasets import DatasetInfo


def data(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="Show the columns of this dataset.")] = None,
    with_quality: Annotated[bool, typer.Option("--quality", help="Say what is wrong with the dataset.")] = False,
    with_profile: Annotated[bool, typer.Option("--profile", help="Say what each column of the dataset holds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the datasets of a workspace, or the columns of one."""
    if with_profile and with_quality:
        raise AppError("Give either --quality or --profile, not both.")
    if with_profile:
        profile(workspace, dataset, as_json=as_json)
        return
    if with_quality:
        quality(workspace, dataset, as_json=as_json)
        return
    with opened(workspace, read_only=True) as store:
        if dataset is not None:
            _say_columns(store.datasets.load(dataset_named(store, dataset)), as_json)
            return
        infos = store.datasets.names()
        damages = {info.name: damage for info in infos if (damage := store.datasets.damage(info.name))}
    if as_json:
        say_json([_listed(info, damages.get(info.name, "")) for info in infos])
    elif infos:
        _say_list(infos, damages)
    else:
        say("The workspace holds no data yet; bring some in with: rehearse import WORKSPACE FILE --as events")
    for damage in damages.values():
        complain(damage)
    if damages:
        raise typer.Exit(1)


def _say_list(infos: Sequence[DatasetInfo], damages: Mapping[str, str]) -> None:
    rows = [
        (
            f"{i.name} (damaged)" if i.name in damages else i.name,
            *(number(i.customers), number(i.events), instant(i.first_at), instant(i.last_at)),
        )
        for i in infos
    ]
    say_table(("Dataset", "Customers", "Events", "First event", "Last event"), rows)
    pools = [(i.name, pool, number(count)) for i in infos for pool, count in i.pools.items()]
    if pools:
        say_table(("Dataset", "Voucher pool", "Codes"), pools)


def _listed(info: DatasetInfo, damage: str) -> dict[str, object]:
    return {
        "name": info.name,
        "customers": info.customers,
        "events": info.events,
        "fingerprint": info.fingerprint,
        "pools": info.pools,
        **({"damage": damage} if damage else {}),
    }


def instant(us: int | None) -> str:
    """Microseconds UTC as `2024-05-01 10:00 UTC`; a dash for none."""
    if us is None:
        return NOTHING
    return f"{data_instant(us, seconds=False)} UTC"


def _say_columns(dataset: Dataset, as_json: bool) -> None:
    schema = dataset.schema()
    meant = {column: role for role, column in {**dataset.roles.attributes, **dataset.roles.properties}.items()}
    if as_json:
        say_json(_document(dataset, schema))
        return
    columns = [("attribute", name, column) for name, column in dataset.attributes.items()]
    columns += [("property", name, column) for name, column in dataset.properties.items()]
    rows = [
        (of, name, _type(of, name, column, dataset), meant.get(name, ""), *_filled(column))
        for of, name, column in columns
    ]
    customers = counted(dataset.customer_count, "customer", "customers")
    products = f", {counted(len(dataset.products), 'product', 'products')}" if len(dataset.products) else ""
    say(f"{dataset.name}: {customers}, {counted(dataset.event_count, 'event', 'events')}{products}")
    say_table(("Of", "Column", "Type", "Role", "Filled", "Of rows"), rows)
    events = sorted(schema.events.items(), key=lambda item: (-item[1], item[0]))
    say_table(("Event", "Times"), [(name, number(count)) for name, count in events])
    if dataset.lists:
        say_table(("List", "Customers"), [(name, number(count)) for name, count in _lists(dataset).items()])
    if schema.pools:
        say_table(("Voucher pool", "Codes"), [(name, number(count)) for name, count in schema.pools.items()])


def _lists(dataset: Dataset) -> dict[str, int]:
    """How many customers are on each list."""
    return {name: int(members.sum()) for name, members in dataset.lists.items()}


def _type(of: str, name: str, column: Column, dataset: Dataset) -> str:
    """`number`, or `number (EUR)` where the values are amounts of one currency."""
    roles = dataset.roles
    currency = (roles.attribute_currencies if of == "attribute" else roles.property_currencies).get(name)
    return f"{column.type.value} ({currency})" if currency else column.type.value


def _filled(column: Column) -> tuple[str, str]:
    return number(int(column.filled.sum())), number(len(column))


def _document(dataset: Dataset, schema: Schema) -> dict[str, object]:
    roles = dataset.roles
    return {
        "name": dataset.name,
        "customers": dataset.customer_count,
        "events": dataset.event_count,
        "fingerprint": dataset.fingerprint,
        "attributes": dict(schema.attributes),
        "properties": dict(schema.properties),
        "event_names": dict(schema.events),
        "lists": _lists(dataset),
        "pools": dict(schema.pools),
        "products": len(dataset.products),
        "roles": {
            "attributes": dict(roles.attributes),
            "events": dict(roles.events),
            "properties": dict(roles.properties),
        },
        "currencies": {
            "attributes": dict(roles.attribute_currencies),
            "properties": dict(roles.property_currencies),
        },
    }
