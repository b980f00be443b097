// The publish gate while one edits: marks on the diagram, a list beside it, the path that leads to a fault.
import { node } from "./fields.js";

const PAUSE = 500;

export function gate(context, list, count) {
  const { modeler, words } = context;
  const canvas = modeler.get("canvas");
  const overlays = modeler.get("overlays");
  const registry = modeler.get("elementRegistry");
  let marked = [];
  let path = [];
  let waiting;
  let asked = 0;

  const unmark = (marks) => marks.forEach(([id, name]) => registry.get(id) && canvas.removeMarker(id, name));

  // The shortest way from one element to the next of a path, which may leave out what takes no time.
  const way = (from, to) => {
    const flows = registry.filter((one) => one.type === "bpmn:SequenceFlow");
    const came = new Map([[from, []]]);
    for (const id of came.keys()) {
      if (id === to) return came.get(id);
      for (const flow of flows) {
        const { sourceRef, targetRef } = flow.businessObject;
        if (sourceRef?.id === id && targetRef && !came.has(targetRef.id)) came.set(targetRef.id, [...came.get(id), flow.id, targetRef.id]);
      }
    }
    return [];
  };

  const follow = (problem) => {
    unmark(path);
    const ids = problem.path.map((one) => one.split("/")[0]);
    const all = [...ids, ...ids.slice(1).flatMap((id, at) => way(ids[at], id))];
    path = [...new Set(all)].filter((id) => registry.get(id)).map((id) => [id, "gate-path"]);
    path.forEach(([id, name]) => canvas.addMarker(id, name));
    const element = registry.get(problem.element);
    if (!element) return;
    canvas.scrollToElement(element, 120);
    modeler.get("selection").select(element);
  };

  const badge = (problems) => {
    const grave = problems.some((one) => one.severity === "error");
    const titles = problems.map((one) => one.message).join("\n");
    const made = node("button", { type: "button", class: `gate-badge gate-${grave ? "error" : "warning"}`, title: titles, "aria-label": titles }, grave ? "!" : "?");
    made.addEventListener("click", () => follow(problems[0]));
    return made;
  };

  const show = (problems) => {
    unmark([...marked, ...path]);
    path = [];
    overlays.remove({ type: "gate" });
    const by = new Map();
    for (const one of problems) {
      if (registry.get(one.element)) by.set(one.element, [...(by.get(one.element) ?? []), one]);
    }
    marked = [];
    for (const [id, own] of by) {
      const mark = own.some((one) => one.severity === "error") ? "gate-has-error" : "gate-has-warning";
      marked.push([id, mark]);
      canvas.addMarker(id, mark);
      const element = registry.get(id);
      const position = element.waypoints ? { top: -24, left: -10 } : { top: -12, right: 10 };
      overlays.add(id, "gate", { position, html: badge(own) });
    }
    const grave = problems.filter((one) => one.severity === "error").length;
    count.textContent = grave ? words.errors.replace("{n}", grave) : words.no_errors;
    count.classList.toggle("gate-refuses", grave > 0);
    list.replaceChildren(
      ...problems.map((one) => {
        const drawn = registry.get(one.element);
        const name = drawn?.businessObject.name || (drawn && context.kindOf(drawn)) || one.element || one.file;
        const press = node("button", { type: "button", class: `gate-problem gate-${one.severity}` });
        press.append(node("strong", {}, `${one.severity === "error" ? words.error : words.warning} · ${name}`), node("span", {}, one.message), node("code", {}, one.rule));
        if (one.path.length) press.append(node("span", { class: "gate-way" }, words.way));
        press.addEventListener("click", () => follow(one));
        return node("li", {}, press);
      }),
    );
    list.dataset.judged = String(asked);
  };

  const judge = async () => {
    const own = (asked += 1);
    try {
      const { xml } = await modeler.saveXML({ format: true });
      const { problems } = await context.server.judge(xml);
      if (own === asked) show(problems);
    } catch (problem) {
      if (own === asked) count.textContent = problem.message;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    count.textContent = words.judging;
    waiting = setTimeout(judge, PAUSE);
  };
  modeler.get("eventBus").on("commandStack.changed", soon);
  soon();
}
