"""task: leaves a to-do for somebody, like a call by sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.errors import Problem
from app.nodes.document import Document
from app.nodes.durations import DurationField
from app.nodes.instructions import CreateTask
from app.nodes.kind import Control, Family, Field, Kind, Surroundings
from app.nodes.problems import problem


class TaskParams(Document):
    """What there is to do, whose it is, and how soon it is due."""

    title: str
    assignee: str | None = None
    due: DurationField | None = None


class Task(Kind[TaskParams]):
    """A row in the run's tables; nothing waits for it."""

    type = "task"
    title = "Task"
    family = Family.STATE
    icon = "clipboard-check-outline"
    summary = "Leaves a to-do for sales or support in the run's tables."
    synonyms = ("to-do", "todo", "call", "sales", "crm", "reminder", "assign")
    params = TaskParams

    def describe(self, params: TaskParams) -> str:
        whose = f" for {params.assignee}" if params.assignee else ""
        due = f", due in {params.due.in_words()}" if params.due else ""
        return f"{params.title.strip() or 'Say what to do'}{whose}{due}"

    def compile(self, params: TaskParams) -> CreateTask:
        return CreateTask(params.title, params.assignee or "", params.due)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("title", "What to do", Control.TEXT, "Like: Call and offer help."),
            Field("assignee", "For", Control.TEXT, "A person or a team.", optional=True),
            Field("due", "Due in", Control.DURATION, "Counted from the moment the task is made.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"title": ""}

    def check(self, params: TaskParams, around: Surroundings) -> Iterable[Problem]:
        if not params.title.strip():
            yield problem("missing-title", "Say what there is to do", "title")
        if params.due is not None and params.due.is_negative:
            yield problem("negative-duration", "A task cannot be due before it is made", "due")
