"""One fault put into a good random process; each says which rules are meant for it and where they must point."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from process_blocks import Block, Choice, Parallel, Repeat, Scope, Sequence, Task, Test, answered, inside
from process_xml import draw


@dataclass(frozen=True)
class Fault:
    """The file with its fault, and the rules of which one must be found (at ``element``, if it is known)."""

    xml: str
    rules: frozenset[str]
    element: str | None = None


Seed = Callable[[Block, str, random.Random], Fault | None]
FLOW = re.compile(r'<sequenceFlow id="(\w+)" sourceRef="(\w+)" targetRef="(\w+)">(.*?)</sequenceFlow>')


def flows(xml: str) -> list[re.Match[str]]:
    return list(FLOW.finditer(xml))


def cut(xml: str, found: re.Match[str], elements: str, more: str, first: str) -> str:
    """Lead a flow to ``first`` instead, and put elements and flows before it in its scope."""
    id, source, _, test = found.groups()
    led = f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{first}">{test}</sequenceFlow>'
    return xml[: found.start()] + elements + led + more + xml[found.end() :]


def flow(id: str, source: str, target: str, test: str = "") -> str:
    test = f"<conditionExpression>{test}</conditionExpression>" if test else ""
    return f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{test}</sequenceFlow>'


def plain_flow(xml: str, chance: random.Random) -> re.Match[str] | None:
    """Return a flow without condition into a task, so that anything may be put into it."""
    tasks = set(re.findall(r'<userTask id="(\w+)"', xml))
    fitting = [one for one in flows(xml) if one[3] in tasks and not one[4] and not one[2].startswith("race")]
    return chance.choice(fitting) if fitting else None


def wrong_join(process: Block, xml: str, chance: random.Random) -> Fault | None:
    joins = re.findall(r'<(parallel|inclusive|exclusive)Gateway id="((?:all|any|one)\d+_join)"', xml)
    joins = [(kind, id) for kind, id in joins if len(re.findall(f'targetRef="{id}"', xml)) > 1]
    if not joins:
        return None
    kind, id = chance.choice(joins)
    other = "exclusive" if kind == "parallel" else "parallel"
    changed = xml.replace(f'<{kind}Gateway id="{id}"', f'<{other}Gateway id="{id}"')
    if kind == "parallel":
        return Fault(changed, frozenset({"doubled-token", "end-reached-twice"}))
    # In a scope that a boundary event may still end, a join that waits for ever is no deadlock, but it is dead.
    return Fault(changed, frozenset({"deadlock", "dead-element"}), id)


def missing_default(process: Block, xml: str, chance: random.Random) -> Fault | None:
    found = re.findall(r'<exclusiveGateway id="(one\d+)" default="(\w+)"', xml)
    ways = {one[1]: one for one in flows(xml)}
    found = [(id, default) for id, default in found if default in ways]
    if not found:
        return None
    # One branch without a condition stands in for a default, so the branch gets a condition too.
    id, default = chance.choice(found)
    tests = [one[4] for one in ways.values() if one[2] == id and one[4]]
    if not tests:
        return None  # spelt without ids of flows
    way = ways[default][0]
    changed = xml.replace(way, way.replace("></sequenceFlow>", f">{tests[0].replace('==', '!=')}</sequenceFlow>"))
    if len(tests) == 1:
        changed = changed.replace(tests[0].replace("==", "!="), tests[0].replace(".go", ".also"))
    return Fault(changed.replace(f'id="{id}" default="{default}"', f'id="{id}"'), frozenset({"no-default"}), id)


def dangling_flow(process: Block, xml: str, chance: random.Random) -> Fault | None:
    found = flows(xml)
    if not found:
        return None
    one = chance.choice(found)
    old = one[0]
    changed = xml.replace(old, old.replace(f'targetRef="{one[3]}"', 'targetRef="nowhere"'))
    return Fault(changed, frozenset({"dangling-reference"}), one[1])


def unreachable(process: Block, xml: str, chance: random.Random) -> Fault | None:
    one = plain_flow(xml, chance)
    if one is None:
        return None
    scopes = 1 + xml.count("<subProcess")
    if xml.count("<startEvent") == scopes and chance.random() < 0.5:  # without a start event it would start at once
        more = '<userTask id="lost"/>' + flow("from_lost", "lost", one[3])
        return Fault(xml[: one.start()] + more + xml[one.start() :], frozenset({"no-incoming"}), "lost")
    more = '<userTask id="lost"/><exclusiveGateway id="lost_on"/>' + flow("lost_1", "lost", "lost_on")
    more += flow("lost_2", "lost_on", "lost", "lost.go == 'a'") + flow("lost_3", "lost_on", one[3])
    more = more.replace('id="lost_on"', 'id="lost_on" default="lost_3"')
    return Fault(xml[: one.start()] + more + xml[one.start() :], frozenset({"unreachable"}))


def unguarded_loop(process: Block, xml: str, chance: random.Random) -> Fault | None:
    one = plain_flow(xml, chance)
    if one is None:
        return None
    elements = '<exclusiveGateway id="round"/><exclusiveGateway id="round_again" default="round_off"/>'
    more = flow("round_on", "round", "round_again") + flow("round_back", "round_again", "round", "fact == 1")
    more += flow("round_off", "round_again", one[3])
    return Fault(cut(xml, one, elements, more, "round"), frozenset({"empty-loop", "automatic-loop"}))


def second_token(process: Block, xml: str, chance: random.Random) -> Fault | None:
    splits = set(re.findall(r'<parallelGateway id="(all\d+)"/>', xml))
    fitting = [one for one in flows(xml) if one[3] in splits and not one[4]]
    if not fitting:
        return None
    one = chance.choice(fitting)
    elements = '<parallelGateway id="twice"/><exclusiveGateway id="twice_in"/>'
    more = flow("twice_1", "twice", "twice_in") + flow("twice_2", "twice", "twice_in")
    more += flow("twice_3", "twice_in", one[3])
    return Fault(cut(xml, one, elements, more, "twice"), frozenset({"doubled-token"}))


def dead_condition(process: Block, xml: str, chance: random.Random) -> Fault | None:
    fitting = [one for one in flows(xml) if one[2].startswith("one") and ".go ==" in one[4]]
    if not fitting:
        return None
    one = chance.choice(fitting)
    text = re.sub(r"<.*?>", "", one[4])
    task = text.partition(".")[0]
    wrong = chance.choice([f"{text} and {task}.go == 'z'", f"{text} and 1 == 2", f"not ({text}) and {text}", "false"])
    return Fault(xml.replace(one[0], one[0].replace(text, wrong)), frozenset({"dead-condition"}), one[1])


def read_too_early(process: Block, xml: str, chance: random.Random) -> Fault | None:
    """Ask a choice for the answer of another task; whether it can be missing then, the block tree tells."""
    choices = [one for one in inside(process) if isinstance(one, Choice) and not one.inclusive]
    tasks = [one.id for one in inside(process) if isinstance(one, Task) and one.many is None]
    if not choices or not tasks:
        return None
    choice = chance.choice(choices)
    other = chance.choice(tasks)
    test = Test(other, "go", "a")
    changed = changed_choice(process, choice, replace(choice, arms=((test, choice.arms[0][1]), *choice.arms[1:])))
    if answered(changed, frozenset()) is not None:
        return None
    return Fault(draw(changed, str(chance.random())), frozenset({"not-yet-answered"}))


def changed_choice(block: Block, old: Block, new: Block) -> Block:
    """Return the tree with one block in place of another."""
    if block is old:
        return new

    def within(one: Block) -> Block:
        return changed_choice(one, old, new)

    match block:
        case Sequence(parts):
            return Sequence(tuple(map(within, parts)))
        case Choice(arms=arms):
            return replace(block, arms=tuple((test, within(arm)) for test, arm in arms))
        case Parallel(arms=arms):
            return replace(block, arms=tuple(map(within, arms)))
        case Repeat(body=body):
            return replace(block, body=within(body))
        case Scope(body=body, guards=guards):
            paths = tuple(replace(guard, path=within(guard.path)) for guard in guards)
            return replace(block, body=within(body), guards=paths)
        case Task(guards=guards):
            return replace(block, guards=tuple(replace(guard, path=within(guard.path)) for guard in guards))
    if hasattr(block, "races"):
        return replace(block, races=tuple((event, within(arm)) for event, arm in block.races))
    return block


def nobody_catches(process: Block, xml: str, chance: random.Random) -> Fault | None:
    one = plain_flow(xml, chance)
    if one is None:
        return None
    thrown = '<intermediateThrowEvent id="told"><messageEventDefinition messageRef="gone"/></intermediateThrowEvent>'
    changed = cut(xml, one, thrown, flow("told_on", "told", one[3]), "told")
    changed = changed.replace("<process ", '<message id="gone" name="gone"/><process ', 1)
    return Fault(changed, frozenset({"message-uncaught"}), "told")


def reserved_id(process: Block, xml: str, chance: random.Random) -> Fault | None:
    tasks = re.findall(r'<userTask id="(\w+)"', xml)
    if not tasks:
        return None
    task, new = chance.choice(tasks), chance.choice(["Start", "End", "Root", "process.EndJoin"])
    return Fault(re.sub(rf'"{task}"', f'"{new}"', xml), frozenset({"reserved-id"}), new)


def event_sub_process(process: Block, xml: str, chance: random.Random) -> Fault | None:
    inner = '<startEvent id="esp_on"><messageEventDefinition/></startEvent><endEvent id="esp_off"/>'
    inner += flow("esp_flow", "esp_on", "esp_off")
    more = f'<subProcess id="esp" triggeredByEvent="true">{inner}</subProcess>'
    return Fault(xml.replace("</process>", f"{more}</process>"), frozenset({"event-sub-process"}), "esp")


def lone_link(process: Block, xml: str, chance: random.Random) -> Fault | None:
    one = plain_flow(xml, chance)
    if one is None:
        return None
    jump = '<intermediateThrowEvent id="jump"><linkEventDefinition name="there"/></intermediateThrowEvent>'
    return Fault(cut(xml, one, jump, "", "jump"), frozenset({"link-partner"}), "jump")


def unpaid(process: Block, xml: str, chance: random.Random) -> Fault | None:
    changed = with_fee(xml, paid=False)
    return None if changed is None else Fault(changed, frozenset({"fee-unpaid"}), "certificate")


def with_fee(xml: str, *, paid: bool) -> str | None:
    """Return the process with a bill before it and a certificate behind it; unpaid, a flow goes round the cashier."""
    first = re.search(r'<sequenceFlow id="(\w+)" sourceRef="process_start" targetRef="(\w+)"></sequenceFlow>', xml)
    if first is None or 'targetRef="process_end"' not in xml:
        return None
    said = '<ext:properties><ext:property name="{}" value="{}"/></ext:properties>'
    task = '<userTask id="{}"><extensionElements>{}</extensionElements></userTask>'
    more = task.format("bill", said.format("fee", "charged"))
    more += task.format("certificate", said.format("document", "certificate"))
    more += (
        '<intermediateCatchEvent id="settled"><messageEventDefinition messageRef="id_paid"/></intermediateCatchEvent>'
    )
    more += '<exclusiveGateway id="owing" default="to_pay"/><exclusiveGateway id="cleared"/>'
    more += flow("first", "process_start", "bill") + flow("billed", "bill", "owing")
    more += flow("to_pay", "owing", "settled") + flow("on", "settled", "cleared") + flow("work", "cleared", first[2])
    more += "" if paid else flow("past", "owing", "cleared", "bill.go == 'a'")
    changed = xml.replace(first[0], more).replace('targetRef="process_end"', 'targetRef="certificate"')
    changed = changed.replace("</process>", flow("over", "certificate", "process_end") + "</process>")
    changed = changed.replace("<process ", '<message id="id_paid" name="fee_settled"/><process ', 1)
    return changed.replace("<definitions ", f'<definitions xmlns:ext="{SPIFF}" ', 1)


SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
FAULTS: dict[str, Seed] = {
    "wrong join kind": wrong_join,
    "missing default": missing_default,
    "dangling flow": dangling_flow,
    "unreachable node": unreachable,
    "unguarded loop": unguarded_loop,
    "second token into a split": second_token,
    "dead condition": dead_condition,
    "field read before written": read_too_early,
    "missing message catcher": nobody_catches,
    "reserved id": reserved_id,
    "event sub-process": event_sub_process,
    "link without partner": lone_link,
    "fee not paid before issue": unpaid,
}
