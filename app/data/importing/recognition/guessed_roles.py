"""Which columns, event names and properties have which role: by their names, confirmed by their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.data.columns.arrow import matches, words_of
from app.data.columns.column import ColumnType
from app.data.columns.texts import Texts
from app.data.importing.recognition.columns.types import means_consent
from app.data.vocabulary.headers import plain, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PROPERTY_ROLES, Role

_LOOK = 1000
_FEW = 2
_MOST = 0.5
_SAYS_EMAIL = ("sent", "delivered", "bounce", "bounced", "open", "opens", "opened", "email_sent", "email_delivered")
_OF_EMAILS = {"email_open": ("open", "opens"), "email_click": ("click", "clicks")}
"""What tools call what becomes of their e-mails; elsewhere these words may mean anything, alone even “open”."""
_OF_TOOLS = re.compile(r"^(?:af|in_app|fb_mobile|users_messages)_(?=\w)")
"""What analytics of apps and messages write before the name of an event."""


def attribute_roles(columns: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, str]:
    """Role -> column, by name and confirmed by the values; a consent column must say yes or no throughout."""
    roles = {}
    for name_of_role, role in ATTRIBUTE_ROLES.items():
        named = ranked(columns, role.known, people=not role.agrees_to)
        fitting = [name for name in named if _fits_role(role, columns[name], types[name])]
        if fitting:
            roles[name_of_role] = next((name for name in fitting if len(columns[name].distinct)), fitting[0])
    return roles


def event_roles(names: Iterable[str]) -> dict[str, str]:
    """Role -> event name; of names that differ by case alone the one that stands first."""
    there = list(names)
    roles = {name: found[0] for name, role in EVENT_ROLES.items() if (found := ranked(there, role.known))}
    bare = {_OF_TOOLS.sub("", plain(name)): name for name in reversed(there) if _OF_TOOLS.search(plain(name))}
    for name, role in EVENT_ROLES.items() if bare else ():
        if found := ranked(bare, role.known):
            roles.setdefault(name, bare[found[0]])
    says_email = ranked(there, _SAYS_EMAIL)
    clicked = ranked(there, _OF_EMAILS["email_click"])
    for name, words in _OF_EMAILS.items() if says_email and len({*says_email, *clicked}) >= _FEW else ():
        found = ranked(there, words)
        if found:
            roles.setdefault(name, found[0])
    return roles


def with_new_events(said: Mapping[str, str], known: Collection[str], names: Sequence[str]) -> dict[str, str]:
    """The roles that were said when these names were `known`; a role of a name that came since is guessed."""
    if not known:
        return dict(said)
    held = {role: name for role, name in said.items() if name in names}
    guessed = event_roles([name for name in names if name not in known])
    return {**said, **{role: name for role, name in guessed.items() if role not in held}}


def property_roles(
    types: Mapping[str, ColumnType],
    known: Mapping[str, Role] = PROPERTY_ROLES,
    empty: Collection[str] = (),
    header: Sequence[str] = (),
) -> dict[str, str]:
    """Role -> property, or column of a product; columns that are `empty` only where no other has the name.

    `header` are all names of the file, by which its language is known, where `types` has but some.
    """
    roles = {}
    for name_of_role, role in known.items():
        named = [name for name in ranked(header or types, role.known, ends=True) if name in types]
        fitting = [name for name in named if role.type in (None, types[name])]
        filled = [name for name in fitting if name not in empty]
        if filled or (fitting and name_of_role != "order_id"):
            roles[name_of_role] = (filled or fitting)[0]
    return roles


def unnamed_roles(columns: Mapping[str, Texts], types: Mapping[str, ColumnType]) -> dict[str, str]:
    """In a file without a header: the first decimals are the amount, the first small whole numbers the quantity."""
    numbers = [name for name, type_ in types.items() if type_ is ColumnType.NUMBER]
    decimal = [name for name in numbers if matches(columns[name].distinct, r"\d[.,]\d").mean() > _MOST]
    whole_ = [name for name in numbers if matches(columns[name].distinct, r"^\s*-?\d{1,3}\s*$").all()]
    return {role: names[0] for role, names in (("amount", decimal), ("quantity", whole_)) if names}


def _fits_role(role: Role, texts: Texts, type_: ColumnType) -> bool:
    if role.looks is not None:
        some = words_of(texts.distinct.slice(0, _LOOK))
        return not some or sum(map(role.looks, some)) >= len(some) / 2
    if role.agrees_to and means_consent(texts):
        return True
    return type_ in (role.guessed if role.type is None else (role.type,))
