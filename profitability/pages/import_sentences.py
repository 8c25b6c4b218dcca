"""What was understood of a file, as plain sentences with samples from it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.import_texts import DELIMITERS, ENCODINGS, RULES, field_text
from profitability.imports.record import ColumnRecord, FileRecord, SieRecord
from ui.formats import number

_THOUSAND, _MILLION, _MILLIARD = 10**3, 10**6, 10**9
_MOST_SAMPLES = 6


def describe_reading(record: FileRecord) -> tuple[str, ...]:
    """Return the sentences: the file, its rows, and one sample per kind of column that could be read otherwise."""
    if record.sie is not None:
        return tuple(_describe_sie(record.sie, record))
    return (*_describe_file(record), *_describe_rows(record), *_describe_columns(record))


def _describe_file(record: FileRecord) -> Iterator[str]:
    if record.sheet_name:
        yield _("Bladet ”%(sheet)s” i arbetsboken läses.") % {"sheet": record.sheet_name}
    elif record.encoding:
        encoding = ENCODINGS.get(record.encoding.lower(), record.encoding)
        delimiter = DELIMITERS.get(record.delimiter)
        if delimiter:
            yield _("Filen är text i %(encoding)s med %(delimiter)s mellan kolumnerna.") % {
                "encoding": encoding,
                "delimiter": delimiter,
            }
        else:
            yield _("Filen är text i %(encoding)s.") % {"encoding": encoding}
    if record.remembered:
        yield _("Layouten känns igen från en tidigare import och läses på samma sätt.")


def _describe_rows(record: FileRecord) -> Iterator[str]:
    if record.header_row:
        yield _("Rubrikerna står på rad %(row)s.") % {"row": record.header_row}
    if record.rows:
        yield ngettext("%(count)s rad är läst.", "%(count)s rader är lästa.", record.rows) % {
            "count": number(record.rows)
        }
    kinds = {
        "title": _("Överst står rader som inte är data"),
        "total": _("Summarader räknas inte med"),
        "header": _("Rubriker som upprepas räknas inte med"),
    }
    for kind, text in kinds.items():
        rows = [each for each in record.skipped if each.kind == kind]
        if rows:
            shown = "; ".join(_("rad %(row)s ”%(text)s”") % {"row": each.row, "text": each.text} for each in rows[:2])
            yield f"{text}: {shown}."


def _describe_columns(record: FileRecord) -> Iterator[str]:
    for each in record.derivations:
        if each.rule in RULES and each.rule != "column":
            yield _("%(field)s räknas som %(rule)s.") % {"field": field_text(each.target), "rule": RULES[each.rule]}
    for field, text in record.constants:
        yield _("%(field)s är ”%(text)s” på alla rader.") % {"field": field_text(field), "text": text}
    samples = [column for column in record.columns if column.written]
    for column in samples[:_MOST_SAMPLES]:
        yield _sample(column)


def tell_value(read: str) -> str:
    """Return a cell as it is read (plain decimal text, or an ISO day) the way people write and say it."""
    if len(read) == len("2025-01-31") and read[4:5] == "-":
        return date_format(date.fromisoformat(read), "j F Y")
    try:
        amount = Decimal(read)
    except InvalidOperation:
        return read
    size = _tell_size(amount, is_money=False)
    text = _spell(amount, is_money=False)
    return _("%(number)s, alltså %(size)s") % {"number": text, "size": size} if size else text


def _sample(column: ColumnRecord) -> str:
    values = {"written": column.written, "column": column.header}
    if len(column.read) == len("2025-01-31") and column.read[4:5] == "-":
        day = date_format(date.fromisoformat(column.read))
        return _("”%(written)s” i kolumnen %(column)s är den %(read)s.") % {**values, "read": day}
    amount = Decimal(column.read) * column.scale * (-1 if column.is_turned else 1)
    read = _spell(amount, is_money=column.is_amount)
    if size := _tell_size(amount, is_money=column.is_amount):
        return _("”%(written)s” i kolumnen %(column)s är %(read)s, alltså %(size)s.") % {
            **values,
            "read": read,
            "size": size,
        }
    return _("”%(written)s” i kolumnen %(column)s är %(read)s.") % {**values, "read": read}


def _spell(amount: Decimal, *, is_money: bool) -> str:
    """Return the number with a blank between thousands and the language's decimal mark; money never has one decimal."""
    plain = amount.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    return number(plain, max(decimals, 2) if is_money and decimals else decimals)


def _tell_size(amount: Decimal, *, is_money: bool) -> str:
    """Return the number begun in words, so that a mark read the wrong way is heard; empty below a thousand."""
    size = next((each for each in (_MILLIARD, _MILLION, _THOUSAND) if abs(amount) >= each), 0)
    if not size:
        return ""
    count, rest = divmod(abs(amount), size)
    words = {
        _MILLIARD: ngettext("%(count)s miljard", "%(count)s miljarder", int(count)),
        _MILLION: ngettext("%(count)s miljon", "%(count)s miljoner", int(count)),
        _THOUSAND: _("%(count)s tusen"),
    }
    text = words[size] % {"count": number(int(count) * (-1 if amount < 0 else 1))}
    return f"{text} {_spell(rest, is_money=is_money)}" if rest else text


def _describe_sie(sie: SieRecord, record: FileRecord) -> Iterator[str]:
    yield _("Filen är en SIE-fil för %(company)s i teckenkodningen %(encoding)s.") % {
        "company": sie.company or _("ett företag utan namn"),
        "encoding": ENCODINGS.get(record.encoding, record.encoding),
    }
    yield _("Den har %(accounts)s konton och %(entries)s verifikationsrader.") % {
        "accounts": number(sie.accounts),
        "entries": number(sie.entries),
    }
    if record.remembered:
        yield _("Fördelningen på pooler är den som bestämdes vid en tidigare import.")
