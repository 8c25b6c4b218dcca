"""The SQL that turns a cell's text into canonical text, NULL where it is no value in the column's one format."""

from profitability.domain.template import Kind
from profitability.intake.numbers import UNIT, NumberFormat, digits_pattern
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import day_key, trimmed, unguarded

_BLANK = "\u00a0\u202f\u2009\u2007\u2212\u2013\u2010\u2011\u2012\uff0d’"
_PLAIN = "    ------''"
_LOST_DIGITS = "-?[0-9]([.,][0-9]+[eE][+]?|[eE][+])[0-9]+"
_ERROR = "#([A-ZÅÄÖÆØÜ0-9/]{1,20}[!?]|N/A|NV|I/T|#+)"
_MONTH = "(jan|feb|mar|apr|ma[ijy]|jun|jul|aug|sep|okt|oct|nov|dec|des|dez)"
LOST_DAY = f"(?i)\\x02.*|(19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}( 00:00:00)?|[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}"
"""What a spreadsheet makes of 5-1: a day."""

_NOTHING = r"(?i)[(<]?null[)>]?|nan|n/?a|none|nil|undefined|-+|[?]+"
_WIDE = "DECIMAL(38, 12)"
MOST_DIGITS = 15
"""A number with more digits before its decimals is no amount."""

_LARGEST, _LARGEST_FACTOR = 10**15 - 1, 10**12 - 1


def value_sql(plan: FieldPlan) -> str:
    """Return the SQL for the canonical value: DECIMAL(38,12) for numbers, VARCHAR for the rest."""
    if plan.constant or plan.place is None:
        return _literal(plan.constant)
    cell = trimmed(plan.place)
    match plan.kind:
        case Kind.AMOUNT | Kind.QUANTITY:
            return _number(plan, cell)
        case Kind.DATE:
            return f"(SELECT day FROM days_{plan.place} WHERE days_{plan.place}.text = {day_key(plan.place)})"
        case Kind.ID:
            plain = unguarded(f"ltrim({cell}, chr(1) || chr(2))")
            plain = f"regexp_replace({plain}, '\\.0$', '')" if plan.strips_point_zero else plain
            plain = f"regexp_replace({plain}, '^''([0-9])', '\\1')"
            kept = f"NOT regexp_full_match({plain}, '{_LOST_DIGITS}|{_ERROR}|{_NOTHING}')"
            kept += f" AND NOT regexp_full_match({cell}, '{LOST_DAY}')" if plan.refuses_days else ""
            return f"CASE WHEN {kept} THEN {plain} END"
        case Kind.TEXT:
            if plan.words:
                pairs = " ".join(f"WHEN {_literal(text)} THEN {_literal(line)}" for text, line in plan.words)
                return f"CASE {cell} {pairs} END"
            plain = unguarded(f"ltrim({cell}, chr(1) || chr(2))")
            return f"CASE WHEN NOT regexp_full_match({cell}, '{_ERROR}') THEN {plain} END"


def _number(plan: FieldPlan, cell: str) -> str:
    format_ = plan.number or NumberFormat(".", "")
    plain = _untyped(format_, cell)
    value = f"CASE WHEN {plain.matches} THEN CAST({plain.text} AS {_WIDE}) END"
    typed = f"CASE WHEN regexp_full_match(substr({cell}, 2), '-?[0-9]{{1,{MOST_DIGITS}}}([.][0-9]{{1,12}})?') "
    typed += f"THEN CAST(substr({cell}, 2) AS {_WIDE}) END"
    value = f"CASE WHEN starts_with({cell}, chr(1)) THEN {typed} ELSE {value} END"
    factor = plan.scale * (-1 if plan.is_turned else 1)
    value = f"({value}) * {factor}" if factor != 1 else f"({value})"
    value = f"({value}) * ({plan.factor_sql})" if plan.factor_sql else value
    value = f"(CASE WHEN {plan.minus_where} THEN -abs({value}) ELSE {value} END)" if plan.minus_where else value
    most = _LARGEST_FACTOR if plan.kind is Kind.QUANTITY or plan.field == "unit_price" else _LARGEST
    return f"CASE WHEN {value} BETWEEN -{most} AND {most} THEN {value} END"


class _Plain:
    """The two expressions of a number: whether the text is one, and its plain decimal text."""

    def __init__(self, matches: str, text: str) -> None:
        self.matches, self.text = matches, text


def _untyped(format_: NumberFormat, cell: str) -> _Plain:
    digits = digits_pattern(format_.decimal, format_.group)
    text = f"translate({cell}, {_literal(_BLANK)}, '{_PLAIN}')"
    if format_.is_percent:
        text = f"regexp_replace({text}, ' ?%$', '')"
    text = f"regexp_replace({text}, '(?i)^([-+(]?) ?{UNIT} ?', '\\1')"
    text = f"trim(regexp_replace({text}, '(?i) ?{UNIT} ?(\\)?-?)$', '\\1'))"
    mark = r"(?:(?:cr|dr)\.? ?)?"
    end = r"(?: ?(?:cr|dr)\.?)?"
    pattern = f"(?i){mark}(?:[-+]? ?{digits}|{digits} ?-|\\( ?{digits} ?\\)){end}"
    minus = f"(contains({text}, '-') OR contains({text}, '('))"
    word = "cr" if format_.credit_is_negative else "dr"
    minus = f"({minus} OR contains(lower({text}), '{word}'))"
    bare = f"regexp_replace({text}, '[^0-9{format_.decimal}]', '', 'g')"
    if format_.decimal == ",":
        bare = f"replace({bare}, ',', '.')"
    elif format_.decimal == ".":
        bare = f"regexp_replace({bare}, '\\.$', '')"
    sign = f"CASE WHEN {minus} THEN '-' ELSE '' END"
    fits = f"regexp_full_match({text}, {_literal(pattern)})"
    fits += f" AND strpos({bare} || '.', '.') <= {MOST_DIGITS + 1} AND length({bare}) <= 27"
    return _Plain(fits, f"{sign} || {bare}")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
