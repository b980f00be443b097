// The modeler's own words. English is what the libraries are written in; Chinese comes from two dictionaries.
import general from "bpmn-js-i18n/translations/zn.js";
import own from "./chinese.js";

const chinese = { ...general, ...own };
export const isChinese = () => document.documentElement.lang.startsWith("zh");

export function translate(template, replacements = {}) {
  const text = (isChinese() && chinese[template]) || template;
  return text.replace(/{([^}]+)}/g, (whole, name) => replacements[name] ?? whole);
}

// Some plug-ins have their words written into the page: they are put right as they appear.
const ATTRIBUTES = ["title", "aria-label", "placeholder"];
const put = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const key = node.data.trim();
    if (chinese[key]) node.data = node.data.replace(key, chinese[key]);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest(".djs-visual, .djs-direct-editing-content")) return;
  for (const name of ATTRIBUTES) {
    const key = node.getAttribute(name);
    const speed = /^Set animation speed = (.*)$/.exec(key ?? "");
    const instance = /^Focus process instance (.*)$/.exec(key ?? "");
    if (instance) node.setAttribute(name, `只看 ${instance[1]}`);
    else if (speed) node.setAttribute(name, `动画速度：${chinese[speed[1]] ?? speed[1]}`);
    else if (key && chinese[key]) node.setAttribute(name, chinese[key]);
  }
  node.childNodes.forEach(put);
};

export function putRight(place) {
  if (!isChinese()) return;
  put(place);
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach(put);
      if (change.type === "attributes") put(change.target);
    }
  }).observe(place, { childList: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
}

export default { translate: ["value", translate] };
