"""The words by which files say yes and no, and those by which tools say who agreed, in the languages of headers.

A word that is in none of these is no consent.
"""

from __future__ import annotations

import re

_PLAIN_YES = (
    "true|yes|y|t|1|on|ano|áno|ja|oui|si|sí|sì|sim|tak|wahr|vrai|verdadero|vero|verdadeiro|prawda|pravda|waar"
    "|да|так|ya|evet|igen|kyllä|da|はい|可|有|是|예|네"
)
_PLAIN_NO = (
    "false|no|n|f|0|off|ne|nein|non|nie|não|nao|nee|falsch|faux|falso|fałsz|nepravda|onwaar|нет|hayır|nej|nei|nem|ei"
    "|nu|ні|tidak|いいえ|不可|無|否|아니오|아니요"
)
_AGREED = (
    *(
        "subscribed|opted in|opt in|double opt in|granted|accepted|agreed|consented|consent given|express"
        "|explicit|checked",
    ),
    *("abonniert|angemeldet|zugestimmt|eingewilligt|einverstanden|erteilt|einwilligung erteilt",),
    *("abonné|abonnée|inscrit|inscrite|accepté|acceptée|consenti",),
    *("suscrito|suscrita|suscripto|suscripta|acepta|aceptado|aceptada|iscritto|iscritta|accetta|accettato|acconsente",),
    *("inscrito|inscrita|assinante|aceita|aceito|ingeschreven|aangemeld|geabonneerd|akkoord",),
    *("zapisany|zapisana|subskrybuje|zgoda|wyraża zgodę|přihlášen|přihlášena|odebírá|souhlas|souhlasí|udělen",),
    *("подписан|подписана|согласен|согласна|kayıtlı|onaylandı|prenumererar|samtycker|tilmeldt|feliratkozott",),
    *("已订阅|同意接收|订阅|동의|동의함|수신동의|구독",),
    *("prihlásený|prihlásená|odoberá|súhlas|súhlasí|udelený",),
    *(
        "希望する|希望します|希望|同意|同意する|同意します|許可|許可する|受け取る|受信する|購読|購読中|登録済み|配信希望",
    ),
)
_REFUSED = (
    *("unsubscribed|never subscribed|not subscribed|non subscribed|nonsubscribed|unsubscribe|opted out|opt out",),
    *("single opt in|no consent|not opted in|denied|withdrawn|revoked|declined|refused|rejected|disagreed",),
    *("not consented|cleaned|bounced|hard bounced|complained|suppressed|blocked|blacklisted|pending|unconfirmed",),
    *("do not allow|not allowed|pending confirmation|non marketable|nonmarketable|unengaged non marketable",),
    *("unengaged nonmarketable|list unsubscribe|reported spam|npai",),
    *("not checked|unchecked|implied|sin confirmar|por confirmar|da confermare|nicht bestätigt|removido|removida",),
    *("non confirmé|non confirmée|no confirmado|no confirmada|non confermato|non confermata|niet bevestigd",),
    *("abgemeldet|abbestellt|nicht abonniert|nicht angemeldet|abgelehnt|widerrufen|nicht erteilt|unbestätigt",),
    *("ausstehend|nicht einverstanden|keine einwilligung|gesperrt",),
    *("non abonné|non abonnée|désabonné|désabonnée|désinscrit|désinscrite|non inscrit|refusé|refusée|en attente",),
    *("no suscripto|desuscripto|desuscripta|desuscrito|desuscrita",),
    *("no suscrito|no suscrita|no acepta|dado de baja|baja|de baja|rechazado|rechazada|pendiente",),
    *("non iscritto|non iscritta|disiscritto|disiscritta|rifiutato|rifiuta|non accetta|in attesa|cancellato",),
    *("não inscrito|não inscrita|não aceita|recusado|descadastrado|cancelado|pendente",),
    *("uitgeschreven|afgemeld|niet ingeschreven|niet akkoord|geweigerd|in afwachting",),
    *("wypisany|wypisana|niezapisany|niepotwierdzony|niepotwierdzona|brak zgody|nie wyraża zgody|odmowa|cofnięta",),
    *("odhlášen|odhlášena|neodebírá|nesouhlas|nesouhlasí|nepotvrzen|nepotvrzena|neudělen|odvolán|bez souhlasu",),
    *("отписан|отписана|не подписан|не подписана|не согласен|не согласна|kayıtsız|reddedildi",),
    *("avregistrerad|samtycker inte|afmeldt|avmeldt|leiratkozott|未订阅|已退订|不同意|拒绝|退订|거부|미동의|수신거부",),
    *("odhlásený|odhlásená|neodoberá|nesúhlas|nesúhlasí|neudelený",),
    *(
        "希望しない|希望しません|同意しない|同意しません|拒否|許可しない|受け取らない|受信しない|未登録|解除|配信停止|配信不可|退会",
    ),
)


def _words(*lists: str) -> frozenset[str]:
    return frozenset(word for listed in lists for word in listed.split("|"))


PLAIN_YES = _words(_PLAIN_YES)
ACTIVE = _words("active|aktiv|actif|active|activo|activa|attivo|attiva|ativo|ativa|actief|aktywny|aktivní|有効")
"""What mailing tools call who gets their mail; elsewhere it may mean anything."""
OF_LISTS = _words(
    "active|new|inactive|invalid|locked|cancelled|canceled|deleted|junk|spam|marked as spam|archived|disabled",
    "bounce|hard bounce|soft bounce|reported as spam|rebotado|rebotada|rebote|inactivo|inactiva|inactif|inaktiv",
)
"""What mailing tools call subscribers beside the words above, of whom only the active ones are any."""
OF_LISTS_NO = OF_LISTS - {"active"}
OF_READERS = _words(
    "unsubscribed|unsubscribe|opted out|opt out|list unsubscribe|non marketable|nonmarketable|unengaged non marketable"
    "|abgemeldet|désabonné|désinscrit|dado de baja|disiscritto|cancelado|uitgeschreven|wypisany|odhlášen|解除|配信停止"
)
"""What is said of nobody but those who got newsletters: beside it, “confirmed” says that somebody subscribed."""
CONFIRMED = _words(
    "confirmed|bestätigt|confirmé|confirmée|confirmado|confirmada|confermato|confermata|bevestigd|potwierdzony"
    "|potwierdzona|potvrzen|potvrzena|potvrzeno|確認済み|確認済"
)
PLAIN_NO = _words(_PLAIN_NO)
"""What says no of anything: of a column of refusals that somebody did not refuse."""
TRUE_WORDS = _words(_PLAIN_YES, *_AGREED)
FALSE_WORDS = _words(_PLAIN_NO, *_REFUSED)


def consent_word(text: str) -> str:
    """A text as the words for yes and no are compared: “Opted-in” is “opted in”, “nonSubscribed” “nonsubscribed”."""
    return re.sub("[-_ \N{IDEOGRAPHIC SPACE}]+", " ", text.strip().lower())
