// What palette, append, replace and context menus offer: only what the engine runs (docs/checks.md).
const OFFERED = new Set([
  "user-task", "manual-task", "service-task", "script-task", "rule-task", "send-task", "receive-task",
  "call-activity", "collapsed-subprocess", "expanded-subprocess", "subprocess",
  "exclusive-gateway", "parallel-gateway", "inclusive-gateway", "event-based-gateway", "exclusive-event-based-gateway",
  "none-start", "none-start-event", "none-end", "none-end-event", "none-intermediate-throw", "none-intermediate-throwing",
  "message-intermediate-catch", "timer-intermediate-catch", "signal-intermediate-catch", "link-intermediate-catch",
  "message-intermediate-throw", "signal-intermediate-throw", "escalation-intermediate-throw", "link-intermediate-throw",
  "message-boundary", "timer-boundary", "signal-boundary", "error-boundary", "escalation-boundary",
  "non-interrupting-message-boundary", "non-interrupting-timer-boundary", "non-interrupting-signal-boundary",
  "non-interrupting-escalation-boundary",
  "message-end", "signal-end", "error-end", "escalation-end", "terminate-end",
  "sequence-flow", "default-flow", "conditional-flow",
]);
const TOGGLES = new Set(["toggle-parallel-mi", "toggle-sequential-mi", "toggle-loop", "toggle-non-interrupting"]);
const PALETTE = ["create.data-object", "create.data-store", "create.participant-expanded", "create.group", "create.task"];
const PAD = ["append.append-task", "append.condition-intermediate-event", "append.compensation-activity"];

const offered = (id) => OFFERED.has(id.replace(/^(replace-with|create|append)-/, ""));
const kept = (entries, keep) => Object.fromEntries(Object.entries(entries).filter(([id]) => keep(id)));
const LAST = 200; // below the default, so that it sees what the others offer

class Offers {
  constructor(palette, popupMenu, contextPad, create, elementFactory, autoPlace, translate) {
    const step = () => elementFactory.createShape({ type: "bpmn:UserTask" });
    const begin = (event) => create.start(event, step());
    const entry = { group: "activity", className: "bpmn-icon-user-task", title: translate("Create task") };
    palette.registerProvider(LAST, {
      getPaletteEntries: () => (entries) => {
        const user = { "create.user-task": { ...entry, action: { click: begin, dragstart: begin } } };
        const all = Object.entries(kept(entries, (id) => !PALETTE.includes(id)));
        const place = all.findIndex(([id]) => id.startsWith("create.subprocess"));
        all.splice(place < 0 ? all.length : place, 0, ...Object.entries(user));
        return Object.fromEntries(all);
      },
    });
    contextPad.registerProvider(LAST, {
      getContextPadEntries: (element) => (entries) => {
        const rest = kept(entries, (id) => !PAD.includes(id));
        if (!entries["append.append-task"]) return rest;
        const append = (event, source) => autoPlace.append(source, step());
        const drag = (event, source) => create.start(event, step(), { source });
        const user = { group: "model", className: "bpmn-icon-user-task", title: translate("Append task") };
        return { ...rest, "append.user-task": { ...user, action: { click: append, dragstart: drag } } };
      },
    });
    for (const menu of ["bpmn-replace", "bpmn-append", "bpmn-create"]) {
      popupMenu.registerProvider(menu, LAST, {
        getPopupMenuEntries: () => (entries) => kept(entries, offered),
        getPopupMenuHeaderEntries: () => (entries) => kept(entries, (id) => TOGGLES.has(id)),
      });
    }
  }
}
Offers.$inject = ["palette", "popupMenu", "contextPad", "create", "elementFactory", "autoPlace", "translate"];

export default { __init__: ["offers"], offers: ["type", Offers] };
