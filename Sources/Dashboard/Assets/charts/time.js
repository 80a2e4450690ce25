// Lines over time, with gaps where nothing was measured.

import { h } from "../core/dom.js";
import { clockTime, dayName, fullTime, none, shortTime } from "../core/format.js";
import { chartWidget, legend, roomFor } from "./frame.js";
import { linear, niceTicks, timeTicks } from "./scale.js";

/**
 * `data`: `{title, from, until, series: [{name, color, values}], format, height, unit, low?, high?, filled?}`; the values
 * of all series lie evenly between `from` and `until`, in milliseconds.
 */
export function timeChart(data) {
  const hasLegend = data.series.length > 1;
  return h("div", { key: data.key }, hasLegend && legend(data.series), h("div", { widget, data }));
}

const heightOf = (data) => data.height ?? 180;

const widget = chartWidget((data, width, state) => {
  const height = heightOf(data);
  const { from, until } = data;
  const length = Math.max(0, ...data.series.map((one) => one.values.length));
  const known = data.series.flatMap((one) => one.values).filter((value) => value !== null && Number.isFinite(value));
  if (known.length === 0) return blank(width, height, data);
  const top = Math.max(...known);
  const bottom = Math.min(data.low ?? 0, ...known);
  const nice = niceTicks(bottom, data.high ?? (top || 1), 4);
  const high = data.high ?? nice.high;
  const labels = nice.ticks.map((tick) => data.format(tick));
  const left = Math.ceil(roomFor(labels));
  const right = width - 6;
  const y = linear(nice.low, high, height - 22, 10);
  const x = linear(from, until, left, right);
  const at = (index) => from + (length < 2 ? 0 : (index * (until - from)) / (length - 1));
  const times = timeTicks(from, until, Math.max(2, Math.floor((right - left) / 100)));
  const tickName = times.step >= 86400000 ? (tick) => dayName(new Date(tick))
    : times.step >= 60000 ? (tick) => shortTime(new Date(tick)) : (tick) => clockTime(new Date(tick));
  const cursor = state.at === null ? null : Math.round(x(at(state.at))) + 0.5;
  const baseline = y(Math.max(nice.low, Math.min(0, high)));
  const tree = h("svg", {
    key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
    "aria-label": `${data.title}. ${summary(data)} Arrow keys read the values.`,
  },
    nice.ticks.map((tick, index) => tick <= high * 1.0001 && h("g", { key: `y${tick}` },
      h("line", { class: tick === 0 ? "baseline" : "gridline", x1: left, x2: right, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
      h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]))),
    times.ticks.map((tick) => h("text", {
      key: `x${tick}`, x: Math.min(Math.max(x(tick), left + 14), right - 14), y: height - 5, "text-anchor": "middle",
    }, tickName(tick))),
    data.series.map((one, index) => {
      const runs = pieces(one.values, (i) => x(at(i)), y);
      return h("g", { key: `s${one.name}` },
        (data.filled ?? data.series.length === 1) && index === 0
          && h("path", { class: "fill", fill: one.color, d: runs.filter((run) => run.length > 1).map((run) => `M${run[0][0]},${baseline}L${text(run)}L${run.at(-1)[0]},${baseline}Z`).join("") }),
        h("path", { class: "curve", stroke: one.color, d: runs.filter((run) => run.length > 1).map((run) => `M${text(run)}`).join("") }),
        runs.filter((run) => run.length === 1).map(([[cx, cy]]) => h("circle", { class: "lone", cx, cy, r: 2, fill: one.color })));
    }),
    data.reference !== undefined && h("line", { class: "reference", key: "reference", x1: left, x2: right, y1: y(data.reference), y2: y(data.reference) }),
    cursor !== null && h("line", { class: "cursor", key: "cursor", x1: cursor, x2: cursor, y1: 8, y2: height - 22 }),
    cursor !== null && data.series.map((one) => known1(one.values[state.at])
      && h("circle", { class: "dot", key: `d${one.name}`, cx: cursor, cy: y(one.values[state.at]), r: 3.5, fill: one.color })),
  );
  return {
    tree, count: length,
    nearest: (px) => (px < left - 12 || length === 0 ? null : Math.max(0, Math.min(length - 1, Math.round(((px - left) / (right - left)) * (length - 1))))),
    tip: (index) => {
      const when = new Date(at(index));
      const values = data.series.map((one) => [one, known1(one.values[index]) ? data.format(one.values[index]) : none]);
      return {
        x: x(at(index)),
        spoken: `${clockTime(when)}: ${values.map(([one, value]) => `${one.name} ${value}`).join(", ")}`,
        rows: [
          h("div", { class: "when" }, until - from > 86400000 ? fullTime(when) : clockTime(when)),
          values.map(([one, value]) => h("div", { class: "line" },
            h("i", { class: "swatch", style: { background: one.color } }), one.name, h("b", null, value))),
        ],
      };
    },
  };
}, heightOf);

const known1 = (value) => value !== null && value !== undefined && Number.isFinite(value);
const text = (run) => run.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join("L");

/** The unbroken stretches of a series, as points. */
export function pieces(values, x, y) {
  const runs = [];
  let run = [];
  values.forEach((value, index) => {
    if (known1(value)) run.push([x(index), y(value)]);
    else if (run.length) { runs.push(run); run = []; }
  });
  if (run.length) runs.push(run);
  return runs;
}

function summary(data) {
  return data.series.map((one) => {
    const known = one.values.filter(known1);
    return known.length ? `${one.name}: now ${data.format(known.at(-1))}, at most ${data.format(Math.max(...known))}.` : `${one.name}: nothing measured.`;
  }).join(" ");
}

function blank(width, height, data) {
  return {
    tree: h("svg", { key: "svg", viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": `${data.title}: nothing measured yet.` },
      [0, 2].map((line) => h("line", { class: "gridline", x1: 0, x2: width, y1: 14.5 + (line * (height - 37)) / 2, y2: 14.5 + (line * (height - 37)) / 2 })),
      h("text", { class: "none", x: width / 2, y: height / 2 + 2, "text-anchor": "middle" }, data.empty ?? "No measurements in this period")),
  };
}
