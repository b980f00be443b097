// The panel beside the diagram: what is chosen says what can be written of it.
import { choice, group, node, text } from "./fields.js";
import { eventGroups } from "./event_fields.js";
import { flowGroups } from "./flow_fields.js";
import { IDENTIFIER } from "./identifiers.js";
import { said, say } from "./properties.js";
import { repeatGroups } from "./repeat_fields.js";
import { stepGroups } from "./step_fields.js";

function general(context, element) {
  const { words, modeler, readonly } = context;
  const object = element.businessObject;
  const modeling = modeler.get("modeling", false);
  const rename = (name) => modeling.updateProperties(element, { name: name || undefined });
  const identify = (id) => {
    if (id === object.id) return "";
    if (!IDENTIFIER.test(id)) return words.id_refused;
    if (modeler.get("moddle").ids.assigned(id)) return words.id_taken;
    modeling.updateProperties(element, { id });
    return "";
  };
  const named = object.$type === "bpmn:TextAnnotation"
    ? text("name", words.text, object.text ?? "", (value) => modeling.updateProperties(element, { text: value }), { rows: 3, readonly })
    : text("name", words.name, object.name ?? "", rename, { rows: 2, readonly });
  return group(words.general, named, text("id", words.id, object.id, identify, { hint: words.id_hint, readonly }));
}

function lane(context, element) {
  if (element.type !== "bpmn:Lane") return null;
  const { words, choices, readonly } = context;
  const write = (name) => (value) => say(context.modeler, element, name, value);
  return group(
    words.lane,
    choice("department", words.department, said(element, "department"), choices.departments, write("department"), { empty: words.unsaid, readonly }),
    choice("level", words.level, said(element, "level"), choices.levels, write("level"), { empty: words.unsaid, readonly }),
  );
}

// What the controls hold; the one that has the focus may hold what is not written yet.
function state(root, focused) {
  const controls = [...root.querySelectorAll("input, select, textarea")].map((one) => {
    const value = one.type === "checkbox" ? one.checked : one.name === focused ? "" : one.value;
    return [one.name, one.type, value, one.options?.length, one.type === "checkbox" && one.value];
  });
  return JSON.stringify([controls, [...root.querySelectorAll(".panel-told, .panel-kind")].map((one) => one.textContent)]);
}

export function panel(context, place) {
  const { modeler, words } = context;
  const bus = modeler.get("eventBus");
  let shown = null;
  let drawn = null;

  const draw = () => {
    const chosen = modeler.get("selection").get();
    const focused = place.contains(document.activeElement) ? document.activeElement.name : null;
    shown = chosen.length === 1 ? (chosen[0].labelTarget ?? chosen[0]) : null;
    if (!shown) {
      drawn = null;
      place.replaceChildren(node("p", { class: "panel-empty" }, chosen.length ? words.choose_one : words.choose));
      return;
    }
    const groups = [
      general(context, shown), lane(context, shown), ...stepGroups(context, shown), ...flowGroups(context, shown),
      ...eventGroups(context, shown), ...repeatGroups(context, shown),
    ];
    const kind = node("p", { class: "panel-kind" }, context.kindOf(shown));
    const made = node("div", {}, kind, ...groups.filter(Boolean));
    // A control that is being used stays as it is unless something else than itself has changed.
    if (drawn === shown && state(made, focused) === state(place, focused)) return;
    const at = drawn === shown ? place.scrollTop : 0;
    drawn = shown;
    place.replaceChildren(made);
    place.scrollTop = at;
    if (focused) place.querySelector(`[name="${focused}"]`)?.focus();
  };

  bus.on("selection.changed", draw);
  bus.on("elements.changed", ({ elements }) => {
    if (shown && elements.some((one) => one === shown || one.businessObject === shown.businessObject)) draw();
  });
  bus.on("import.done", draw);
  draw();
}
