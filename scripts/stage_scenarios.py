"""The scenarios of the pictures of the stage: 3, 40 and 300 nodes over the web shop, named in German or Japanese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from app.scenario.graph import Node, Scenario, ScenarioId
from app.scenario.layout import COLUMN, ROW, arrange
from tests.builders.scenarios import scenario

COUNTS = (3, 40, 300)
LANGUAGES = ("de", "ja")

_ENTRIES = ("add_to_cart", "home", "search", "account_page")
_AWAITED = ("cart", "purchase", "promo_page")
_PER_JOURNEY, _BESIDE = 40, 2
_WIDTH = 16.0 * COLUMN

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "de": {
        "name": ("Warenkorb-Erinnerung",),
        "entry_event": ("Warenkorb gefüllt", "Startseite besucht", "Suche ohne Treffer", "Wieder angemeldet"),
        "wait": ("Eine Stunde Bedenkzeit", "Bis zum nächsten Werktag", "Zwei Tage Ruhe"),
        "email": ("Erinnerung an den Warenkorb", "Versandkostenfrei bis Sonntag", "Gutschein 5 %"),
        "wait_for": ("Zurück im Warenkorb?", "Bestellung eingegangen?", "Newsletter geöffnet?"),
        "branch": ("Über welchen Kanal?", "Stammkundin oder Neukundin?"),
        "split": ("Welches Angebot?", "Betreffzeile A oder B"),
        "sms": ("Letzter Hinweis per SMS", "Abholbereit in der Filiale"),
        "score": ("Kaufbereitschaft", "Treuepunkte"),
        "exit": ("Genug gesagt", "Kundin bestellt"),
        "case": ("Bezahlte Werbung",),
        "variants": ("5 % Rabatt", "Gratis-Versand"),
    },
    "ja": {
        "name": ("カート放棄リマインダー",),
        "entry_event": ("カートに商品を追加", "トップページを訪問", "検索結果なし", "再ログイン"),
        "wait": ("一時間待つ", "翌営業日まで待つ", "二日間そのままにする"),
        "email": ("カートのお知らせメール", "日曜日まで送料無料のご案内", "五パーセント割引クーポン"),
        "wait_for": ("カートに戻りましたか", "注文がありましたか", "メルマガを開きましたか"),
        "branch": ("どの経路から来たか", "新規か常連か"),
        "split": ("どちらの特典にするか", "件名の比較テスト"),
        "sms": ("最後のお知らせ", "店舗で受け取れます"),
        "score": ("購入意欲", "ポイント"),
        "exit": ("連絡はここまで", "ご注文ありがとうございました"),
        "case": ("有料広告",),
        "variants": ("五パーセント割引", "送料無料"),
    },
}


def stage_scenario(count: int, language: str) -> Scenario:
    """A scenario of so many nodes, its journeys side by side and under one another, with names in that language."""
    words = {kind: cycle(names) for kind, names in _WORDS[language].items()}
    sizes = [min(_PER_JOURNEY, count - begun) for begun in range(0, count, _PER_JOURNEY)]
    journeys = [_journey(size, number, words) for number, size in enumerate(sizes)]
    nodes: list[Node] = []
    for number, journey in enumerate(journeys):
        left = min(node.at[0] for node in journey.nodes)
        top = min(node.at[1] for node in journey.nodes)
        above = sum(_height(journeys[before]) for before in range(number % _BESIDE, number, _BESIDE))
        across, down = (number % _BESIDE) * _WIDTH - left, above - top
        nodes += [replace(node, at=(node.at[0] + across, node.at[1] + down)) for node in journey.nodes]
    edges = tuple(edge for journey in journeys for edge in journey.edges)
    name = f"{next(words['name'])} ({count})"
    return Scenario(ScenarioId(f"{language}_{count}"), name, nodes=tuple(nodes), edges=edges)


def _height(journey: Scenario) -> float:
    """With a free row under it."""
    places = [node.at[1] for node in journey.nodes]
    return max(places) - min(places) + 2 * ROW


def _journey(count: int, number: int, words: Mapping[str, Iterator[str]]) -> Scenario:
    """An entry and what follows, arranged: each node begins where the ones before have left a way open."""
    nodes: list[dict[str, Any]] = []
    edges: list[tuple[str, str, str]] = []
    ends: list[tuple[str, str]] = []
    for at, kind in enumerate(islice(_order(), count)):
        id_ = f"j{number}_{at}"
        nodes.append({"id": id_, "type": kind, "label": next(words[kind]), "params": _params(kind, at + number, words)})
        if ends:
            edges.append((*ends.pop(0), id_))
        ends.extend((id_, port) for port in _PORTS.get(kind, ("out",)))
    made = scenario(nodes, edges)
    return arrange(made).apply(made)[0]


def _order() -> Iterator[str]:
    """The kinds in the order in which a journey has them."""
    yield "entry_event"
    yield "wait"
    while True:
        yield from ("email", "wait_for", "branch", "split", "sms", "wait", "email", "score", "email", "exit", "exit")


_PORTS = {
    "wait_for": ("timed_out", "happened"),
    "branch": ("paid", "otherwise"),
    "split": ("discount", "delivery"),
    "exit": (),
}


def _params(kind: str, at: int, words: Mapping[str, Iterator[str]]) -> dict[str, Any]:
    match kind:
        case "entry_event":
            return {"event": _ENTRIES[at % len(_ENTRIES)]}
        case "wait":
            return {"for": ("PT1H", "P1D", "P2D")[at % 3]}
        case "email":
            return {"subject": "Hello", "body": "<p>Hello</p>"}
        case "sms":
            return {"text": "Hello"}
        case "wait_for":
            return {"event": _AWAITED[at % len(_AWAITED)], "timeout": "P1D"}
        case "branch":
            paid = {"attribute": "acquisition_channel", "op": "in", "value": ["paid_search", "social"]}
            return {"cases": [{"port": "paid", "label": next(words["case"]), "condition": paid}]}
        case "split":
            ways = ("discount", "delivery")
            return {"variants": [{"port": way, "label": next(words["variants"]), "weight": 50} for way in ways]}
        case "score":
            return {"score": "lead", "add": 10}
    return {}
