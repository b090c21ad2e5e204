"""Customers and their orders as a shop exports them in one language: headers, yes and no, code page, form of days."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CUSTOMERS, ORDERS = 12, 36


@dataclass(frozen=True, slots=True)
class Language:
    """How two files are written; headers in the order of `customers` and `orders` below."""

    name: str
    people: str
    orders: str
    yes: str
    no: str
    encoding: str
    day: str = "{day:02}.{month:02}.2025"
    sign: str = ";"
    city: str = "Roma"

    def customers(self) -> str:
        """Id, first name, last name, e-mail, phone, day of registration, consent, city; every third refused."""
        said = (self.yes, self.no, self.no)
        rows = (
            f"{100 + n},Ann{n},Lee,ann{n}@x.example,+49301234{n:04},{self._day(n)},{said[n % 3]},{self.city}"
            for n in range(CUSTOMERS)
        )
        return "\n".join([self.people, *(row.replace(",", self.sign) for row in rows), ""])

    def lines(self) -> str:
        """Order, day and time, customer, product, quantity, price of a piece, total."""
        rows = (f"{9000 + n},{self._day(n)} 10:{n:02},{100 + n % CUSTOMERS},Boot,2,10.50,21.00" for n in range(ORDERS))
        return "\n".join([self.orders, *(row.replace(",", self.sign) for row in rows), ""])

    def _day(self, n: int) -> str:
        return self.day.format(day=13 + n % 15, month=1 + n % 12)

    def write(self, folder: Path) -> list[Path]:
        """Both files."""
        paths = [folder / "people.csv", folder / "orders.csv"]
        for path, text in zip(paths, (self.customers(), self.lines()), strict=True):
            path.write_bytes(text.encode(self.encoding))
        return paths


LANGUAGES = (
    Language(
        "spanish",
        "Nº cliente;Nombre;Apellidos;Correo electrónico;Teléfono;Fecha de alta;Acepta publicidad;Población",
        "Nº pedido;Fecha;Nº cliente;Artículo;Cantidad;Precio unitario;Total",
        *("Sí", "No", "cp1252", "{day:02}/{month:02}/2025"),
        city="Málaga",
    ),
    Language(
        "polish",
        "Nr klienta;Imię;Nazwisko;E-mail;Telefon;Data rejestracji;Zgoda marketingowa;Miasto",
        "Nr zamówienia;Data;Nr klienta;Produkt;Ilość;Cena jednostkowa;Razem",
        *("Tak", "Nie", "cp1250"),
        city="Łódź",
    ),
    Language(
        "russian",
        "Код клиента;Имя;Фамилия;Эл. почта;Телефон;Дата регистрации;Согласие на рассылку;Город",
        "Номер заказа;Дата;Код клиента;Товар;Количество;Цена за единицу;Сумма заказа",
        *("Да", "Нет", "cp1251"),
        city="Тверь",
    ),
    Language(
        "turkish",
        "Müşteri No;Adı;Soyadı;E-posta;Cep Telefonu;Kayıt Tarihi;E-posta izni;Şehir",
        "Sipariş No;Tarih;Müşteri No;Ürün;Adet;Birim Fiyat;Toplam Tutar",
        *("Evet", "Hayır", "cp1254"),
        city="İzmir",
    ),
    Language(
        "swedish",
        "Kundnummer;Förnamn;Efternamn;E-post;Telefon;Registreringsdatum;Samtycke marknadsföring;Ort",
        "Ordernummer;Orderdatum;Kundnummer;Produkt;Antal;Styckpris;Summa",
        *("Ja", "Nej", "cp1252", "2025-{month:02}-{day:02}"),
        city="Malmö",
    ),
    Language(
        "danish",
        "Kundenummer;Fornavn;Efternavn;E-mailadresse;Telefon;Oprettet;Markedsføringssamtykke;By",
        "Ordrenummer;Ordredato;Kundenummer;Vare;Antal;Stykpris;Totalbeløb",
        *("Ja", "Nej", "cp1252"),
        city="Århus",
    ),
    Language(
        "hungarian",
        "Ügyfélszám;Keresztnév;Vezetéknév;E-mail cím;Telefonszám;Regisztráció dátuma;Marketing hozzájárulás;Város",
        "Rendelésszám;Rendelés dátuma;Ügyfélszám;Termék;Mennyiség;Egységár;Végösszeg",
        *("igen", "nem", "cp1250", "2025.{month:02}.{day:02}"),
        city="Győr",
    ),
    Language(
        "chinese",
        "客户编号,名,姓,电子邮箱,手机号,注册时间,邮件订阅,城市",
        "订单号,下单时间,客户编号,商品名称,数量,单价,订单金额",
        *("是", "否", "gb18030", "2025/{month:02}/{day:02}", ","),
        city="上海",
    ),
    Language(
        "korean",
        "회원번호,이름,성,이메일,휴대폰,가입일,이메일 수신동의,도시",
        "주문번호,주문일시,회원번호,상품명,수량,단가,결제금액",
        *("예", "아니오", "cp949", "2025-{month:02}-{day:02}", ","),
        city="서울",
    ),
)
