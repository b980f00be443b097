// What a step says of itself: stage, post, form, limit, work, approval, separation, documents, fee, channel.
import { choice, group, several, text, told } from "./fields.js";
import { said, say } from "./properties.js";

const HUMAN = ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:Task"];
const COLLECTED = ["bpmn:ServiceTask", "bpmn:BusinessRuleTask", "bpmn:ScriptTask"];

export const isHuman = (element) => HUMAN.includes(element.type);

const property = (context, element, name) => [
  said(element, name),
  (value) => say(context.modeler, element, name, value),
];

export function laneOf(modeler, element) {
  const id = element.businessObject.id;
  const lanes = modeler.get("elementRegistry").filter((one) => one.type === "bpmn:Lane");
  return lanes.find((lane) => (lane.businessObject.get("flowNodeRef") ?? []).some((one) => one.id === id));
}

const otherSteps = (context, element) =>
  context.modeler
    .get("elementRegistry")
    .filter((one) => isHuman(one) && !one.labelTarget && one !== element)
    .map((one) => [one.businessObject.id, one.businessObject.name || one.businessObject.id]);

function approval(context, element) {
  const { words, choices } = context;
  const [value, write] = property(context, element, "approval");
  const ratio = value.startsWith("ratio:");
  return [
    choice("approval", words.approval, ratio ? "ratio" : value, choices.approvals, (kind) => write(kind === "ratio" ? "ratio:2/3" : kind), {
      empty: words.unsaid,
      hint: words.approval_hint,
      readonly: context.readonly,
    }),
    ratio &&
      text("ratio", words.ratio, value.slice(6), (share) => write(`ratio:${share}`), {
        hint: words.ratio_hint,
        readonly: context.readonly,
      }),
  ];
}

export function stepGroups(context, element) {
  const { words, choices, readonly } = context;
  const own = (name) => property(context, element, name);
  if (element.type === "bpmn:StartEvent") {
    return [
      group(
        words.step,
        choice("form", words.form, ...shape(own("form"), choices.forms), { empty: words.unsaid, readonly }),
        choice("channel", words.channel, ...shape(own("channel"), choices.channels), { empty: words.unsaid, readonly }),
      ),
    ];
  }
  if (COLLECTED.includes(element.type)) return [group(words.function, functionField(context, element))];
  if (!isHuman(element)) return [];
  const lane = laneOf(context.modeler, element);
  const department = lane ? said(lane, "department") : "";
  const named = choices.departments.find(([code]) => code === department)?.[1] ?? (department || words.no_lane);
  return [
    group(
      words.step,
      choice("stage", words.stage, ...shape(own("stage"), choices.stages), { empty: words.unsaid, readonly }),
      told(words.department, named),
      choice("post", words.post, ...shape(own("post"), choices.posts), { empty: words.unsaid, readonly }),
      text("limitWorkdays", words.limit, own("limitWorkdays")[0], limitOf(context, own("limitWorkdays")[1]), {
        number: true,
        hint: words.limit_hint,
        readonly,
      }),
      text("work", words.work, ...own("work"), { rows: 3, hint: words.work_hint, readonly }),
      choice("form", words.form, ...shape(own("form"), choices.forms), { empty: words.unsaid, readonly }),
      choice("channel", words.channel, ...shape(own("channel"), choices.channels), { empty: words.unsaid, readonly }),
    ),
    group(
      words.who,
      approval(context, element),
      several("separateFrom", words.separate, own("separateFrom")[0], otherSteps(context, element), own("separateFrom")[1], {
        hint: words.separate_hint,
        readonly,
      }),
    ),
    group(
      words.papers,
      several("document", words.document, own("document")[0], choices.documents, own("document")[1], { readonly }),
      several("fee", words.fee, own("fee")[0], choices.fees, own("fee")[1], { readonly }),
    ),
  ];
}

const shape = ([value, write], choices) => [value, choices, write];

const limitOf = (context, write) => (value) =>
  value === "" || /^(0|[1-9][0-9]{0,3})$/.test(value) ? write(value) : context.words.limit_refused;

function functionField(context, element) {
  const { words, choices, readonly, modeler } = context;
  const object = element.businessObject;
  if (element.type === "bpmn:ScriptTask") {
    const write = (script) => modeler.get("modeling").updateProperties(element, { script });
    return choice("function", words.function, object.script ?? "", choices.functions, write, { empty: words.unsaid, readonly });
  }
  const operator = object.extensionElements?.get("values").find((one) => one.$type === "spiffworkflow:ServiceTaskOperator");
  if (operator) {
    const write = (id) => modeler.get("modeling").updateModdleProperties(element, operator, { id });
    return choice("function", words.function, operator.id ?? "", choices.functions, write, { readonly });
  }
  const [value, write] = property(context, element, "function");
  return choice("function", words.function, value, choices.functions, write, { empty: words.unsaid, readonly });
}
