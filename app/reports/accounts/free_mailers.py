"""Domains of mailboxes that anybody may have, so that an address there says nothing of an account."""

from __future__ import annotations

_NAMES = (
    "126.com 139.com 163.com 1und1.de aim.com aol.com arcor.de att.net bellsouth.net bk.ru bluewin.ch "
    "btinternet.com centrum.cz charter.net chello.at comcast.net cox.net daum.net docomo.ne.jp duck.com email.cz "
    "email.de ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com "
    "gmx.de gmx.net googlemail.com hey.com hushmail.com icloud.com inbox.lv inbox.ru interia.pl laposte.net "
    "libero.it list.ru live.com mac.com mail.com mail.de mail.ru me.com msn.com nate.com naver.com o2.pl onet.pl "
    "online.de optonline.net orange.fr outlook.com pm.me post.cz posteo.de posteo.net proton.me protonmail.ch "
    "protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com sbcglobal.net seznam.cz sfr.fr sina.com sky.com "
    "softbank.ne.jp t-online.de telenet.be terra.com.br tin.it tiscali.it tutanota.com ukr.net uol.com.br "
    "verizon.net virgilio.it volny.cz wanadoo.fr web.de wp.pl ya.ru yandex.com yandex.ru yeah.net ymail.com "
    "zoho.com zoznam.sk"
)
_DOMAINS = frozenset(_NAMES.split())
_BRANDS = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo"})
_LONGEST_ENDING = 6
"""Of `hotmail.co.uk` or `yahoo.com.br`, what comes after the brand."""


def is_free_mailer(domain: str) -> bool:
    """Whether anybody may have an address there."""
    brand, _, ending = domain.partition(".")
    return domain in _DOMAINS or (brand in _BRANDS and 0 < len(ending) <= _LONGEST_ENDING)
