// Saving as one goes. What is not with the server yet lies in this browser, so that nothing is lost on the way.
import { node } from "./fields.js";

const PAUSE = 1200;

export function keep(context, status, conflict) {
  const { modeler, words, settings, server } = context;
  const place = `banjian-draft-${settings.draft}`;
  let revision = settings.revision;
  let waiting;
  let edits = 0;
  let saved = 0;
  let busy = false;
  let stopped = false;

  const say = (text, grave = false) => {
    status.textContent = text;
    status.classList.toggle("gate-refuses", grave);
    status.dataset.saved = String(saved === edits && !busy);
  };
  const put = (xml) => {
    try {
      localStorage.setItem(place, JSON.stringify({ xml, revision, at: Date.now() }));
    } catch {
      // A browser without room or permission still saves to the server.
    }
  };
  const forget = () => localStorage.removeItem(place);

  const meet = (xml, said) => {
    stopped = true;
    say(words.conflict, true);
    const copy = node("button", { type: "button", class: "btn btn-primary btn-sm" }, words.save_copy);
    copy.addEventListener("click", async () => {
      try {
        const { address } = await server.copy((await modeler.saveXML({ format: true })).xml ?? xml);
        forget();
        saved = edits;
        location.assign(address);
      } catch (problem) {
        say(problem.message, true);
      }
    });
    const newer = node("button", { type: "button", class: "btn btn-outline-primary btn-sm" }, words.open_newer);
    newer.addEventListener("click", () => window.open(location.pathname, "_blank", "noopener"));
    conflict.replaceChildren(node("p", {}, said.message), node("p", {}, copy, " ", newer));
    conflict.hidden = false;
    conflict.focus();
  };

  const save = async () => {
    if (busy || stopped || saved === edits) return;
    busy = true;
    const own = edits;
    const { xml } = await modeler.saveXML({ format: true });
    put(xml);
    say(words.saving);
    try {
      const said = await server.save(xml, revision);
      revision = said.revision;
      saved = own;
      busy = false;
      if (saved === edits) forget();
      say(saved === edits ? words.saved.replace("{when}", said.when) : words.saving);
    } catch (problem) {
      busy = false;
      if (problem.status === 409) meet(xml, problem.said);
      else say(`${problem.message} ${words.kept_here}`, true);
    }
    if (!stopped && saved !== edits) waiting = setTimeout(save, PAUSE * (saved === own ? 1 : 5));
  };

  modeler.get("eventBus").on("commandStack.changed", () => {
    edits += 1;
    say(stopped ? words.conflict : words.unsaved, stopped);
    clearTimeout(waiting);
    if (!stopped) waiting = setTimeout(save, PAUSE);
    else modeler.saveXML({ format: true }).then(({ xml }) => put(xml));
  });
  addEventListener("beforeunload", (event) => {
    if (saved !== edits) event.preventDefault();
  });
  addEventListener("online", save);

  return {
    save,
    // What an earlier visit could not hand in; `stale` where somebody else has saved since.
    left() {
      try {
        const found = JSON.parse(localStorage.getItem(place));
        return found?.xml ? { xml: found.xml, stale: found.revision !== revision } : null;
      } catch {
        return null;
      }
    },
    forget,
    touched() {
      edits += 1;
      waiting = setTimeout(save, PAUSE);
    },
    meet,
  };
}
