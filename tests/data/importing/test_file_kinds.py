"""What a file is, is said of its header and values; each header is one that people have."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.data.importing.presets import presets, recognised
from app.data.importing.recognition.guessed_roles import event_roles
from app.data.importing.recognition.kinds import kind_of


def _table(header: str, *rows: str) -> pa.Table:
    cells = [row.split(",") for row in rows]
    return pa.table(
        {name: pa.array(values, pa.string()) for name, *values in zip(header.split(","), *cells, strict=True)}
    )


@pytest.mark.parametrize(
    ("kind", "header", "rows"),
    [
        ("customers", "customer_id,city,created_at", ("1,Brno,2024-01-01", "2,Praha,2024-01-02")),
        (
            "events",
            "event_time,event_type,product_id,price,user_id",
            ("2024-01-01,view,7,1,a", "2024-01-02,cart,7,1,b"),
        ),
        (
            "events",
            "timestamp,visitorid,event,itemid,transactionid",
            ("1709287200000,1,view,2,", "1709287200001,1,view,3,"),
        ),
        ("events", "contact,campaign,action,when", ("a@x.io,May,opened,2024-01-01", "b@x.io,May,sent,2024-01-01")),
        (
            "events",
            "order_id,customer_id,order_purchase_timestamp",
            ("o1,c1,2024-01-01 10:00", "o2,c2,2024-01-01 11:00"),
        ),
        (
            "orders",
            "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID",
            ("1,A,1,2024-01-01,2,7", "1,B,1,2024-01-01,2,7"),
        ),
        ("orders", "Order ID,Order Date,Customer ID,Product ID,Sales", ("1,2024-01-01,C,P,2", "1,2024-01-01,C,Q,2")),
        (
            "orders",
            "id,Created,Amount,Currency,Status,Customer",
            ("1,2024-01-01,9,eur,Paid,a", "2,2024-01-02,9,eur,Refunded,b"),
        ),
        ("orders", "date,customer,item,qty,unit_price", ("2024-01-01,a,Bolt,2,1.5", "2024-01-02,b,Bolt,1,1.5")),
        ("products", "sku,title,price", ("A,Dress,1", "B,Belt,2")),
        ("products", "product_id,department,brand", ("1,GROCERY,x", "2,GROCERY,y")),
        ("products", "Artikel,Bezeichnung,Preis,Bestand", ("Kanne,Kanne aus Glas,39.90,12", "Filter,Filter,4.50,0")),
        ("products", "Référence,Désignation,Prix TTC,Stock", ("R1,Thé,3.50,12", "R2,Café,4.50,0")),
        ("list", "email", ("a@x.io", "b@x.io")),
        ("list", "column 1", ("a@x.io", "b@x.io")),
        ("pool", "code", ("A1", "B2")),
        ("pool", "WELCOME-525F9B", ("WELCOME-0AB3C4", "WELCOME-77D0E1")),
        ("customers", "C-1001", ("C-1002", "C-1003")),
        ("pool", "code,valid_until", ("A1,2025-01-01", "B2,2025-02-01")),
        ("pool", "voucher,value,expires", ("A1,10,2025-01-01", "B2,10,2025-01-01")),
        ("customers", "code,email", ("A1,a@x.io", "B2,b@x.io")),
        ("customers", "id,birthday,code", ("1,1990-01-02,A1", "2,1991-03-04,B2")),
        ("customers", "id,code", ("1,A1", "2,B2")),
        ("customers", "name,code", ("Ann,A1", "Bob,B2")),
        ("customers", "code,updated", ("A1,2024-01-01", "A1,2024-01-02")),
    ],
)
def test_that_a_file_is_taken_for_what_it_is(kind: str, header: str, rows: tuple[str, ...]) -> None:
    judged = kind_of(_table(header, *rows))
    assert judged.kind == kind
    assert judged.why.endswith(".")


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("purchase", "payment_done"),
        ("purchase", "Placed Order"),
        ("purchase", "checkout_completed"),
        ("purchase", "Order Completed"),
        ("order_line", "Ordered Product"),
        ("refund", "Refunded Order"),
        ("cart", "Added to Cart"),
        ("cart", "addtocart"),
        ("page_view", "Viewed Product"),
        ("page_view", "Active on Site"),
        ("email_open", "Opened Email"),
        ("email_click", "Clicked Email"),
        ("email_sent", "Received Email"),
        ("email_unsubscribe", "Unsubscribed from Email Marketing"),
        ("signup", "User Registered"),
    ],
)
def test_that_events_are_known_by_the_names_people_give_them(role: str, name: str) -> None:
    assert event_roles([name, "something else"]) == {role: name}


def test_that_no_header_is_that_of_two_exports() -> None:
    for preset in presets():
        assert recognised(preset.header) == preset
    assert len({preset.header for preset in presets()}) == len(presets()) >= 12


def test_that_an_open_deal_is_no_opened_e_mail() -> None:
    assert "email_open" not in event_roles(["won", "lost", "open"])
    assert "email_open" not in event_roles(["open", "closed"])
    assert event_roles(["open", "click"])["email_open"] == "open"


def test_that_a_tools_own_prefix_hides_no_event() -> None:
    roles = event_roles(["af_purchase", "af_add_to_cart", "users.messages.email.Send", "in_app_purchase"])
    assert (roles["purchase"], roles["cart"]) == ("af_purchase", "af_add_to_cart")
    assert roles["email_sent"] == "users.messages.email.Send"
