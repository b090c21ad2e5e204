"""What a preview shows, and nothing else: cleaned HTML, texts, samples, files."""

from __future__ import annotations

import email
import mailbox
import re
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest

from app.jobs.messages.message_previews import material_of, save_message
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, FooterBlock, TextBlock
from app.messages.context.recipients import Recipient
from app.messages.filling import FilledMessage, fill
from app.messages.mail_html import finished, guarded, is_html, page_ground, plain_text, shown
from app.messages.saving import Picture, as_eml, as_mailbox, as_page
from app.messages.short_texts import sms_pieces, sms_words
from app.nodes.sms_segments import sms_segments
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import scenario

ANNA = Recipient("anna", 1_714_557_600_000_000, "mail", 1, 2)
HARMFUL = ("script", "onerror", "onload", "file:", "url(", "iframe", "<link", "srcset", "background=")
PIXEL = Picture("image/png", b"\x89PNG")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='file:///etc/passwd'></iframe>",
        "<object data='file:///etc/passwd'></object>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<style>@import url(file:///etc/passwd);</style>",
        "<p style=\"background:url('file:///etc/passwd')\">x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src='file:///etc/passwd'>",
        "<img src='\\\\host\\share'>",
        "<form action='https://x'><input></form>",
        "<svg onload=alert(1)>",
        "<!--[if mso | IE]><script>alert(1)</script><![endif]-->",
        "<base href='https://x'>",
        "<meta http-equiv=refresh content='0;url=https://x'>",
        "<body background='https://x/y.png'>",
        "<img src='image:x' srcset='https://x/y.png'>",
    ],
)
def test_that_a_preview_keeps_nothing_that_runs_or_reads_a_file(html: str) -> None:
    for has_columns in (True, False):
        cleaned = shown(f"<p>Hello</p>{html}", has_columns=has_columns).lower()
        assert not [
            word
            for word in ("script", "onerror", "onload", "file:", "url(", "iframe", "<link", "srcset")
            if word in cleaned
        ]
        assert "<p>hello</p>" in cleaned


def test_that_a_page_for_a_browser_is_told_to_load_nothing_before_anything_else() -> None:
    page = guarded("<!doctype html><html><head><script src='https://x'></script></head></html>", {})
    assert page.startswith('<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"')
    assert "default-src 'none'" in page.split("<html>")[0]


def test_that_columns_stand_beside_each_other_on_a_desk_and_not_on_a_phone() -> None:
    html = "<!--[if mso | IE]><table><tr><td><![endif]--><div>A</div><!--[if mso | IE]></td></tr></table><![endif]-->"
    assert "<td>" in shown(html, has_columns=True)
    assert "<td>" not in shown(html, has_columns=False)


@pytest.mark.parametrize("has_columns", [True, False])
def test_that_each_ground_is_at_a_table_and_none_is_a_strip_above(has_columns: bool) -> None:
    sent = finished(body_of((TextBlock(text="Hello"), FooterBlock(footer="A shop")), USUAL_BRAND))
    cleaned = shown(sent, has_columns=has_columns)
    assert not re.search(r"<div[^>]*background-color[^>]*>\s*<table", cleaned)
    grounded = re.findall(r"<table[^>]*background-color[^>]*>", cleaned)
    assert grounded
    assert all("bgcolor=" in table and "collapse" not in table for table in grounded)
    assert cleaned.count("<div") == cleaned.count("</div")
    assert (page_ground(sent), page_ground("<p>Hello</p>")) == (USUAL_BRAND.ground, "")


def test_that_style_sheets_are_written_into_the_elements() -> None:
    assert 'style="color: #111' in finished("<style>p { color: #111 }</style><p>Hi</p>")
    assert finished("Hello <3\n\nBye & thanks") == "<p>Hello &lt;3</p>\n<p>Bye &amp; thanks</p>"
    assert not is_html("1 < 2 and 3 > 2")


def test_that_the_text_of_a_mail_has_its_links_and_none_of_its_styles() -> None:
    html = "<style>p{}</style><h1>Hi</h1><p>Go <a href='https://x.example/'>there</a></p><img alt='A hat'>"
    assert plain_text(html) == "Hi\n\nGo there (https://x.example/)\n\n[A hat]"


@pytest.mark.parametrize("text", ["", "a", "a" * 160, "a" * 161, "a" * 400, "€" * 100, "ж" * 71, "😀" * 40, "a😀" * 60])
def test_that_an_sms_is_cut_into_as_many_pieces_as_it_has_segments(text: str) -> None:
    pieces = sms_pieces(text)
    assert "".join(pieces) == text
    assert len(pieces) == sms_segments(text).count


def test_that_the_letters_that_make_an_sms_unicode_are_named() -> None:
    assert sms_words("it's") == "1 segment · 4 characters · 156 left"
    assert sms_words("it’s").endswith("Unicode because of “’” (right single quotation mark)")


def with_mail(subject: str) -> Scenario:
    params = {"subject": subject, "body": "b", "marketing": False}
    return scenario({"in": ("entry_event", {"event": "e"}), "mail": ("email", params)}, "in>mail")


def filled(body: str = "<p>Hi</p>", subject: str = "S", address: str = "anna@example.com") -> FilledMessage:
    return FilledMessage(ANNA, {"subject": subject, "body": body}, address=address)


def test_that_an_e_mail_is_one_that_mail_programs_read() -> None:
    message = filled('<p>Žluť <img src="image:logo" alt="Logo"></p>', "Line\r\nBcc: x@example.com")
    mail = email.message_from_bytes(as_eml(message, "Shop\r\nX: y", {"logo": PIXEL}), policy=default)
    assert (mail["subject"], mail["bcc"], mail["x"]) == ("Line Bcc: x@example.com", None, None)
    assert mail["to"] == "anna@example.com"
    types = [part.get_content_type() for part in mail.walk()]
    assert types == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    assert 'src="cid:logo@rehearse"' in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert 'src="data:image/png;base64,iVBORw=="' in as_page(message, {"logo": PIXEL})


def test_that_a_mailbox_has_each_mail_whole(tmp_path: Path) -> None:
    bodies = ["<p>One</p>", "From here on\nFrom there"]
    path = tmp_path / "all.mbox"
    path.write_bytes(as_mailbox([filled(body) for body in bodies], "Shop", {}))
    box = mailbox.mbox(path)
    assert [mail["subject"] for mail in box] == ["S", "S"]
    box.close()


def test_that_a_message_that_fails_says_so_and_nothing_is_saved(tmp_path: Path) -> None:
    node = scenario(
        {"in": ("entry_event", {"event": "e"}), "mail": ("email", {"subject": "{{ 1 / 0 }}", "body": "b"})}
    ).nodes[1]
    message = fill(node, ANNA, {})
    assert message.failure.startswith("The subject: The message cannot be shown")
    with pytest.raises(Exception, match="nothing to save"):
        save_message(tmp_path / "x.eml", [message], 0, "", {})
    assert not (tmp_path / "x.eml").exists()


def test_that_a_sample_tells_how_often_a_placeholder_is_empty_and_who_has_it_worst() -> None:
    customers = [{"customer_id": f"c{n}", "email": f"c{n}@example.com", "age": n if n % 4 else None} for n in range(8)]
    data = people(customers, [(f"c{n}", "05-01 10:00", "e") for n in range(8)])
    made = scenario(
        {
            "in": ("entry_event", {"event": "e"}),
            "mail": ("email", {"subject": "{{ customer.age }}", "body": "b", "marketing": False}),
        },
        "in>mail",
    )
    tables = rehearse(made, data, RunOptions(compiled=False)).tables
    sample = material_of(made, data, "mail", lambda: tables).sample(made.nodes[1])
    (share,) = sample.shares
    assert (share.filled.count, share.filled.of, share.is_often_empty) == (6, 8, True)
    assert share.in_words().startswith("“customer.age” in the subject, line 1, is empty for 25% (2 of 8)")
    worst = [sample.messages[place].to.customer_id for place in sample.worst_first()[:2]]
    assert sorted(worst) == ["c0", "c4"]
    assert sample.messages[0].address == "c0@example.com"
    assert sample.in_words() == "8 recipients"


def test_that_without_a_run_customers_are_shown_as_they_are_now() -> None:
    data = people([{"customer_id": "a"}, {"customer_id": "b"}], [("a", "05-01 10:00", "e")])
    made = scenario(
        {"in": ("entry_event", {"event": "e"}), "mail": ("email", {"subject": "s", "body": "b"})}, "in>mail"
    )
    material = material_of(made, data, "mail")
    assert (material.is_of_run, material.recipients.total) == (False, 2)
    assert material.of_customer("b").recipients.total == 1
    with pytest.raises(Exception, match="There is no customer 'c'"):
        material.of_customer("c")
    assert replace(material).sample(made.nodes[1]).messages[1].to.customer_id == "b"


def test_that_short_words_stand_at_the_left_of_a_column_as_wide_as_the_mail_says() -> None:
    html = body_of((TextBlock(text="Hi"),), USUAL_BRAND)
    assert re.search(r'<td width="600"', shown(html, has_columns=True))
    assert not re.search(r'<td width="', shown(html, has_columns=False))


def test_that_on_a_phone_what_is_as_wide_as_the_mail_is_so_in_the_preview() -> None:
    html = shown(body_of((TextBlock(text="Hi"),), USUAL_BRAND), has_columns=False)
    assert re.findall(r"<table(?![^>]* width=)[^>]*width:\s*100%", html) == []
    assert '<table width="100%"' in html
