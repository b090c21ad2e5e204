"""What comes of the templates around a membership and of those for leads, told after their sentences and counted."""

from __future__ import annotations

from collections.abc import Iterator

from tests.guides.outcomes.journey import HOUR, Journey, Outcome, Over, Quiet, Told
from tests.guides.outcomes.people import LAST, WORKDAYS, Person, Place, ends_at, instant, people, rows
from tests.guides.outcomes.shops import NIGHT, at_each


def double_opt_in() -> Outcome:
    """Confirm at once, a reminder after a day, given up after a week."""

    def tell(journey: Journey) -> None:
        journey.send("ask", marketing=False)
        if not journey.does("opt_in_confirmed", days=1):
            journey.send("remind", marketing=False)
            if not journey.does("opt_in_confirmed", days=6):
                raise Over
        journey.mark("listed")

    told = Told(tell, (), "opt_in_confirmed", 7, pause=30)
    return told.over(people("studio"), at_each("signed_up"))


def post_purchase() -> Outcome:
    """Thanks, how to use it after three days, a review a week later; fewer than three stars make a task."""

    def tell(journey: Journey) -> None:
        journey.send("thanks", marketing=False)
        journey.wait(days=3)
        journey.send("how")
        journey.wait(days=7, until=10)
        journey.send("ask")
        if journey.does("reviewed", days=14):
            is_bad = journey.has("reviewed", does=lambda did: float(did.row["rating"]) < 3)
            journey.mark("call" if is_bad else "fans")

    told = Told(tell, ("refunded",), "reviewed", 28, quiet=NIGHT, most=3)
    return told.over(people("studio"), at_each("purchase"))


def replenishment() -> Outcome:
    """Five days before what was bought runs out, else after 25 days; a last call where nothing was ordered."""

    def tell(journey: Journey) -> None:
        runs_out = journey.person.row["next_order_on"]
        if runs_out:
            at = journey.person.on(runs_out, hour=10, days=-5)
            if at < journey.at:
                raise Over
            journey.go(at)
        else:
            journey.wait(days=25, until=10)
        journey.send("remind")
        if not journey.does("purchase", days=5):
            journey.send("again")

    told = Told(tell, (), "purchase", 45, "amount", quiet=NIGHT, again="restart", most=3)
    return told.over(people("studio"), at_each("purchase"))


def back_in_stock() -> Outcome:
    """At once that it is there, or costs less; a day later that few are left. Each product is a journey of its own."""

    def tell(journey: Journey) -> None:
        journey.send("back" if journey.entry.event == "back_in_stock" else "drop")
        journey.wait(days=1)
        journey.send("few", "sms")

    quiet = Quiet(21, 8, ("sms",))
    told = Told(tell, ("purchase",), "purchase", 3, "amount", "product", quiet, pause=1, most=3)
    wishes = ("back_in_stock", "price_dropped")
    return told.over(people("studio"), lambda person: [each.entry for each in person.those(*wishes)])


def trial_to_paid() -> Outcome:
    """On day 1, 3 and 7 of a trial by use, and three days before it ends."""

    def tell(journey: Journey) -> None:
        journey.wait(days=1, until=10)
        journey.send("start")
        journey.wait(days=2)
        journey.send("more" if journey.has("class_attended", least=3) else "help")
        journey.wait(days=4)
        journey.send("story")
        ends = journey.person.row["trial_end"]
        if not ends or journey.person.on(ends, hour=10, days=-3) < journey.at:
            raise Over
        journey.go(journey.person.on(ends, hour=10, days=-3))
        journey.send("ends")

    told = Told(tell, ("subscribed",), "subscribed", 30, quiet=NIGHT, again="never")
    return told.over(people("studio"), at_each("trial_started"))


def appointment_reminder() -> Outcome:
    """A confirmation, a reminder the day before where it is not within a day, and one two hours before."""

    def tell(journey: Journey) -> None:
        journey.send("confirm", marketing=False)
        at = instant(journey.person.row["appointment_at"])
        if not journey.at < at <= journey.person.later(journey.at, days=1):
            before = journey.person.later(at, days=-1)
            if before < journey.at:
                raise Over
            journey.go(before)
            journey.send("day", marketing=False)
        if at - 2 * HOUR < journey.at:
            raise Over
        journey.go(at - 2 * HOUR)
        journey.send("text", "sms", marketing=False)

    told = Told(tell, ("appointment_cancelled",), "appointment_kept", again="restart")
    return told.over(people("studio"), at_each("appointment_booked"))


def birthday() -> Outcome:
    """Three days before a birthday a code as long as there are any, else congratulations; a reminder on the day."""
    begins = {person.id: _birthday(person) for person in people("studio")}
    claims = sorted((at, who) for who, found in begins.items() for at, _ in found)
    granted = set(claims[: len(rows("studio", "codes"))])

    def tell(journey: Journey) -> None:
        if (journey.at, journey.person.id) not in granted:
            journey.send("plain")
            return
        journey.mark("code")
        journey.send("gift")
        journey.wait(days=3, until=9)
        if journey.has("purchase"):
            raise Over
        journey.send("today")

    told = Told(tell, (), "purchase", 14, "amount", quiet=NIGHT, pause=300)
    return told.over(people("studio"), lambda person: begins[person.id])


def _birthday(person: Person) -> list[Place]:
    """Nine o'clock three days before it, where that is within what was recorded; the 29th falls on the 28th."""
    born = person.row["birthday"]
    if not born:
        return []
    begin, end = ends_at("studio")
    at = person.on(f"2025-{born[5:]}".replace("02-29", "02-28"), hour=9, days=-3)
    return [(at, LAST)] if begin <= at <= end else []


def lead_nurture() -> Outcome:
    """Five e-mails four days apart after a form; at 80 points they end, and sales get a task."""

    def tell(journey: Journey) -> None:
        if journey.begin == _qualified(journey.person):
            journey.mark("qualified")
            journey.mark("sales")
            return
        journey.send("guide", marketing=False)
        for node in ("why", "case", "compare", "talk"):
            journey.wait(days=4, until=9, weekdays=WORKDAYS)
            journey.send(node)

    def begins(person: Person) -> list[Place]:
        forms, qualified = [each.entry for each in person.those("form_submitted")], _qualified(person)
        return sorted([*forms, qualified] if qualified else forms)

    told = Told(tell, quiet=NIGHT, again="restart")
    return told.over(people("b2b"), begins)


def _qualified(person: Person) -> Place | None:
    """The moment of the 80th point."""
    points = 0
    for each in person.those("email_open", "email_click"):
        points += 10 if each.event == "email_open" else 20
        if points >= 80:
            return each.entry
    return None


def sunset() -> Outcome:
    """On the first of a month, who was written to and has opened nothing for 90 days: three last e-mails, then none."""
    given_up: set[str] = set()

    def tell(journey: Journey) -> None:
        for node in ("still", "best", "last"):
            journey.send(node)
            journey.wait(days=7)
        journey.mark("off")
        given_up.add(journey.person.id)

    def begins(person: Person) -> Iterator[Place]:
        for month in range(4, 10):
            at = person.on(f"2025-{month:02}-01", hour=10)
            seen = person.had((at, LAST), 90, lambda did: did.event in _OF_MAIL)
            is_silent = all(each.event == "email_sent" for each in seen) and len(seen) >= 3
            if is_silent and person.id not in given_up:
                yield (at, LAST)

    told = Told(tell, ("email_open", "email_click"), "email_click", 30, quiet=NIGHT, pause=90)
    return told.over(people("b2b"), begins)


_OF_MAIL = ("email_sent", "email_open", "email_click")
SERVICES = {
    "double_opt_in": double_opt_in,
    "post_purchase": post_purchase,
    "replenishment": replenishment,
    "back_in_stock": back_in_stock,
    "trial_to_paid": trial_to_paid,
    "appointment_reminder": appointment_reminder,
    "birthday": birthday,
    "lead_nurture": lead_nurture,
    "sunset": sunset,
}
