"""No message, and no page of the documentation, advises what does not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import typer

from app.cli import COMMANDS, app

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
PAGES = ("README.md", "SECURITY.md", "docs/data.md", "docs/reliability.md", "docs/reports.md", "docs/runtime.md")
RECOGNITION = APP / "data" / "importing" / "recognition"
AFTER_THE_VERB = {"a", "the", "it", "its", "over"}  # of sentences in which somebody rehearses something
OF_THE_SYSTEM = {"Open with"}
OF_SCENARIOS = {"Abandoned cart", "Welcome"}
OF_OTHERS = {"--help", "--version", "--install-completion", "--show-completion"}
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
COMMAND = re.compile(r"\brehearse ([a-z][a-z-]*)(?: ([a-z]+))?")


@cache
def _texts(path: Path) -> tuple[str, ...]:
    """Every text of a module that is not a docstring; of one with values in it, the words around them."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    whole = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    told |= {id(part) for node in whole for part in node.values}
    made = ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in n.values) for n in whole]
    alone = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in told)
    return (*made, *(node.value for node in alone if isinstance(node.value, str)))


def _messages(*signs: str) -> Iterator[tuple[Path, str]]:
    """Every text of several words; of modules that have one of the signs anywhere, if some are given."""
    for path in sorted(APP.rglob("*.py")):
        if not signs or any(sign in path.read_text(encoding="utf-8") for sign in signs):
            yield from ((path, text) for text in _texts(path) if " " in text)


@cache
def _commands() -> dict[str, Any]:
    """Every command and subcommand by its words, as it is once it has been loaded."""
    group: Any = typer.main.get_command(app)
    context = typer.Context(group)
    found: dict[str, Any] = {}
    for name in COMMANDS:
        _, command, _ = group.resolve_command(context, [name])
        found[name] = command
        found |= {f"{name} {sub}": each for sub, each in getattr(command, "commands", {}).items()}
    return found


def _options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def _where_it_may_stand(text: str, path: Path | None) -> list[Any]:
    """The commands of which a message names options: those it names, else those of its module, else all."""
    named = [_commands()[" ".join(filter(None, words))] for words in COMMAND.findall(text) if _is_command(words)]
    named += [_commands()[first] for first, _ in COMMAND.findall(text) if first in _commands()]
    if named or path is None:
        return named or [*_commands().values()]
    module = path.relative_to(APP / "commands").with_suffix("").name if (APP / "commands") in path.parents else ""
    own = [_commands()[name] for name, (place, _) in COMMANDS.items() if place.startswith(f"{module}:")]
    own += [each for name, each in _commands().items() if " " in name and _commands()[name.split()[0]] in own]
    return own or [*_commands().values()]


def _is_command(words: tuple[str, str]) -> bool:
    return all(words) and " ".join(words) in _commands()


def _missing_options(text: str, path: Path | None) -> set[str]:
    named = set(OPTION.findall(text)) - OF_OTHERS
    if not named:
        return named
    return named - set(chain.from_iterable(map(_options, _where_it_may_stand(text, path))))


def test_that_every_command_that_a_message_names_is_there() -> None:
    named = {found.group(1) for _, text in _messages("rehearse") for found in COMMAND.finditer(text)}
    assert "rescue" in named
    assert named - AFTER_THE_VERB - COMMANDS.keys() == set()


def test_that_every_option_that_a_message_names_is_one_of_its_command() -> None:
    assert _missing_options("rehearse copy W --people none --nothing", None) == {"--nothing"}
    texts = _messages("--")
    wrong = [(path.name, text, missing) for path, text in texts if (missing := _missing_options(text, path))]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_that_every_command_and_option_of_the_documentation_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [*re.findall(r"`(rehearse [^`]*)`", text), *_of_the_listing(text)]
    named = {found.group(1) for line in lines for found in COMMAND.finditer(line)}
    assert named - COMMANDS.keys() == set()
    assert [(line, missing) for line in lines if (missing := _missing_options(line, None))] == []


def _of_the_listing(text: str) -> Iterator[str]:
    """The lines of a listing of commands, each with those that go on with it."""
    for block in re.findall(r"```\n(rehearse .*?)```", text, re.DOTALL):
        yield from re.split(r"\n(?=rehearse )", block)


@cache
def _in_the_window() -> frozenset[str]:
    """Every text that the window has, without the marks of shortcuts."""
    rooms = (APP / "desktop", APP / "canvas", APP / "ui", APP / "nodes")
    return frozenset(text.replace("&", "") for room in rooms for path in room.rglob("*.py") for text in _texts(path))


BY_COMMANDS = ("commands", "bench", "cli.py", "jobs/desktop_entry.py")
AT_HAND = ("menu File", "How the file writes", "where the window refuses", "the tab “Merges”")
"""What a message names that tells of commands and is said in the window too."""


def _of_commands_alone(path: Path) -> set[str]:
    """The texts of a module that only who works by commands is told, and the parts of those with values in them.

    Also what has a name and is put into such a text, or into one that names what the window has for it.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "command"]
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    given += [node for node in whole if any(each in _written(node) for each in AT_HAND)]
    names = {part.id for value in given for part in ast.walk(value) if isinstance(part, ast.Name)}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    given += [
        node.value for node in assigned if names & {part.id for part in node.targets if isinstance(part, ast.Name)}
    ]
    parts = [part for value in given for part in ast.walk(value)]
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def _written(text: ast.JoinedStr) -> str:
    return "{}".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))


def _is_of_a_command(text: str) -> bool:
    return bool(OPTION.search(text)) or any(found.group(1) in COMMANDS for found in COMMAND.finditer(text))


def test_that_a_message_of_the_window_names_what_the_window_offers() -> None:
    """A command or an option is named to who works by commands alone, or beside what the window has for it."""
    wrong = []
    for path, text in _messages():
        if path.relative_to(APP).as_posix().startswith(BY_COMMANDS) or not _is_of_a_command(text):
            continue
        if text not in _of_commands_alone(path) and not any(each in text for each in AT_HAND):
            wrong.append((path.name, text))
    assert wrong == []


def test_that_what_a_message_finds_under_a_columns_head_is_there() -> None:
    page = " ".join(_texts(APP / "desktop" / "data" / "import_page" / "column_menu.py"))
    asking = "".join(
        (RECOGNITION / name).read_text(encoding="utf-8")
        for name in ("times/instant_columns.py", "customers/no_customer.py")
    )
    named = set(re.findall(r'"((?:Who|Which|When)\b[^"]*)"', asking))
    named |= set(re.findall(r'"(Which: [^"]*)"', (RECOGNITION / "looking.py").read_text(encoding="utf-8")))
    assert {"Who: names the customer", "When it happened", "Which: names the product"} <= named
    assert [entry for entry in named if entry not in page] == []


def _menus() -> set[str]:
    content = (APP / "desktop" / "workbench" / "menus" / "menu_content.py").read_text(encoding="utf-8")
    return {name.replace("&", "") for name in re.findall(r'\.menu\("([^"]+)"', content)}


def test_that_what_a_message_finds_in_a_menu_is_there() -> None:
    assert {"File", "Edit", "View", "Run", "Help"} <= _menus()
    named = {found for _, text in _messages() for found in re.findall(r"\bmenu ([A-Z]\w+)", text)}
    assert {"File", "Run"} <= named <= _menus()
    entries = {found for _, text in _messages() for found in re.findall(r"([A-Z][a-z ]+…) in (?:its|the) menu", text)}
    assert {"Restore a backup…", "Save scenario as file…"} <= entries <= _in_the_window()


QUALITY = APP / "data" / "quality"
"""Its words of what mends a finding are the buttons of the window themselves."""


def test_that_whatever_a_message_names_that_asks_further_is_there() -> None:
    """Buttons and entries that end in three dots, wherever a message names them."""
    advice = re.compile(r"[A-Z][a-z]+(?: [a-z]+)*…")
    told = (text for path, text in _messages() if QUALITY not in path.parents)
    named = {found for text in told for found in advice.findall(text)}
    assert {"Restore a backup…", "Save what can be read…"} <= named <= _in_the_window()


@pytest.mark.parametrize("page", ["README.md", "SECURITY.md", "docs/reliability.md"])
def test_that_what_the_documentation_says_to_press_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    slanted = {" ".join(found.split()) for found in re.findall(r"(?<![*\w])\*([A-Z][^*→]*?)\*(?![*\w])", text)}
    assert slanted - OF_SCENARIOS - _in_the_window() == set()


def test_that_every_button_that_a_message_says_to_press_is_there() -> None:
    named = {found for _, text in _messages() for found in re.findall(r"\b[Pp]ress ([A-Z]\w+)", text)}
    assert "Import" in named
    assert [name for name in sorted(named) if not any(each.startswith(name) for each in _in_the_window())] == []


def test_that_every_heading_that_a_message_quotes_is_there() -> None:
    advice = re.compile(r"\b(?:under|in|by|press|choose) (?:\w+'s own )?“([A-Z][\w ]+)”")
    named = {found for _, text in _messages() for found in advice.findall(text)}
    assert "How the file writes" in named
    assert named - OF_THE_SYSTEM - _in_the_window() == set()


@pytest.mark.parametrize("page", [*PAGES, "docs/design.md"])
def test_that_every_entry_of_a_menu_that_the_documentation_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for menu, entry in re.findall(r"\*(\w+) → ([^*]+)\*", text):
        assert menu in _menus()
        assert entry in _in_the_window()
