// Two versions side by side: what is new, gone, changed or moved is marked on both drawings and listed.
import Viewer from "bpmn-js/lib/NavigatedViewer";
import { diff } from "bpmn-js-differ";

import { node } from "./fields.js";
import moddle from "./spiffworkflow.json";
import TranslateModule from "./translate.js";

const place = document.getElementById("comparison");
const settings = JSON.parse(place.dataset.settings);
const { words } = settings;
const MARKS = { _removed: ["removed", true, false], _added: ["added", false, true], _changed: ["changed", true, true], _layoutChanged: ["moved", true, true] };

async function drawing(id, address) {
  const viewer = new Viewer({
    container: document.getElementById(id),
    moddleExtensions: { spiffworkflow: moddle },
    additionalModules: [TranslateModule],
  });
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  await viewer.importXML(await answer.text());
  viewer.get("canvas").zoom("fit-viewport", "auto");
  return viewer;
}

// What one drawing is moved to, the other shows too.
function together(viewers) {
  let leading = false;
  viewers.forEach((viewer, at) => {
    viewer.on("canvas.viewbox.changed", ({ viewbox }) => {
      if (leading) return;
      leading = true;
      const { x, y, width, height } = viewbox;
      viewers[1 - at].get("canvas").viewbox({ x, y, width, height });
      leading = false;
    });
  });
}

function marked(viewers, found) {
  const seen = new Set();
  const list = [];
  for (const [kind, [name, ...where]] of Object.entries(MARKS)) {
    for (const id of Object.keys(found[kind])) {
      const shown = viewers.map((viewer, at) => where[at] && viewer.get("elementRegistry").get(id));
      if (seen.has(id) || !shown.some(Boolean)) continue;
      seen.add(id);
      viewers.forEach((viewer, at) => shown[at] && viewer.get("canvas").addMarker(id, `differs-${name}`));
      list.push([id, name, (shown[1] || shown[0]).businessObject]);
    }
  }
  return list;
}

async function start() {
  const viewers = await Promise.all([drawing("before", settings.before), drawing("after", settings.after)]);
  const found = diff(...viewers.map((viewer) => viewer.getDefinitions()));
  const list = marked(viewers, found);
  together(viewers);
  const lines = list.map(([id, name, object]) => {
    const press = node("button", { type: "button", class: `gate-problem differs-${name}` },
      node("strong", {}, `${words[name]} · ${object.name || settings.kinds[object.$type] || id}`), node("code", {}, id));
    press.addEventListener("click", () => {
      const leading = viewers.find((viewer) => viewer.get("elementRegistry").get(id));
      leading.get("canvas").scrollToElement(id, 120);
    });
    return node("li", {}, press);
  });
  document.getElementById("differing").replaceChildren(...(lines.length ? lines : [node("li", {}, words.same)]));
  place.dataset.ready = "yes";
}

start().catch(() => {
  document.getElementById("comparison-problem").hidden = false;
});
