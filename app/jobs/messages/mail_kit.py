"""What a workspace has for its e-mails: a brand, pictures and snippets."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, UnidentifiedImageError

from app.errors import AppError
from app.messages.blocks.design import USUAL_BRAND, Brand
from app.messages.rendering.budget import Customs
from app.messages.saving import Picture
from app.scenario.reading import dump_document, read_document
from app.workspace.settings.settings import Json
from app.workspace.sqlite.documents import damaged
from app.workspace.store import Workspace

_KEY = "mail_kit"
_PICTURE = "mail_picture:"
WIDEST = 1_200
LARGEST = 20_000_000
"""Pixels of a picture that is taken in; more would take memory that nobody expects."""

_MOST_PICTURES = 200
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class MailKit:
    """Pictures and snippets by name."""

    brand: Brand = USUAL_BRAND
    pictures: dict[str, Picture] = field(default_factory=dict)
    snippets: dict[str, str] = field(default_factory=dict)


def kept_kit(workspace: Workspace) -> MailKit:
    """What is kept; AppError where what is stored is none of it."""
    stored = _checked(workspace.settings.get(_KEY, {}))
    brand = _brand(stored)
    snippets, names = stored.get("snippets", {}), stored.get("pictures", [])
    if not isinstance(snippets, dict) or not isinstance(names, list):
        raise damaged("What e-mails have in common")
    pictures = {str(name): _picture(workspace, str(name)) for name in names}
    return MailKit(brand, pictures, {str(name): str(text) for name, text in snippets.items()})


def message_customs(workspace: Workspace) -> Customs:
    """Messages write numbers and dates in the language of the brand; AppError where what is stored is none."""
    return Customs(_brand(_checked(workspace.settings.get(_KEY, {}))).language)


def keep_brand(workspace: Workspace, brand: Brand) -> None:
    """Keep the brand in place of any before."""
    workspace.settings.change(_KEY, lambda stored: {**_checked(stored), "brand": dump_document(brand)}, {})


def keep_snippet(workspace: Workspace, name: str, text: str) -> None:
    """Keep a text under a name, in place of any before; an empty one is forgotten."""

    def change(stored: Json) -> Json:
        now = _checked(stored)
        before = now.get("snippets", {})
        others = {key: each for key, each in before.items() if key != name} if isinstance(before, dict) else {}
        return {**now, "snippets": {**others, name: text} if text.strip() else others}

    workspace.settings.change(_KEY, change, {})


def keep_picture(workspace: Workspace, name: str, content: bytes) -> str:
    """Keep a picture, drawn anew and at most 1,200 pixels wide; the name it has from now on is given back."""
    stem = (
        "-".join("".join(letter if letter.isalnum() else " " for letter in name).split())[:_LONGEST_NAME] or "picture"
    )
    picture = drawn_anew(content)
    document: dict[str, Any] = {"media": picture.media, "content": base64.b64encode(picture.content).decode("ascii")}

    def change(stored: Json) -> Json:
        now = _checked(stored)
        names = now.get("pictures", [])
        kept = [each for each in names if each != stem] if isinstance(names, list) else []
        if len(kept) >= _MOST_PICTURES:
            raise AppError(f"A workspace keeps at most {_MOST_PICTURES} pictures for its e-mails. Nothing was changed.")
        return {**now, "pictures": [*kept, stem]}

    workspace.settings.put(f"{_PICTURE}{stem}", document)
    workspace.settings.change(_KEY, change, {})
    return stem


def drawn_anew(content: bytes) -> Picture:
    """The picture without anything that is not its pixels; AppError for what is no picture of a kind mails show."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF")) as read:
            if read.width * read.height > LARGEST:
                raise AppError("The picture has too many pixels for an e-mail. Nothing was changed.")
            is_photo = read.format == "JPEG"
            image = read.convert("RGB" if is_photo else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise AppError("This is no picture (PNG, JPEG or GIF). Nothing was changed.") from error
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, image.height * WIDEST // image.width)))
    out = io.BytesIO()
    image.save(out, "JPEG" if is_photo else "PNG", **({"quality": 85} if is_photo else {"optimize": True}))
    return Picture("image/jpeg" if is_photo else "image/png", out.getvalue())


def _picture(workspace: Workspace, name: str) -> Picture:
    match workspace.settings.get(f"{_PICTURE}{name}"):
        case {"media": str(media), "content": str(content)}:
            return Picture(media, base64.b64decode(content))
    raise damaged(f"The picture {name!a}")


def _brand(stored: dict[str, Json]) -> Brand:
    brand, problems = read_document(Brand, stored.get("brand", {}))
    if brand is None or problems:
        raise damaged("What e-mails have in common")
    return brand


def _checked(stored: Json) -> dict[str, Json]:
    if not isinstance(stored, dict):
        raise damaged("What e-mails have in common")
    return stored
