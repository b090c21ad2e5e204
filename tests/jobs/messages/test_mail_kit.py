"""What a workspace keeps for its e-mails."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from app.errors import AppError
from app.jobs.messages.mail_kit import WIDEST, keep_brand, keep_picture, keep_snippet, kept_kit
from app.messages.blocks.design import USUAL_BRAND, Brand
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at


def picture(kind: str, width: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 30), "#d9480f").save(out, kind)
    return out.getvalue()


def test_that_brand_pictures_and_snippets_are_kept(tmp_path: Path) -> None:
    path = workspace_at(tmp_path / "w.rehearse")
    with Workspace.open(path) as workspace:
        assert kept_kit(workspace).brand == USUAL_BRAND
        keep_brand(workspace, Brand(accent="#d9480f", footer="Shop"))
        assert keep_picture(workspace, "Big hat (1)", picture("PNG", 2_400)) == "Big-hat-1"
        assert keep_picture(workspace, "../x", picture("JPEG")) == "x"
        keep_snippet(workspace, "Greeting", "Hello")
        keep_snippet(workspace, "Gone", "Bye")
        keep_snippet(workspace, "Gone", " ")
    with Workspace.open(path, read_only=True) as workspace:
        kit = kept_kit(workspace)
    assert (kit.brand.accent, kit.brand.footer, kit.snippets) == ("#d9480f", "Shop", {"Greeting": "Hello"})
    assert {name: each.media for name, each in kit.pictures.items()} == {"Big-hat-1": "image/png", "x": "image/jpeg"}
    with Image.open(io.BytesIO(kit.pictures["Big-hat-1"].content)) as image:
        assert image.size == (WIDEST, 15)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n", b"GIF89a"])
def test_that_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as workspace:
        with pytest.raises(AppError, match="no picture"):
            keep_picture(workspace, "x", content)
        assert kept_kit(workspace).pictures == {}
