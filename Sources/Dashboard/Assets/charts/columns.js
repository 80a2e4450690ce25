// Upright bars, one for each day or class.

import { h } from "../core/dom.js";
import { chartWidget, roomFor } from "./frame.js";
import { linear, niceTicks } from "./scale.js";

/** `data`: `{title, columns: [{label, short, value, note?}], format, height?}`; `value` may be `null`. */
export const columnChart = (data) => h("div", { widget, data, key: data.key });

const heightOf = (data) => data.height ?? 200;

const widget = chartWidget((data, width, state) => {
  const height = heightOf(data);
  const known = data.columns.map((one) => one.value).filter((value) => value !== null);
  const nice = niceTicks(0, Math.max(...known, 0) || 1, 4);
  const labels = nice.ticks.map((tick) => data.format(tick));
  const left = Math.ceil(roomFor(labels));
  const right = width - 4;
  const y = linear(0, nice.high, height - 22, 10);
  const step = (right - left) / Math.max(1, data.columns.length);
  const size = Math.max(1, Math.min(36, Math.floor(step * 0.72)));
  const middle = (index) => left + step * (index + 0.5);
  const every = Math.ceil(data.columns.length / Math.max(1, Math.floor((right - left) / 58)));
  return {
    count: data.columns.length,
    nearest: (px) => (px < left ? null : Math.max(0, Math.min(data.columns.length - 1, Math.floor((px - left) / step)))),
    tip: (index) => {
      const one = data.columns[index];
      const value = one.value === null ? "nothing" : data.format(one.value);
      return {
        x: middle(index), spoken: `${one.label}: ${value}${one.note ? `, ${one.note}` : ""}`,
        rows: [h("div", { class: "when" }, one.label), h("div", { class: "line" }, data.series ?? "", h("b", null, value)), one.note && h("div", { class: "when" }, one.note)],
      };
    },
    tree: h("svg", {
      key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
      "aria-label": `${data.title}. ${data.columns.length} bars, the highest ${data.format(Math.max(...known, 0))}. Arrow keys read the values.`,
    },
      nice.ticks.map((tick, index) => h("g", { key: `y${tick}` },
        h("line", { class: tick === 0 ? "baseline" : "gridline", x1: left, x2: right, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
        h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]))),
      data.columns.map((one, index) => h("g", { key: `c${one.label}` },
        one.value > 0 && h("rect", {
          class: "bar", "data-on": state.at === index, x: middle(index) - size / 2, width: size,
          y: Math.min(y(one.value), y(0) - 1), height: Math.max(1, y(0) - y(one.value)), rx: Math.min(2, size / 4),
        }),
        (data.columns.length - 1 - index) % every === 0
          && h("text", { x: Math.min(middle(index), right - 18), y: height - 5, "text-anchor": "middle" }, one.short))),
    ),
  };
}, heightOf);
