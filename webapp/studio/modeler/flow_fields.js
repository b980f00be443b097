// A flow's condition, with what it may read at this place; and whether it is the way taken when nothing else holds.
import { group, node, text, tick } from "./fields.js";

const DECIDING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

export function flowGroups(context, element) {
  if (element.type !== "bpmn:SequenceFlow") return [];
  const { words, modeler, readonly } = context;
  const modeling = modeler.get("modeling", false);
  const flow = element.businessObject;
  const source = flow.sourceRef;
  if (!source || !(DECIDING.includes(source.$type) || source.$instanceOf("bpmn:Activity"))) return [];
  const isDefault = source.default === flow;
  const setDefault = (chosen) => modeling.updateProperties(element.source, { default: chosen ? flow : undefined });
  const fields = [tick("default", words.default, isDefault, setDefault, { hint: words.default_hint, readonly })];
  if (!isDefault) fields.push(condition(context, element));
  return [group(words.condition, fields)];
}

function condition(context, element) {
  const { words, modeler, readonly, check } = context;
  const flow = element.businessObject;
  const write = async (value) => {
    const why = value && (await check("expression", value));
    if (why) return why;
    const body = value && modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body: value });
    if (body) body.$parent = flow;
    modeler.get("modeling").updateProperties(element, { conditionExpression: body || undefined });
    return "";
  };
  const field = text("condition", words.condition, flow.conditionExpression?.body ?? "", write, {
    rows: 3, hint: words.condition_hint, readonly,
  });
  if (readonly) return field;
  const area = field.querySelector("textarea");
  const verdict = node("p", { class: "panel-verdict", "aria-live": "polite" });
  let waiting;
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const why = area.value.trim() && (await check("expression", area.value));
      verdict.textContent = why || (area.value.trim() ? words.compiles : "");
      verdict.classList.toggle("panel-refusal", Boolean(why));
    }, 300);
  });
  const helper = node("details", { class: "panel-names" }, node("summary", {}, words.names), node("p", {}, words.loading));
  helper.addEventListener("toggle", async () => {
    if (!helper.open) return;
    const found = await context.names(element.businessObject.sourceRef.id);
    helper.replaceChildren(node("summary", {}, words.names), ...listed(context, found, area));
  });
  field.append(verdict, helper);
  return field;
}

function listed(context, found, area) {
  const { words } = context;
  const insert = (written) => {
    area.setRangeText(written, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input"));
  };
  const button = (written, said) =>
    node("button", { type: "button", class: "btn btn-sm btn-outline-primary", title: written, onclick: () => insert(written) }, said);
  if (!found.length) return [node("p", {}, words.no_names)];
  return found.map((task) =>
    node(
      "div",
      { class: "panel-name" },
      node("p", {}, node("strong", {}, task.name), task.sure ? "" : ` ${words.unsure}`),
      ...task.fields.map((field) => {
        const written = `${task.id}.${field.name}`;
        const shown = [button(written, field.label)];
        for (const [value, label] of field.choices) {
          const asked = task.many ? `any(${written}, '${value}')` : `${written} == '${value}'`;
          shown.push(" ", button(task.sure ? asked : `given(${written}) and ${asked}`, `= ${label}`));
        }
        return node("p", { class: "panel-name-field" }, ...shown);
      }),
    ),
  );
}
