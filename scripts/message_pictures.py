"""Pictures of an e-mail made of blocks and of its preview on a phone in the dark, light and dark, for docs/messages.md.

python -m scripts.message_pictures [OUT]
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QDialog, QPushButton

from app.data.samples import load_sample
from app.desktop.scenario.messages.preview import MessagePreview
from app.desktop.shell.side_bar import PlaceName
from app.jobs.messages.mail_kit import kept_kit
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import ButtonBlock, FooterBlock, ItemsBlock, TextBlock
from app.progress import silent
from app.scenario.edits import SetParams
from app.scenario.files import parse_scenario
from app.scenario.graph import NodeId
from app.workspace.store import Workspace
from scripts.own_window import ROOT, OwnWindow, main

SIZE = (1280, 800)
SOLUTION = ROOT / "tests" / "guides" / "lessons" / "solutions" / "abandoned_cart.json"
BLOCKS = (
    TextBlock(text='# Hello {{ customer.first_name | default("there") }}\n\nyour cart is still here:'),
    ItemsBlock(),
    ButtonBlock(button="Back to the cart", link="https://shop.invalid/cart"),
    FooterBlock(footer="Your shop, 1 High Street"),
)


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    path = home / "shop.rehearse"
    read = json.loads(SOLUTION.read_text(encoding="utf-8"))
    scenario = parse_scenario(json.dumps(read["scenario"]), "abandoned_cart")
    mail = next(node for node in scenario.nodes if node.type == "email")
    with Workspace.create(path) as workspace:
        workspace.datasets.save(load_sample("store", silent))
        params = mail.params.model_copy(update={"body": body_of(BLOCKS, kept_kit(workspace).brand)})
        workspace.scenarios.save(SetParams(mail.id, params).apply(scenario)[0])
    own = OwnWindow(home, path, SIZE)
    place = own.bench.scenario
    own.window.show_place(PlaceName.SCENARIO)
    own.until(lambda: place.area is not None)
    place.runner.run()
    own.until(lambda: place.editor.session is not None and place.editor.session.summary is not None)
    _take_one(own, mail.id, "nodeEditMail", out, "message-editor")
    _take_one(own, mail.id, "nodePreview", out, "message-preview")
    own.leave()


def _take_one(own: OwnWindow, mail: NodeId, opener: str, out: Path, name: str) -> None:
    session = own.bench.scenario.editor.session
    assert session is not None
    session.select([mail])
    own.until()
    own.window.findChildren(QPushButton, opener)[-1].click()
    own.until(lambda: any(each.is_filled for each in own.window.findChildren(MessagePreview)))
    preview = own.window.findChildren(MessagePreview)[-1]
    dialog = preview.window()
    assert isinstance(dialog, QDialog)
    if name == "message-preview":
        for button in ("preview_phone", "preview_dark"):
            preview.findChildren(QPushButton, button)[-1].click()
    own.save(out, name, of=dialog)
    dialog.reject()
    own.until(lambda: not own.window.findChildren(MessagePreview))


if __name__ == "__main__":
    main(take)
