"""The files that a new matter begins with: an empty flow, or those of a published matter under another key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import yaml
from lxml import etree

from engine.bpmn.model import BpmnError
from engine.bpmn.read import parse, read
from engine.bpmn.xml import BPMN, SPIFF
from engine.errors import Invalid
from engine.matter import MatterFacts
from engine.strict import Malformed
from engine.text import zh
from processes.foreign_ids import with_our_ids
from processes.matter_text import Place, with_renamed_key, with_values, without
from processes.new_facts import SOURCE, first_facts
from processes.new_forms import first_forms
from processes.simple_blank import blank_process

PROCESS, FACTS, FUNCTIONS = "process.bpmn", "matter.yaml", "functions.txt"


@dataclass(frozen=True)
class NewMatter:
    """What has to be known of a matter before anything of it is drawn.

    ``department`` is the code of the department that answers for it, ``department_name`` what that is called,
    ``level`` where it sits, ``series`` the short name that numbers of its documents begin with (发文机关代字).
    """

    key: str
    name: str
    department: str
    department_name: str
    level: str
    series: str


def empty_files(wish: NewMatter) -> dict[str, bytes]:
    """Return a matter in which an application is filed and nothing is done yet; its flow has no drawing."""
    flow = blank_process(wish.key, wish.name)
    return {PROCESS: flow, FACTS: first_facts(**asdict(wish)).encode(), **first_forms(wish.name)}


def copied_files(files: Mapping[str, bytes], wish: NewMatter) -> dict[str, bytes]:
    """Return a published matter's files as those of another matter: key, name and department are new.

    Lanes of the department that answers for the first become lanes of the new one's. The codes of the first matter
    are left out, as are its functions, which belong to its key. Raises Invalid for files that cannot be read.
    """
    kept = {name: data for name, data in files.items() if name != FUNCTIONS}
    try:
        text = files[FACTS].decode()
        former = MatterFacts.from_yaml(text)
        kept[FACTS] = _facts(text, former, wish).encode()
        kept[PROCESS] = _process(files[PROCESS], former.department, wish)
    except (BpmnError, Malformed, KeyError, UnicodeDecodeError, yaml.YAMLError):
        raise Invalid(zh("这个事项的文件读不出来，不能照它新建。")) from None
    return kept


def _process(xml: bytes, former: str, wish: NewMatter) -> bytes:
    model = read(xml)
    root: Any = parse(xml)
    main = list(root.iter(BPMN + "process"))[model.processes.index(model.main)]
    with_our_ids(root, main, wish.key)
    for named in (main, *root.iter(BPMN + "participant")):
        if wish.key in (named.get("id"), named.get("processRef")):
            named.set("name", wish.name)
    if former != wish.department:
        _handed_over(root, former, wish)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _handed_over(root: Any, former: str, wish: NewMatter) -> None:
    for lane in root.iter(BPMN + "lane"):
        for said in lane.iter(SPIFF + "property"):
            if said.get("name") == "department" and said.get("value") == former:
                said.set("value", wish.department)
                lane.set("name", wish.department_name)


def _facts(text: str, former: MatterFacts, wish: NewMatter) -> str:
    values: dict[Place, str | int] = {("key",): wish.key, ("department",): wish.department}
    values |= _assumed(("name",), wish.name) | _assumed(("authority",), wish.department_name)
    text = with_values(text, values)
    if wish.department not in former.series:
        place = ("series", former.department)
        text = with_renamed_key(with_values(text, _assumed(place, wish.series)), place, wish.department)
    return without(without(text, "catalog_code"), "task_code")


def _assumed(place: Place, value: str) -> dict[Place, str | int]:
    return {(*place, "value"): value, (*place, "mark"): "own", (*place, "source"): SOURCE}
