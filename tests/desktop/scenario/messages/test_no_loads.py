"""Previews of hostile messages ask the system for nothing, as strace sees it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here"),
]
_SCRIPT = '''
import os
from PySide6.QtWidgets import QApplication
from app.desktop.scenario.messages.mail_view import MailView
from app.desktop.scenario.messages.message_view import MessageView
from app.messages.context.recipients import Recipient
from app.messages.filling import FilledMessage
from app.messages.mail_html import finished, plain_text
from app.nodes.catalogue import KINDS
from app.scenario.files import make_params
from app.scenario.graph import Node

HOSTILE = """<head><link rel=stylesheet href="file:///etc/hostname"><style>@import url(file:///etc/hostname);
p { background: url(https://x.example/a.png); color: #123 }</style></head><p style="background:url(file:///etc/hostname)">x</p>
<img src="file:///etc/hostname"><img src="https://x.example/a.png"><img src="/etc/hostname"><img src="image:logo">
<img src="data:image/png;base64,AAAA"><iframe src="file:///etc/hostname"></iframe><object data="/etc/hostname"></object>
<table background="file:///etc/hostname"><tr><td>x</td></tr></table><video src="/etc/hostname"></video>"""
application = QApplication([])
view = MailView()
view.resize(700, 500)
view.show()

def draw(html):
    for is_phone in (False, True):
        view.show_mail(finished(html), {})
        view.show_as(is_phone=is_phone, is_dark=is_phone)
        application.processEvents()
        view.grab()
    plain_text(finished(html))

whole = MessageView()
whole.resize(700, 500)
whole.show()

def tell(said):
    for kind in ("sms", "push", "email"):
        node = Node("n", kind, "n", (0, 0), make_params(KINDS[kind], KINDS[kind].defaults()))
        texts = dict.fromkeys(KINDS[kind].templates, said)
        whole.show_message(node, FilledMessage(Recipient("a", 0, "n"), texts, address=said, failure=said), {})
        application.processEvents()
        whole.grab()

draw("<style>p { color: #123 }</style><p>x</p><img src='image:logo'><table><tr><td>x</td></tr></table>")
tell("x ’")
os.access("/rehearse-begin", os.F_OK)
draw(HOSTILE)
tell(HOSTILE)
os.access("/rehearse-end", os.F_OK)
os._exit(0)
'''


def test_that_hostile_messages_of_each_channel_open_no_file_and_no_socket(tmp_path: Path) -> None:
    calls = tmp_path / "calls.txt"
    traced = "open,openat,openat2,stat,lstat,newfstatat,access,faccessat,faccessat2,socket,connect,execve,readlink"
    command = ["strace", "-f", "-qq", "-e", f"trace={traced}", "-o", str(calls), sys.executable, "-c", _SCRIPT]
    homes = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).parents[4]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **homes, "PYTHONPATH": str(root)}, timeout=300)
    assert done.returncode == 0
    text = calls.read_text(encoding="utf-8", errors="replace")
    assert "/rehearse-end" in text
    between = text.partition("/rehearse-begin")[2].partition("/rehearse-end")[0].splitlines()[1:-1]
    assert [line for line in between if not re.search(r"fonts?/|fontconfig", line)] == []
