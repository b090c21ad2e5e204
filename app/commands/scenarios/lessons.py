"""`rehearse lesson`: which lessons there are, one made of a scenario or passed on, and a class checked by one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import scenario_named
from app.commands.output.terminal import complain, progress_bar, say, say_table
from app.files.reading import read_document
from app.files.writing import write_whole
from app.guides.lessons.lesson import all_lessons, lesson_of, unreadable_lessons
from app.guides.lessons.making import make_lesson, properties
from app.guides.lessons.passing_on import dump_lesson, receive_lesson
from app.jobs.guides.grading import cells, grades, grades_csv, headings, workspaces_in
from app.numbers import counted

app = typer.Typer(
    help="List lessons, make one of a scenario, pass it on, and check the workspaces of a class.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
_SHOWN = 3
"""Columns that a terminal has room for; the file has a column for each check."""


@app.command("list")
def list_lessons() -> None:
    """List the lessons, those of one's own last."""
    rows = [(lesson.id, lesson.title, f"{lesson.minutes} min", lesson.dataset) for lesson in all_lessons()]
    say_table(("Name", "Title", "Takes", "Dataset"), rows)
    for words in unreadable_lessons().values():
        complain(words)


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="Name of the lesson, or its folder.")],
    files: Annotated[list[Path], typer.Argument(help="Workspaces of students, or folders of them.")],
    out: Annotated[Path | None, typer.Option(help="CSV file with a row for each workspace.")] = None,
) -> None:
    """Say for each student's workspace which checks of a lesson hold; nothing is written into any."""
    lesson = lesson_of(name)
    paths = [path for file in files for path in (workspaces_in(file) if file.is_dir() else [file])]
    with progress_bar() as progress:
        made = grades(lesson, paths, progress)
    say_table(headings(lesson)[:_SHOWN], [cells(grade, lesson)[:_SHOWN] for grade in made if not grade.problem])
    for grade in made:
        if grade.problem:
            complain(f"{grade.file}: {grade.problem}")
    if out is not None:
        write_whole(out, grades_csv(made, lesson))
        say(f"Written to {out}: {counted(len(made), 'workspace', 'workspaces')}.")


@app.command("make")
def make(
    scenario: Annotated[str, typer.Argument(help="The model: a scenario file (.json).")],
    title: Annotated[str, typer.Argument(help="What the lesson is called.")],
    dataset: Annotated[str, typer.Option(help="The dataset that it is worked on over.")] = "",
    choose: Annotated[list[int] | None, typer.Option(help="Number of a property to check; repeatable.")] = None,
) -> None:
    """Make a lesson of a scenario; without numbers, list which of its properties can be checked."""
    model = scenario_named(None, scenario)
    offered = properties(model)
    if not choose:
        say_table(("Number", "What would be checked"), [(str(at), each.words) for at, each in enumerate(offered, 1)])
        return
    numbers = [number for number in dict.fromkeys(choose) if 1 <= number <= len(offered)]
    lesson = make_lesson(model, title, [offered[number - 1] for number in numbers], dataset)
    say(f"“{lesson.title}” stands among the lessons of Learn. Its texts can be edited in {lesson.folder}.")


@app.command("export")
def export(
    name: Annotated[str, typer.Argument(help="Name of the lesson, or its folder.")],
    out: Annotated[Path, typer.Option(help="The file (.json) that a class is given.")],
) -> None:
    """Write a lesson as one file, without the model that solves it."""
    write_whole(out, dump_lesson(lesson_of(name)))
    say(f"Wrote {out}.")


@app.command("import")
def take(file: Annotated[Path, typer.Argument(help="The file of a lesson.")]) -> None:
    """Keep the lesson of a file among one's own."""
    lesson = receive_lesson(read_document(file), file.name)
    say(f"“{lesson.title}” stands among the lessons of Learn.")
