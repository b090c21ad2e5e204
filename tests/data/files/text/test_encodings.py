"""The encoding of a file is found from its bytes, short as they may be."""

from __future__ import annotations

import pytest

from app.data.files.text.encodings import detect, split_bom


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("email;jméno\na@x.cz;Žaneta Příhodová\nb@x.cz;Tomáš Řehoř\n", "cp1250"),
        ("email;name\na@x.de;Jürgen Groß\n", "cp1252"),
        ("email,nom\na@x.fr,Hélène Lefèvre\nb@x.fr,François Noël\n", "cp1252"),
        ("c0,Brno,end\nc1,São Paulo,end\n", "cp1252"),
        ("email,navn\na@x.dk,Søren Ærø\n", "cp1252"),
        ("email,imię\na@x.pl,Łukasz Wiśniewski\n", "cp1250"),
        ("email,név\na@x.hu,Szűcs Győző Erdős\n", "cp1250"),
        ("email,имя\na@x.ru,Иван Петров\n", "cp1251"),
        ("email,имя\na@x.ru,Иван Петров\n", "koi8_r"),
        ("email,όνομα\na@x.gr,Γιώργος Παπαδόπουλος\n", "cp1253"),
        ("email,ad\na@x.tr,Gökhan Şahin İstanbul ığdır\n", "cp1254"),
        ("email,vārds\na@x.lv,Jānis Bērziņš Rīga\n", "cp1257"),
        ("email,名前\na@x.jp,山田太郎\nb@x.jp,佐藤花子\n", "shift_jis"),
        ("注文番号,注文日時,会員番号,商品名,数量,単価,小計\n1,2025年04月03日,M7,緑茶,2,￥450,￥900\n", "cp932"),
        ("受注日,お客様名,支払方法,配送先,合計金額\n2025/04/03,佐藤,銀行振込,東京都,450\n", "euc_jp"),
        ("订单编号,下单时间,会员号,商品名称,数量,单价,金额\n1,2025年,M7,绿茶,2,￥45,￥90\n", "gb18030"),
        ("訂單編號,下單時間,會員編號,商品名稱,數量\n1,2025年,M7,綠茶,2\n", "big5"),
        ("주문번호,주문일시,회원번호,상품명,수량,단가\n1,2025년,M7,녹차,2,4500\n", "cp949"),
        ("email,name\na@x.io,Noël\nb@x.io,Müller\nc@x.io,Øystein\n", "cp1252"),
        ("email,name\na@x.io,Müller\nb@x.io,Größe\nc@x.io,Ærø\n", "cp1252"),
        ("email,nafn\na@x.is,Guðrún Þórðardóttir\nb@x.is,Sigríður\n", "cp1252"),
        ("email,nome\na@x.it,Niccolò\nb@x.it,Città\nc@x.it,Perché\nd@x.it,Università\n", "cp1252"),
        ("email,name\na,b\n", "utf-16-le"),
        ("email,name\na,b\n", "utf-16-be"),
        ("email,name\na@x.io,Zoë\n", "utf-8"),
        ("plain,ascii\n", "utf-8"),
    ],
)
def test_that_a_short_file_is_read_in_its_own_letters(text: str, encoding: str) -> None:
    assert text.encode(encoding).decode(detect(text.encode(encoding))) == text


def test_that_one_wrong_byte_does_not_turn_utf8_into_a_code_page() -> None:
    assert detect("Žluťoučký kůň příliš\n".encode() * 3 + b"\xe9\n") == "utf-8"


def test_that_letters_far_into_a_file_decide() -> None:
    assert detect(b"a;b\n" * 100_000 + "Žaneta Příhodová;Tomáš Řehoř\n".encode("cp1250")) == "cp1250"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_that_a_byte_order_mark_names_the_encoding(encoding: str) -> None:
    raw = "naïve".encode(encoding)
    name, skip = split_bom(raw)
    assert name is not None
    assert raw[skip:].decode(name) == "naïve"


@pytest.mark.parametrize(
    "text", ["Café £5", "WHITE LANTERN £\nCAFÉ “SET”", "CARD £ HOLDER\nPOSTAGE £3", "prix 5 € à Noël"]
)
def test_that_a_sign_of_money_is_no_letter_of_another_page(text: str) -> None:
    assert detect(f"{text}\n".encode("cp1252") * 20) == "cp1252"


def test_that_long_lines_of_signs_of_two_bytes_are_not_cut_into_another_code_page() -> None:
    line = "会員番号,姓,名,メールアドレス,電話番号,生年月日,郵便番号,都道府県,メルマガ,登録日\n"
    rows = "000001,田中,花子,a@x.jp,090-1234-5678,1960年1月1日,100-0001,東京都,希望する,2026/01/05\n"
    raw = (line + rows * 2_000).encode("cp932")
    assert detect(raw) == "cp932"
