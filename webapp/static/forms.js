// Comfort only: every form works without this file.
(() => {
  const chosen = (form, name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((input) => (input.type === "radio" || input.type === "checkbox" ? input.checked : true))
      .map((input) => (input.type === "checkbox" && input.value === "on" ? "true" : input.value))
      .filter((value) => value !== "");

  for (const form of document.querySelectorAll("form.filling")) {
    const conditional = [...form.querySelectorAll("[data-watch]")];
    const settle = (part) => {
      const watched = form.querySelector(`[name="${CSS.escape(part.dataset.watch)}"]`);
      const answers = watched && !watched.closest("[hidden]") ? chosen(form, part.dataset.watch) : [];
      const met = answers.some((value) => JSON.parse(part.dataset.values).includes(value));
      const hidden = answers.length === 0 || met === ("negated" in part.dataset);
      const changed = part.hidden !== hidden;
      part.hidden = hidden;
      return changed;
    };
    const update = () => {
      // A field whose question is hidden has no answer, so one change may bring others.
      for (let rounds = conditional.length; rounds >= 0; rounds--) {
        if (!conditional.map(settle).some(Boolean)) break;
      }
    };
    form.addEventListener("change", update);
    update();
    for (const text of form.querySelectorAll(".condition-text")) text.hidden = true;
  }
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    // A second press while the first is under way only costs the person time; after a while it may be meant.
    if (event.target.method !== "post") return;
    if (event.timeStamp - (sent.get(event.target) ?? -Infinity) < 5000) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) sent.delete(form);
  });
  document.getElementById("error-summary")?.focus();
})();
