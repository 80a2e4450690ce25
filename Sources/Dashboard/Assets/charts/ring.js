// Shares of a whole, with the figures beside it.

import { h } from "../core/dom.js";
import { percent } from "../core/format.js";

/** `parts`: `[{name, value, color, href?}]`. */
export function ring({ title, parts, total, caption, format }) {
  const sum = parts.reduce((all, part) => all + part.value, 0);
  let start = 0;
  const arcs = parts.filter((part) => part.value > 0).map((part) => {
    const from = start;
    start += part.value / sum;
    return h("path", { key: part.name, fill: part.color, d: arc(from, start) });
  });
  return h("div", { class: "ring" },
    h("svg", { viewBox: "0 0 148 148", role: "img", "aria-label": `${title}: ${parts.map((part) => `${part.name} ${percent(part.value / sum)}`).join(", ")}` },
      arcs,
      h("text", { class: "total", x: 74, y: 78 }, total),
      h("text", { x: 74, y: 94 }, caption)),
    h("ul", { class: "parts" }, parts.map((part) => h("li", { key: part.name },
      h("i", { class: "swatch", style: { background: part.color } }),
      h("span", { class: "cut" }, part.name),
      h("span", { class: "number" }, format(part.value)),
      h("span", { class: "share" }, percent(part.value / sum))))));
}

function arc(from, to) {
  const point = (share, radius) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(74 + radius * Math.cos(angle)).toFixed(2)},${(74 + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const end = to - from > 0.9999 ? from + 0.9999 : to;
  const large = end - from > 0.5 ? 1 : 0;
  return `M${point(from, 71)}A71,71 0 ${large} 1 ${point(end, 71)}L${point(end, 48)}A48,48 0 ${large} 0 ${point(from, 48)}Z`;
}
