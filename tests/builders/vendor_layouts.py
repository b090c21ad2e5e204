"""The layouts of 22 tools in ten languages, and of further ones that stand in the document beside this module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.builders.layouts import Layout

_UTC_DAY = "%Y-%m-%d %H:%M"

ORDERS_OF_TOOLS = (
    Layout(
        "square_items",
        "Date=day|Time=time|Time Zone='UTC|Category='Coffee|Item=item|Qty=signed_quantity|SKU=sku|"
        "Gross Sales=signed_gross|Discounts='-$1.00|Net Sales=signed_line|Tax='$0.40|Transaction ID=order|"
        "Payment ID=order|Event Type=state|Location='Main|Customer ID=id|Customer Name=name",
        {"purchase": ("Payment",), "refund": ("Refund",)},
        money="${}",
        thousands=",",
        order="T{}",
        id="C{}",
        lines=True,
    ),
    Layout(
        "woo_orders",
        "order_id=order|order_number=order|order_date=at|paid_date=paid_at|status=state|shipping_total='0.00|"
        "order_total=amount|order_currency='EUR|payment_method='stripe|billing_email=email|billing_first_name=first|"
        "billing_country='DE|customer_id=id|item_name=item|item_quantity=quantity|item_total=amount",
        {"purchase": ("completed", "processing"), "pending_purchase": ("pending", "on-hold"), "refund": ("refunded",)},
    ),
    Layout(
        "magento",
        "ID=order|Purchase Point='Main Website|Purchase Date=at|Bill-to Name=name|Ship-to Name=name|"
        "Grand Total (Base)=amount|Grand Total (Purchased)=amount|Status=state|Customer Email=email|"
        "Customer Group='General|Payment Method='checkmo",
        {"purchase": ("complete", "processing"), "pending_purchase": ("pending_payment",), "refund": ("canceled",)},
        at="%b %d, %Y %I:%M:%S %p",
        money="${}",
        thousands=",",
        order="0000{}",
    ),
    Layout(
        "bigcommerce",
        "Order ID=order|Customer ID=id|Customer Name=name|Customer Email=email|Customer Phone=phone|Order Date=day|"
        "Order Time=time|Order Status=state|Subtotal (inc tax)=net|Order Total (inc tax)=amount|"
        "Order Currency Code='USD|Total Quantity=quantity|Refund Amount=refunded",
        {
            "purchase": ("Shipped", "Awaiting Fulfillment"),
            "pending_purchase": ("Awaiting Payment",),
            "refund": ("Refunded",),
            "failed_purchase": ("Declined",),
        },
        day="%m/%d/%Y",
    ),
    Layout(
        "ebay",
        "Sales Record Number=number|Order Number=order|Buyer Username=id|Buyer Name=name|Buyer Email=email|"
        "Item Number='333|Item Title=item|Quantity=quantity|Sold For=line_total|Shipping And Handling='$0.00|"
        "Total Price=amount|Payment Method='Card|Sale Date=day|Paid On Date=day",
        day="%b-%d-%y",
        money="${}",
        thousands=",",
        order="11-{}-1",
        id="buyer{}",
    ),
    Layout(
        "mercadolibre",
        "# de venta=order|Fecha de venta=at|Estado=state|Unidades=quantity|Ingresos por productos (MXN)=net|"
        "Total (MXN)=amount|Título de la publicación=item|Comprador=name|Correo del comprador=email",
        {"purchase": ("Entregado",), "pending_purchase": ("Pago pendiente",), "refund": ("Cancelada",)},
        at="%d/%m/%Y %H:%M hs.",
        decimal=",",
        thousands=".",
        sign=";",
        order="200000{}",
    ),
    Layout(
        "tiendanube",
        "Número de orden=order|Email=email|Fecha=at|Estado de la orden='Abierta|Estado del pago=state|"
        "Estado del envío='Enviado|Moneda='ARS|Subtotal de productos=net|Total=amount|Nombre del comprador=name|"
        "Teléfono=phone",
        {"purchase": ("Recibido",), "pending_purchase": ("Pendiente",), "refund": ("Reembolsado",)},
        at="%d/%m/%Y %H:%M:%S",
        decimal=",",
        thousands=".",
        sign=";",
    ),
    Layout(
        "shopware",
        "Bestellnummer=order|Bestelldatum=at|Kundennummer=id|E-Mail=email|Anrede='Frau|Vorname=first|Nachname=last|"
        "Bestellstatus='Offen|Zahlungsstatus=state|Lieferstatus='Offen|Betrag=amount|Währung='EUR",
        {"purchase": ("Bezahlt",), "pending_purchase": ("Offen",), "refund": ("Erstattet",)},
        at="%d.%m.%Y %H:%M",
        decimal=",",
        thousands=".",
        sign=";",
        id="K{}",
    ),
    Layout(
        "rechnungen",
        "Rechnungsnr.=order|Rechnungsdatum=day|Kundennr.=id|Kunde=name|E-Mail=email|Netto=net|MwSt.=tax|Brutto=amount|"
        "Status=state|Fällig am=later",
        {"purchase": ("bezahlt",), "pending_purchase": ("offen", "überfällig"), "refund": ("storniert",)},
        at="%d.%m.%Y",
        day="%d.%m.%Y",
        money="{} €",
        decimal=",",
        thousands=".",
        sign=";",
        order="RE-{}",
    ),
    Layout(
        "prestashop",
        "Référence=order|Nouveau client='0|Livraison='France|Client=name|Email=email|Total=amount|Paiement='Carte|"
        "État=state|Date=at",
        {
            "purchase": ("Paiement accepté", "Livré"),
            "pending_purchase": ("En attente du paiement par chèque",),
            "refund": ("Annulé",),
            "failed_purchase": ("Erreur de paiement",),
        },
        at="%d/%m/%Y %H:%M:%S",
        money="{} €",
        decimal=",",
        thousands="\u202f",
        sign=";",
        order="XKB{}",
    ),
    Layout(
        "helloasso",
        "Référence commande=order|Date de la commande=at|Statut de la commande=state|Nom acheteur=last|"
        "Prénom acheteur=first|Email acheteur=email|Tarif='Plein|Montant tarif=amount|Moyen de paiement='Carte|"
        "Accepte de recevoir la newsletter=consent",
        {"purchase": ("Validé",), "refund": ("Remboursé",)},
        at="%d/%m/%Y %H:%M",
        decimal=",",
        sign=";",
        said=("Oui", "Non", ""),
    ),
    Layout(
        "base_ja",
        "注文ID=order|注文日時=at|氏名=name|メールアドレス=email|電話番号=phone|商品名=item|数量=quantity|価格=price|"
        "合計金額=amount|支払い方法='クレジットカード|ステータス=state",
        {"purchase": ("発送済み",), "pending_purchase": ("入金待ち",), "refund": ("キャンセル",)},
        order="A{}",
    ),
    Layout(
        "mindbody",
        "Client ID=id|First Name=first|Last Name=last|Email=email|Visit Date=day|Start Time=time|Class='Yoga|"
        "Staff='Zoe|Status=state|Revenue per visit=amount",
        {"purchase": ("Signed in",), "no_show": ("No show",), "refund": ("Late cancel",)},
        day="%m/%d/%Y",
        time="%I:%M %p",
        money="${}",
        thousands=",",
    ),
    Layout(
        "acuity",
        "Start Time=at|End Time=later|First Name=first|Last Name=last|Phone=phone|Email=email|Type='Massage|"
        "Calendar='Zoe|Appointment Price=amount|Paid?=state|Amount Paid Online=paid|Certificate Code='|Notes=note|"
        "Date Scheduled=day|Label='Confirmed|Appointment ID=order",
        {"purchase": ("yes",), "pending_purchase": ("no",)},
        at="%B %d, %Y %I:%M %p",
    ),
    Layout(
        "mixpanel",
        "event=state|time=epoch|distinct_id=id|$browser='Chrome|$city=city|mp_country_code='DE|$insert_id=uuid|"
        "price=amount_bought|currency='EUR",
        {"Purchase": ("Purchase",), "Page View": ("Page View",), "Sign Up": ("Sign Up",)},
        bought="Purchase",
        id="u{}",
    ),
    Layout(
        "chargebee",
        "Invoice Number=order|Customer Id=id|Customer Email=email|Subscription Id=number|Invoice Date=at|Status=state|"
        "Amount=amount|Amount Paid=paid|Amount Due=unpaid|Currency='USD|Refunded Amount='0.00|Paid On=paid_at",
        {"purchase": ("Paid",), "pending_purchase": ("Payment Due", "Not Paid"), "refund": ("Voided",)},
        at=_UTC_DAY,
        order="INV{}",
        id="cus{}",
    ),
    Layout(
        "shoptet",
        "kód=order|datum=at|stav=state|email=email|jméno=name|telefon=phone|měna='CZK|cena celkem=amount",
        {"purchase": ("Vyřízena",), "pending_purchase": ("Čeká na platbu",), "refund": ("Stornována",)},
        decimal=",",
        thousands="\u00a0",
        sign=";",
        encoding="cp1250",
        names=("Ola Malá", "Jan Dvořák", "Štěpán Říha", "Růžena Nováková"),
        order="2025{}",
    ),
    Layout(
        "opentable",
        "Reservation ID=order|Guest Name=name|Guest Email=email|Guest Phone=phone|Visit Date=day|Visit Time=time|"
        "Party Size=quantity|Status=state|Table='T1|Opt-in to marketing=consent",
        {"reservation": ("Done",), "no_show": ("No Show",), "cancelled_reservation": ("Cancelled",)},
        time="%H:%M",
        order="R{}",
        bought="",
    ),
)
"""What each tool says of orders, bookings or events."""

LISTS_OF_TOOLS = (
    Layout(
        "cleverreach",
        "E-Mail=email|Registriert=at|Deaktiviert=left_at|Quelle='Formular|Vorname=first|Nachname=last|Stadt=city",
        at="%d.%m.%Y %H:%M",
        sign=";",
        of_people=True,
    ),
    Layout(
        "rapidmail",
        "email=email|anrede='Frau|vorname=first|nachname=last|status=consent|erstellt am=at",
        sign=";",
        said=("aktiv", "abgemeldet", "unbestätigt"),
        of_people=True,
    ),
    Layout(
        "sarbacane",
        "EMAIL=email|PRENOM=first|NOM=last|DATE_INSCRIPTION=day|STATUT=consent",
        day="%d/%m/%Y",
        sign=";",
        encoding="utf-8",
        said=("Inscrit", "Désinscrit", "NPAI"),
        of_people=True,
    ),
    Layout(
        "getresponse",
        "Adres e-mail=email|Imię=first|Nazwisko=last|Data dodania=at|Status subskrypcji=consent|Miasto=city",
        said=("zapisany", "wypisany", "niepotwierdzony"),
        of_people=True,
    ),
    Layout(
        "mailketing_id",
        "Nama Depan=first|Nama Belakang=last|Email=email|No HP=phone|Kota=city|Setuju Email Pemasaran=consent",
        said=("Ya", "Tidak", ""),
        of_people=True,
    ),
    Layout(
        "esputnik_ua",
        "Ім'я=first|Прізвище=last|Електронна пошта=email|Телефон=phone|Місто=city|Згода на розсилку=consent",
        said=("Так", "Ні", ""),
        of_people=True,
        names=("Олена Шевченко", "Тарас Бондар"),
    ),
    Layout(
        "newsman_ro",
        "Prenume=first|Nume=last|Email=email|Telefon=phone|Oraș=city|Acord marketing=consent",
        said=("Da", "Nu", ""),
        of_people=True,
        names=("Ștefan Popescu", "Ioana Dumitru"),
    ),
)
"""What each tool says of people."""

BY_ID = Layout("members", "Customer ID=id|Email=email|First name=first|Newsletter=consent", of_people=True)
"""A list by the ids of another file, whose `id` it is to be given."""

UNASKED = Layout("contacts", "Email=email|First name=first|Last name=last|City=city", of_people=True)
"""A list of people who were not asked whether they agree to e-mail."""


def _layout(said: dict[str, Any]) -> Layout:
    """A layout out of the document, in which lists stand for tuples."""
    states = {name: tuple(words) for name, words in said.pop("states", {}).items()}
    others: Any = {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
    return Layout(states=states, **others)


_FURTHER = json.loads(Path(__file__).with_name("further_layouts.json").read_bytes())
FURTHER_ORDERS, FURTHER_LISTS = (tuple(map(_layout, _FURTHER[kind])) for kind in ("orders", "lists"))
"""The same of further tools, each list with orders to join it with."""
