"""The node that recommends, by the plain recommender, over what everybody did and what the customer has so far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.reference import clock
from tests.reference.play import Play
from tests.reference.recommending import Bought, Product, Shop, Wanted, recommend_after
from tests.reference.state import Event, Token, World

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recommend_at(play: Play, token: Token) -> list[Token]:
    """Rows of what is chosen, the first one's id in the profile, and on."""
    params, world = token.params, play.world
    name = params.get("event") or _bought(world)
    events = [e for e in play.person.history if e.name == name and e.message is None and not e.modelled]
    own = [product for event in events if (product := _product(event, world))]
    chosen = recommend_after(_shop(world, name), own, _moment(play.now), _wanted(token))
    for row in chosen:
        cells = (row.rank, row.product, row.basis, row.anchor, row.support, row.of, row.cover, row.score)
        play.write_visit("recommendations", token, play.now, *cells)
    if chosen:
        play.person.profile[params.get("into", "recommended")] = chosen[0].product
    return play.leave(token, "out" if chosen else "nothing_fits")


def _wanted(token: Token) -> Wanted:
    params = dict(token.params)
    span = clock.span(params.pop("within", "P60D"))
    years, months = divmod(span.months, 12)
    within = timedelta(days=years * 365 + months * 30 + span.days, microseconds=span.us)
    overstock = float(params.pop("overstock", 0))
    rest = {name: value for name, value in params.items() if name not in ("event", "into")}
    return Wanted(within=within, overstock=overstock, **rest)


def _shop(world: World, name: str) -> Shop:
    products = {id_: Product(row.get("category", ""), row.get("stock")) for id_, row in world.products.items()}
    return Shop(_of(world, name), products, _of(world, _bought(world)))


def _of(world: World, name: str) -> list[Bought]:
    order, quantity = (world.roles["properties"].get(role, "") for role in ("order_id", "quantity"))
    return [
        Bought(
            customer,
            _moment(event.at),
            product,
            str(event.properties.get(order) or ""),
            1.0 if event.properties.get(quantity) is None else event.properties[quantity],
        )
        for customer, events in world.recorded_events.items()
        for event in events
        if event.name == name and (product := _product(event, world))
    ]


def _product(event: Event, world: World) -> str | None:
    found = event.properties.get(world.roles["properties"].get("product", ""))
    return None if found is None else str(found)


def _bought(world: World) -> str:
    return world.roles["events"].get("order_line") or world.roles["events"].get("purchase") or ""


def _moment(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)
