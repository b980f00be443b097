"""The guide that a new matter begins with: what the law says where it says it, and assumptions for all the rest."""

from __future__ import annotations

import json

SOURCE = "新建时的设定，待核实"

_TEXT = """\
# {name}：办事指南要素、时限、材料、编号。每一项都写明出处。
#   found  见于公开文本；  own  新建时的设定，页面上标“待核实”，查到出处以后改
key: {key}
name: {own:name}
item_type: {own:=licence}
case_kind: {own:=promised}
use_level: {own:level}
authority: {own:department_name}
department: {department}
applicants: {own:=[person]}
channels: {own:=[window]}
delivery_modes: {own:=[window]}
visits: {own:=1}
residence: {own:=resident}
silence_grants: {own:=false}

limits:
  clock_origin: {value: acceptance, mark: found, source: 行政许可法 第四十二条}
  statutory: {value: {days: 20}, mark: found, source: 行政许可法 第四十二条第一款}
  promised: {own:={days: 10}}
  intake: {value: {days: 5}, mark: found, source: 行政许可法 第三十二条第一款第四项}
  supplement_mode: {value: notice, mark: found, source: 行政许可法 第三十二条第一款第四项}
  supplement_wait: {own:={days: 30}}
  extension: {value: {days: 10, approver: authority_head}, mark: found, source: 行政许可法 第四十二条第一款}
  delivery: {value: {days: 10}, mark: found, source: 行政许可法 第四十四条}

fee:
  charged: {own:=false}

result:
  name: {own:result}
  kind: {own:=approval}

place:
  address: {own:=待填写}
  window: {own:=待填写}
  hours: {own:=待填写}
  phone: {own:=待填写}
  complaint_phone: {own:=待填写}

remedies:
  reconsideration_body: {own:=待填写}
  reconsideration_days: {value: 60, mark: found, source: 行政复议法 第二十条}
  court: {own:=待填写}
  suit_months: {value: 6, mark: found, source: 行政诉讼法 第四十六条}

conditions:
  - {own:=待填写}

materials: []

legal_basis:
  - title: {own:=待填写}

series:
  {department}: {own:series}
"""


def first_facts(*, key: str, name: str, department: str, department_name: str, level: str, series: str) -> str:
    """Return ``matter.yaml`` of a matter of which only these are known.

    ``department`` is a code, ``level`` where it sits, ``series`` what the numbers of its documents begin with. The days
    of the law are those (行政许可法 第三十二条、第四十二条、第四十四条); the rest is marked as an assumption.
    """
    # Two lines of a comment would be a line of the guide.
    text = _TEXT.replace("{name}", " ".join(name.split())).replace("{key}", key).replace("{department}", department)
    said = {
        "name": name,
        "level": level,
        "department_name": department_name,
        "result": f"{name}的决定",
        "series": series,
    }
    for known, value in said.items():
        text = text.replace(f"{{own:{known}}}", _assumed(json.dumps(value, ensure_ascii=False)))
    lines = []
    for line in text.splitlines():
        before, mark, after = line.partition("{own:=")
        lines.append(before + _assumed(after.removesuffix("}")) if mark else line)
    return "\n".join(lines) + "\n"


def _assumed(value: str) -> str:
    return f"{{value: {value}, mark: own, source: {SOURCE}}}"
