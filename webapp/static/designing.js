// The form designer: after each change the server draws preview, and what depends on a choice, anew.
(() => {
  const form = document.getElementById("designing");
  const drawn = new Map();
  for (const part of document.querySelectorAll("[data-live]")) drawn.set(part.id, part.outerHTML);
  const TYPED = "input:not([type=checkbox]):not([type=hidden]), textarea";
  let waiting;
  let asked = 0;

  const put = (page) => {
    for (const fresh of page.querySelectorAll("[data-live]")) {
      const part = document.getElementById(fresh.id);
      if (!part || drawn.get(fresh.id) === fresh.outerHTML) continue;
      const focused = part.contains(document.activeElement) ? document.activeElement : null;
      // Where somebody is typing nothing is changed under their hands.
      if (focused?.matches(TYPED)) continue;
      drawn.set(fresh.id, fresh.outerHTML);
      part.replaceWith(fresh);
      if (focused?.id) document.getElementById(focused.id)?.focus();
    }
  };

  const ask = async () => {
    const own = (asked += 1);
    const said = new FormData(form);
    said.set("_act", "look");
    const answer = await fetch(location.pathname, { method: "POST", body: said, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || own !== asked) return;
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  };

  const later = (pause) => () => {
    clearTimeout(waiting);
    asked += 1;
    waiting = setTimeout(ask, pause);
  };
  form.addEventListener("change", later(50));
  form.addEventListener("input", later(500));
})();
