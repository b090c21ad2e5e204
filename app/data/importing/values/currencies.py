"""Currencies as they stand beside an amount: signs, codes and abbreviations."""

from __future__ import annotations

import re

_CODES = """
AED AFN ALL AMD AOA ARS AUD AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL HRK RUR BTC ETH
"""
_ABBREVIATIONS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "₩": "KRW",
    "₫": "VND",
    "฿": "THB",
    "₦": "NGN",
    "₱": "PHP",
    "₸": "KZT",
    "₾": "GEL",
    "₿": "BTC",
    "₡": "CRC",
    "₲": "PYG",
    "₵": "GHS",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "S$": "SGD",
    "R$": "BRL",
    "MX$": "MXN",
    "NT$": "TWD",
    "JP¥": "JPY",
    "CN¥": "CNY",
    "Kč": "CZK",
    "zł": "PLN",
    "Ft": "HUF",
    "lei": "RON",
    "лв": "BGN",
    "руб": "RUB",
    "р": "RUB",
    "грн": "UAH",
    "Fr": "CHF",
    "SFr": "CHF",
    "TL": "TRY",
    "Rp": "IDR",
    "RM": "MYR",
    "kr": "kr",
    "円": "JPY",
    "元": "CNY",
    "원": "KRW",
    "Rs": "INR",
    "$": "$",
    "¥": "¥",
    "\\": "¥",
    "％": "%",
}
_KNOWN = {
    **{code.casefold(): code for code in _CODES.split()},
    **{sign.casefold(): code for sign, code in _ABBREVIATIONS.items()},
}
_LONGEST_FIRST = sorted({*_ABBREVIATIONS}, key=len, reverse=True)
CURRENCY = rf"(?i:{'|'.join(map(re.escape, _LONGEST_FIRST))}|[a-z]{{3}}|\p{{Sc}}|[%％])\.?"
"""A pattern of what may be a currency, or per cent; `currency_code` says whether it is."""
PERCENT = "%"
"""What `currency_code` says of a sign of per cent, which is a unit too."""


def currency_code(sign: str) -> str:
    """The ISO code, or the sign itself where it stands for several currencies ("$"); "" where it is no currency."""
    bare = sign.rstrip(".")
    return _KNOWN.get(bare.casefold(), bare if len(bare) == 1 and not bare.isalnum() else "")
