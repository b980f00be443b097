"""What the public and outsiders see of personal data."""

from __future__ import annotations

import re

_ADDRESS_KEPT = re.compile(r"^.*?(?:镇|乡|街道|[县区旗](?!.*(?:镇|乡|街道))|市(?!.*[县区旗镇乡]|.*街道))")
_ID_NUMBERS = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILES = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")

_ORGANISATION = re.compile(
    r".{2,}(?:公司|企业|合作社|事务所|分所|银行|学校|医院|商店|商行|超市|饭店|餐馆|面馆|酒店|宾馆|药店|工厂|委员会|研究院|管理局|管理站|服务部|经营部)$"
)


def mask_applicant(name: str) -> str:
    """Return the name of an enterprise in full and that of a person masked; what may be either is masked."""
    return name if len(name) > 4 and _ORGANISATION.fullmatch(name) else mask_name(name)


def mask_name(name: str) -> str:
    """Return a person's name with all but its first character as stars: 张三 becomes 张*."""
    return name[:1] + "*" * (len(name) - 1)


def mask_middle(name: str) -> str:
    """Return a name as it is called out in a hall, first and last character only: 王小明 becomes 王*明, 张三 张*.

    However long a name is, two stars at most stand for the rest, so that its length tells nothing.
    """
    if len(name) < 3:
        return mask_name(name) if len(name) == 2 else "*" * len(name)
    return name[0] + "*" * min(2, len(name) - 2) + name[-1]


def mask_id_number(value: str) -> str:
    """Return a number with its first four and last four characters only: 6109******1234."""
    return f"{value[:4]}******{value[-4:]}" if len(value) > 8 else "*" * len(value)


def mask_phone(value: str) -> str:
    """Return a phone number with its first three and last four digits only: 138****5678."""
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "*" * len(value)


def mask_address(value: str) -> str:
    """Return an address down to its town, street office or, failing these, county; the rest becomes ****."""
    kept = _ADDRESS_KEPT.match(value)
    if kept is None:
        return "****" if value else ""
    return value if kept.end() == len(value) else kept[0] + "****"


def mask_text(text: str) -> str:
    """Return free text in which identity numbers and mobile phones are masked wherever they stand."""
    hidden = _ID_NUMBERS.sub(lambda found: mask_id_number(found[0]), text)
    return _MOBILES.sub(lambda found: mask_phone(found[0]), hidden)
