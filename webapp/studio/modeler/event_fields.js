// Timers, messages, signals, errors and escalations; calls of shared parts; how often a step is done.
import { choice, group, text } from "./fields.js";

const CARRIERS = {
  "bpmn:MessageEventDefinition": ["message", "messageRef", "bpmn:Message", "name"],
  "bpmn:SignalEventDefinition": ["signal", "signalRef", "bpmn:Signal", "name"],
  "bpmn:ErrorEventDefinition": ["error", "errorRef", "bpmn:Error", "errorCode"],
  "bpmn:EscalationEventDefinition": ["escalation", "escalationRef", "bpmn:Escalation", "escalationCode"],
};
const TIMES = { duration: "timeDuration", date: "timeDate", cycle: "timeCycle" };

const definitions = (element) => {
  let top = element.businessObject;
  while (top.$parent) top = top.$parent;
  return top;
};

function carrier(context, element, owner, [kind, reference, type, key]) {
  const { words, modeler, readonly } = context;
  const top = definitions(element);
  const known = top.get("rootElements").filter((one) => one.$type === type);
  const write = (name) => {
    let target = known.find((one) => one[key] === name);
    if (!target && name) {
      target = modeler.get("bpmnFactory").create(type, { name, ...(key === "name" ? {} : { [key]: name }) });
      target.$parent = top;
      modeler.get("modeling").updateModdleProperties(element, top, { rootElements: [...top.get("rootElements"), target] });
    }
    modeler.get("modeling").updateModdleProperties(element, owner, { [reference]: name ? target : undefined });
  };
  const list = known.map((one) => [one[key] ?? "", one.name ?? ""]);
  return text(kind, words[kind], owner[reference]?.[key] ?? "", write, { list, hint: words.carrier_hint, readonly });
}

function timer(context, element, definition) {
  const { words, modeler, readonly, check } = context;
  const modeling = modeler.get("modeling", false);
  const kind = Object.keys(TIMES).find((one) => definition[TIMES[one]]) ?? "duration";
  const body = definition[TIMES[kind]]?.body ?? "";
  const write = (as, value) => {
    const factory = modeler.get("bpmnFactory", false);
    const made = Object.assign(factory.create("bpmn:FormalExpression", { body: value }), { $parent: definition });
    const cleared = Object.fromEntries(Object.values(TIMES).map((one) => [one, undefined]));
    modeling.updateModdleProperties(element, definition, { ...cleared, [TIMES[as]]: made });
  };
  const kinds = Object.keys(TIMES).map((one) => [one, words[one]]);
  const judged = async (value) => {
    const why = await check(kind, value);
    if (!why) write(kind, value);
    return why;
  };
  return group(
    words.timer,
    choice("timer-kind", words.timer_kind, kind, kinds, (as) => write(as, body), { readonly }),
    text("timer", words[kind], body, judged, { hint: words[`${kind}_hint`], readonly }),
  );
}

export function eventGroups(context, element) {
  const { words } = context;
  const object = element.businessObject;
  const found = (object.eventDefinitions ?? []).map((definition) => {
    if (definition.$type === "bpmn:TimerEventDefinition") return timer(context, element, definition);
    const kind = CARRIERS[definition.$type];
    if (kind) return group(words[kind[0]], carrier(context, element, definition, kind));
    if (definition.$type !== "bpmn:LinkEventDefinition") return null;
    const write = (name) => context.modeler.get("modeling").updateModdleProperties(element, definition, { name });
    return group(words.link, text("link", words.link, definition.name ?? "", write, { hint: words.link_hint, readonly: context.readonly }));
  });
  if (["bpmn:ReceiveTask", "bpmn:SendTask"].includes(element.type)) {
    found.push(group(words.message, carrier(context, element, object, ["message", "messageRef", "bpmn:Message", "name"])));
  }
  if (element.type === "bpmn:CallActivity") {
    const write = (calledElement) => context.modeler.get("modeling").updateProperties(element, { calledElement: calledElement || undefined });
    found.push(
      group(words.shared, choice("called", words.shared, object.calledElement ?? "", context.choices.shared, write, {
        empty: words.unsaid, hint: words.shared_hint, readonly: context.readonly,
      })),
    );
  }
  return found;
}
