"""The words by which files say what became of an order, or that a row is none, in the languages of headers."""

from __future__ import annotations

import re

TAKEN_BACK = frozenset(
    {"cancelada", "anulada", "devuelto", "devuelta"}
    | {
        "refunded",
        "refund",
        "return",
        "payment refund",
        "rückerstattung",
        "erstattung",
        "rückgabe",
        "cancelled",
        "canceled",
        "cancellation",
        "voided",
        "returned",
        "chargeback",
        "charged back",
        "cancelled by guest",
        "cancelled by host",
        "cancelled by hotel",
        "cancelled by customer",
        "canceled by guest",
        "cancelled by buyer",
        "cancelled by seller",
    }
    | {"fully refunded", "order cancelled", "storniert", "erstattet", "retourniert", "annulee", "annulée", "annulé"}
    | {
        "remboursée",
        "remboursé",
        "cancelado",
        "cancelada",
        "anulada",
        "anulado",
        "devuelto",
        "devuelta",
        "reembolsado",
        "annullato",
        "rimborsato",
        "geannuleerd",
    }
    | {"terugbetaald", "anulowane", "zwrócone", "zrušeno", "zrušená", "vráceno", "stornováno", "storno", "stornována"}
    | {"отменён", "отменен", "возврат", "возвращён", "возвращен", "iptal", "iptal edildi", "iade", "iade edildi"}
    | {"annullerad", "makulerad", "återbetald", "annulleret", "kansellert", "refunderet", "refundert", "törölve"}
    | {
        "lemondva",
        "visszatérítve",
        "キャンセル",
        "キャンセル済み",
        "キャンセル確定",
        "キャンセル完了",
        "取消",
        "取消済",
        "取消済み",
        "返品済み",
        "返品済",
        "返品",
        "返金",
        "返金済み",
        "已取消",
        "已退款",
        "退款",
    }
    | {"취소", "주문취소", "환불", "환불완료", "반품"}
)
FAILED = frozenset(
    {"refused", "rejected", "processor declined", "gateway rejected", "settlement declined", "authorization expired"}
    | {"not authorised", "not authorized", "authorisation failed", "authorization failed", "cancelled payment"}
    | {"failed", "payment failed", "declined", "payment declined", "blocked", "expired", "incomplete", "abandoned"}
    | {"requires payment method", "error", "fehlgeschlagen", "abgelehnt", "échoué", "échouée", "refusé", "refusée"}
    | {"fallido", "fallida", "rechazado", "rechazada", "fallito", "fallita", "rifiutato", "falhou", "recusado"}
    | {"mislukt", "geweigerd", "nieudane", "odrzucone", "neúspěšná", "selhalo", "zamítnuto", "決済失敗"}
)
DRAFTS = frozenset(
    {"draft", "quotation", "quotation sent", "quote", "estimate", "proforma", "pro forma", "entwurf", "angebot"}
    | {"brouillon", "devis", "borrador", "presupuesto", "cotización", "cotizacion", "bozza", "preventivo", "rascunho"}
    | {"concept", "offerte", "szkic", "oferta", "koncept", "nabídka", "下書き", "見積", "見積もり", "見積書"}
)
"""What is no order yet."""
FEES = frozenset(
    {"fee", "fees", "commission", "processing fee", "transaction fee", "payment fee", "selling fee", "refund fee"}
    | {"gebühr", "gebühren", "provision", "frais", "comisión", "comision", "commissione", "commissioni", "taxa"}
    | {"kosten", "prowizja", "opłata", "poplatek", "手数料", "決済手数料"}
)
PAYOUTS = frozenset(
    {"payout", "payouts", "withdrawal", "general withdrawal", "bank transfer to account", "auszahlung", "retiro"}
    | {"uitbetaling", "wypłata", "výplata", "出金"}
)
"""What the shop gets from its payment service, where the purchases are rows of their own."""
SALES = frozenset(
    {"sale", "sales", "charge", "payment", "purchase", "capture", "captured", "order", "settled", "reservation"}
    | {"verkauf", "zahlung", "vente", "paiement", "venta", "pago", "vendita", "pagamento", "venda", "verkoop"}
    | {"sprzedaż", "prodej", "platba", "売上", "支払い", "決済"}
)
"""Beside these in one column, a fee is the service's; elsewhere it may be what somebody was sold."""


def called(text: str) -> str:
    """A text as these words are compared: “Fully-Refunded” is “fully refunded”."""
    return re.sub("[-_ ]+", " ", text.strip().lower())
