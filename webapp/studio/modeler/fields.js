// The parts of the panel: a label, a control, a hint below. A value is written when the person leaves the control.
let count = 0;

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

export function group(title, ...fields) {
  const shown = fields.flat().filter(Boolean);
  return shown.length ? node("fieldset", { class: "panel-group" }, node("legend", {}, title), ...shown) : null;
}

const wrapped = (label, control, hint) => {
  control.id = `panel-field-${(count += 1)}`;
  const note = hint ? node("p", { class: "form-text", id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return node("div", { class: "panel-field" }, node("label", { for: control.id, class: "form-label" }, label), control, note);
};

// `write` may return words that say why a value is not taken: the field then says so and keeps what was typed.
const guarded = (control, write) => async () => {
  const refusal = await write(control.value.trim());
  control.classList.toggle("is-invalid", Boolean(refusal));
  control.setAttribute("aria-invalid", String(Boolean(refusal)));
  control.parentElement.querySelector(".panel-refusal[role=alert]")?.remove();
  if (refusal) control.after(node("p", { class: "panel-refusal", role: "alert" }, refusal));
};

export function text(name, label, value, write, { hint, list, number, rows, readonly, placeholder } = {}) {
  const shared = { name, class: "form-control form-control-sm", disabled: readonly, placeholder };
  const control = rows
    ? node("textarea", { ...shared, rows })
    : node("input", { ...shared, type: "text", inputmode: number ? "numeric" : null, list: list ? `${name}-list` : null });
  control.value = value;
  control.addEventListener("change", guarded(control, write));
  const field = wrapped(label, control, hint);
  if (list) field.append(node("datalist", { id: `${name}-list` }, ...list.map(([code, said]) => node("option", { value: code }, said))));
  return field;
}

// `choices` are pairs of code and words; a value that is no choice is shown as it is, so that nothing is lost.
export function choice(name, label, value, choices, write, { hint, empty, readonly } = {}) {
  const all = choices.some(([code]) => code === value) || value === "" ? choices : [...choices, [value, value]];
  const none = empty === undefined ? [] : [["", empty]];
  const options = [...none, ...all].map(([code, words]) => node("option", { value: code, selected: code === value }, words));
  const control = node("select", { name, class: "form-select form-select-sm", disabled: readonly }, ...options);
  control.value = value;
  control.addEventListener("change", guarded(control, write));
  return wrapped(label, control, hint);
}

// Several of a list, written as codes separated by commas; the order is that of the list.
export function several(name, label, value, choices, write, { hint, readonly } = {}) {
  const chosen = new Set(value.split(/[\s,]+/).filter(Boolean));
  const known = new Set(choices.map(([code]) => code));
  const all = [...choices, ...[...chosen].filter((code) => !known.has(code)).map((code) => [code, code])];
  const boxes = all.map(([code, words]) => {
    const box = node("input", { type: "checkbox", value: code, class: "form-check-input", name, disabled: readonly });
    box.checked = chosen.has(code);
    box.addEventListener("change", () => {
      (box.checked ? chosen.add(code) : chosen.delete(code));
      write(all.map(([one]) => one).filter((one) => chosen.has(one)).join(","));
    });
    return node("label", { class: "form-check" }, box, " ", words);
  });
  if (!boxes.length) return null;
  const note = hint ? node("p", { class: "form-text" }, hint) : null;
  return node("div", { class: "panel-field", role: "group", "aria-label": label }, node("p", { class: "form-label" }, label), ...boxes, note);
}

export function tick(name, label, value, write, { hint, readonly } = {}) {
  const box = node("input", { type: "checkbox", class: "form-check-input", name, disabled: readonly });
  box.checked = value;
  box.addEventListener("change", () => write(box.checked));
  const note = hint ? node("p", { class: "form-text" }, hint) : null;
  return node("div", { class: "panel-field" }, node("label", { class: "form-check" }, box, " ", label), note);
}

export const told = (label, value) =>
  node("p", { class: "panel-told" }, node("span", { class: "form-label" }, label), " ", value);
