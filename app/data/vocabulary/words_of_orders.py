"""The words by which files say what became of an order, or that a row is none, in the languages of headers."""

from __future__ import annotations

import re

CANCELLED_LATE = frozenset(
    {"late cancel", "late cancelled", "late canceled", "late cancellation", "cancelled late", "canceled late"}
    | {"zu spät abgesagt", "spät storniert", "annulation tardive", "cancelación tardía", "cancellazione tardiva"}
    | {"直前キャンセル", "当日キャンセル"}
)
"""Booked, and given up when it was too late to give it to somebody else."""
TAKEN_BACK = frozenset(
    CANCELLED_LATE
    | {"cancelada", "anulada", "devuelto", "devuelta"}
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
        "交易关闭",
        "已退款",
        "退款",
    }
    | {"estornado", "estornada", "devolvido", "devolvida", "reembolsada", "annullata", "rimborsata", "reso"}
    | {"geretourneerd", "gecrediteerd", "retourné", "retournée", "anulowano", "anulowany", "anulowana", "zwrócono"}
    | {"zwrot", "vrácena", "zrušen", "отменена", "отменено", "возвращена", "törölt", "lemondott"}
    | {
        "취소",
        "주문취소",
        "환불",
        "환불완료",
        "반품",
        "dibatalkan",
        "dikembalikan",
        "скасовано",
        "повернено",
        "повернення",
    }
    | {"anulat", "anulată", "returnat", "returnată", "stornat", "stornată", "rambursat", "rambursată"}
)
FAILED = frozenset(
    {"refused", "rejected", "processor declined", "gateway rejected", "settlement declined", "authorization expired"}
    | {"not authorised", "not authorized", "authorisation failed", "authorization failed", "cancelled payment"}
    | {
        "erreur de paiement",
        "paiement refusé",
        "payment error",
        "zahlungsfehler",
        "error de pago",
        "errore di pagamento",
    }
    | {"erro de pagamento", "betaalfout", "błąd płatności", "chyba platby", "uncollectible"}
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
WAITING = frozenset(
    {"pending", "pending payment", "payment pending", "awaiting payment", "waiting for payment", "on hold", "unpaid"}
    | {"not paid", "awaiting check payment", "awaiting bank wire payment", "awaiting bank transfer", "payment due"}
    | {"requires action", "requires confirmation", "tentative", "unconfirmed", "requested", "waitlisted", "past due"}
    | {"overdue", "ausstehend", "zahlung ausstehend", "wartet auf zahlung", "unbezahlt", "nicht bezahlt", "überfällig"}
    | {"en attente", "en attente de paiement", "en attente du paiement", "impayé", "impayée", "non payé", "non payée"}
    | {"pendiente", "pendiente de pago", "pago pendiente", "sin pagar", "no pagado", "impagado", "in attesa"}
    | {"in attesa di pagamento", "non pagato", "da pagare", "pendente", "aguardando pagamento", "não pago"}
    | {"in afwachting", "in afwachting van betaling", "wacht op betaling", "onbetaald", "niet betaald", "oczekuje"}
    | {"oczekujące", "oczekuje na płatność", "nieopłacone", "niezapłacone", "čeká na platbu", "čeká na zaplacení"}
    | {"nezaplaceno", "nezaplacená", "ожидает оплаты", "не оплачен", "ödeme bekleniyor", "ödeme bekliyor", "ödenmedi"}
    | {"menunggu pembayaran", "belum dibayar", "belum bayar", "очікує оплати", "не оплачено", "неоплачено"}
    | {"neplătit", "neplătită", "neîncasat", "neîncasată", "neachitat", "în așteptare", "așteaptă plata"}
    | {
        "obetald",
        "väntar på betalning",
        "ubetalt",
        "afventer betaling",
        "fizetésre vár",
        "kifizetetlen",
    }
    | {
        "入金待ち",
        "未入金",
        "支払い待ち",
        "支払待ち",
        "未払い",
        "未払",
        "待付款",
        "未付款",
        "待支付",
        "결제대기",
        "입금대기",
    }
)
"""What nobody has paid yet."""
AWAITS_PAYMENT = (
    r"^(?:awaiting|waiting for|pending) (?:\w+ ){0,3}payment\b|^en attente d[eu] (?:\S+ ){0,2}paiement"
    r"|^(?:pendiente|a la espera|en espera) del? (?:\S+ ){0,2}pago|^in attesa d[ie]l? (?:\S+ ){0,2}pagamento"
    r"|^aguardando (?:\S+ ){0,2}pagamento|^wacht(?:en)? op (?:\S+ ){0,2}betaling|^oczekiwanie na (?:\S+ ){0,2}płatno"
    r"|^(?:wartet|warten) auf (?:\S+ ){0,2}zahlung|^zahlung (?:offen|steht aus)|^čeká na (?:\S+ ){0,2}(?:platb|úhrad)"
)
"""The same in as many words as shops like: “En attente du paiement par chèque”."""
WAITING_BESIDE_PAID = frozenset({"open", "outstanding", "offen", "ouvert", "abierto", "aperto", "aberto", "otevřená"})
"""The same where others of the column are called paid."""
PAID = frozenset(
    {"paid", "captured", "succeeded", "payment received", "paid in full", "fully paid", "partially paid", "bezahlt"}
    | {"zahlung erhalten", "payé", "payée", "paiement accepté", "paiement reçu", "pagado", "pagada", "pagato", "pagata"}
    | {"pago", "paga", "betaald", "opłacone", "zapłacone", "zaplaceno", "zaplacená", "оплачен", "оплачено", "ödendi"}
    | {
        "lunas",
        "dibayar",
        "sudah dibayar",
        "сплачено",
        "plătit",
        "plătită",
        "încasat",
        "încasată",
        "achitat",
        "achitată",
    }
    | {
        "betald",
        "betalt",
        "fizetve",
        "入金済み",
        "入金済",
        "支払い済み",
        "支払済み",
        "已付款",
        "已支付",
        "결제완료",
        "입금완료",
    }
)
MISSED = frozenset(
    {
        "no show",
        "noshow",
        "did not attend",
        "did not show",
        "guest did not arrive",
        "nicht erschienen",
        "nichterschienen",
    }
    | {"non présenté", "non présentée", "no presentado", "no se presentó", "non presentato", "mancata presentazione"}
    | {"não compareceu", "niet verschenen", "niet komen opdagen", "niestawienie się", "nedostavil se", "не явился"}
    | {"ノーショー", "無断キャンセル", "不泊", "노쇼"}
)
"""Booked, and nobody came."""
SALES = frozenset(
    {"sale", "sales", "charge", "payment", "purchase", "capture", "captured", "order", "settled", "reservation"}
    | {"verkauf", "zahlung", "vente", "paiement", "venta", "pago", "vendita", "pagamento", "venda", "verkoop"}
    | {"sprzedaż", "prodej", "platba", "売上", "支払い", "決済"}
)
"""Beside these in one column, a fee is the service's; elsewhere it may be what somebody was sold."""


def called(text: str) -> str:
    """A text as these words are compared: “Fully-Refunded” is “fully refunded”."""
    return re.sub("[-_ ]+", " ", text.strip().lower())
