// Lying bars with their names and figures: a list that reads well without the drawing.

import { h } from "../core/dom.js";

/** `items`: `[{name, note?, value, text, color?, href?}]`, from zero. */
export function bars(items, { label } = {}) {
  const most = Math.max(...items.map((item) => item.value ?? 0), 0) || 1;
  return h("ul", { class: "bars", "aria-label": label }, items.map((item, index) => h("li", { key: `${index} ${item.name}` },
    what(item),
    h("span", { class: "track" }, item.value !== null && item.value > 0
      && h("i", { style: { left: "0", width: `${(100 * item.value) / most}%`, background: item.color } })),
    h("span", { class: "value" }, item.text))));
}

/** Bars to both sides of zero, for what speaks for and against. */
export function twoSidedBars(items, { label } = {}) {
  const most = Math.max(...items.map((item) => Math.abs(item.value)), 0) || 1;
  const hasMinus = items.some((item) => item.value < 0);
  const hasPlus = items.some((item) => item.value > 0);
  const zero = hasMinus && hasPlus ? 50 : hasMinus ? 100 : 0;
  const room = hasMinus && hasPlus ? 50 : 100;
  return h("ul", { class: "bars", "aria-label": label }, items.map((item, index) => {
    const size = (room * Math.abs(item.value)) / most;
    return h("li", { key: `${index} ${item.name}` },
      what(item),
      h("span", { class: "track" },
        h("i", { class: item.value < 0 ? "minus" : "plus", style: { left: `${item.value < 0 ? zero - size : zero}%`, width: `${size}%` } }),
        h("i", { class: "zero", style: { left: `${zero}%` } })),
      h("span", { class: "value" }, item.text));
  }));
}

const what = (item) => h("span", { class: "what" },
  item.href ? h("a", { href: item.href }, item.name) : item.name, item.note && h("small", null, item.note));
