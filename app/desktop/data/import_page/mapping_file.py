"""What the import page says of files, kept as a mapping file for the command line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.data.importing.plan import ImportPlan
from app.desktop.data.import_page.page import ImportPage
from app.desktop.shell.dialogs import ask_save
from app.desktop.shell.failures import say_error
from app.errors import AppError
from app.files.writing import write_whole

_KINDS = "Mapping (*.json)"


def save_mapping(window: QWidget, plan: ImportPlan | None, page: ImportPage) -> None:
    """Ask where to, and write all that is said on the page of the files and of what they become."""
    if plan is None:
        return
    target = page.target
    document = plan.said_again(target.dataset).model_copy(update={"timezone": target.timezone})

    def write(path: Path) -> None:
        try:
            write_whole(path, document.model_dump_json(by_alias=True, exclude_defaults=True, indent=2))
        except AppError as error:
            say_error(window, error)
        else:
            page.say(f"Kept in {path.name}: the command line reads such files in the same way with it.")

    ask_save(window, "Save the mapping", _KINDS, plan.files[0].path.with_name(f"{target.dataset} mapping.json"), write)
