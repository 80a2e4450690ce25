// Points against each other, with the line on which they would agree.

import { h } from "../core/dom.js";
import { chartWidget, roomFor } from "./frame.js";
import { linear, logTicks, logarithmic, niceTicks } from "./scale.js";

/**
 * `data`: `{title, points: [{x, y, label, size?}], format, isLog, across, up, low?, high?, isJoined?}`: both axes have
 * one range, and the dashed line is where both are equal.
 */
export const scatterChart = (data) => h("div", { widget, data, key: data.key });

const heightOf = (data) => data.height ?? 280;

const widget = chartWidget((data, width, state) => {
  const height = heightOf(data);
  const numbers = data.points.flatMap((point) => [point.x, point.y]).filter((value) => (data.isLog ? value > 0 : Number.isFinite(value)));
  let low = data.low ?? Math.min(...numbers);
  let high = data.high ?? Math.max(...numbers);
  if (data.isLog && high / low < 4) { low /= 2; high *= 2; }
  const ticks = data.isLog ? logTicks(low, high) : niceTicks(low, high, 5).ticks;
  if (!data.isLog) { low = data.low ?? ticks[0]; high = data.high ?? ticks.at(-1); } else { low /= 1.15; high *= 1.15; }
  const labels = ticks.map(data.format);
  const left = Math.ceil(roomFor(labels)) + 18;
  const make = data.isLog ? logarithmic : linear;
  const x = make(low, high, left, width - 10);
  const y = make(low, high, height - 40, 10);
  const points = data.points.map((point) => ({ ...point, px: x(point.x), py: y(point.y) }));
  const labelEvery = Math.ceil((ticks.length * 54) / Math.max(60, width - left));
  return {
    count: points.length,
    nearest: (px, py) => {
      let best = null;
      let least = 900;
      points.forEach((point, index) => {
        const away = (point.px - px) ** 2 + (point.py - py) ** 2;
        if (away < least) { least = away; best = index; }
      });
      return best;
    },
    tip: (index) => {
      const point = points[index];
      return {
        x: point.px, y: Math.max(4, point.py - 40),
        spoken: `${point.label}: ${data.across} ${data.format(point.x)}, ${data.up} ${data.format(point.y)}`,
        rows: [h("div", { class: "when" }, point.label),
          h("div", { class: "line" }, data.across, h("b", null, data.format(point.x))),
          h("div", { class: "line" }, data.up, h("b", null, data.format(point.y)))],
      };
    },
    tree: h("svg", {
      key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
      "aria-label": `${data.title}. ${points.length} points. Arrow keys read them.`,
    },
      ticks.map((tick, index) => h("g", { key: `t${tick}` },
        h("line", { class: "gridline", x1: left, x2: width - 10, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
        h("line", { class: "gridline", x1: Math.round(x(tick)) + 0.5, x2: Math.round(x(tick)) + 0.5, y1: 10, y2: height - 40 }),
        h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]),
        index % labelEvery === 0 && h("text", { x: x(tick), y: height - 24, "text-anchor": "middle" }, labels[index]))),
      h("line", { class: "reference", key: "equal", x1: x(low), y1: y(low), x2: x(high), y2: y(high) }),
      h("text", { key: "across", x: (left + width) / 2, y: height - 5, "text-anchor": "middle" }, data.across),
      h("text", { key: "up", x: 11, y: (height - 30) / 2, "text-anchor": "middle", transform: `rotate(-90 11 ${(height - 30) / 2})` }, data.up),
      data.isJoined && h("path", { key: "joined", class: "curve", stroke: "var(--accent)", d: points.map((point, index) => `${index ? "L" : "M"}${point.px.toFixed(1)},${point.py.toFixed(1)}`).join("") }),
      points.map((point, index) => h("circle", {
        key: `p${index}`, class: "point", cx: point.px.toFixed(1), cy: point.py.toFixed(1), r: (point.size ?? 3) + (state.at === index ? 2 : 0),
      })),
    ),
  };
}, heightOf);
