// A task as its submitter sees it: where it ran, how sure that was, what it took, what came out.

import { h } from "../core/dom.js";
import { duration, heading, money, none, number, percent, short, spelled, words } from "../core/format.js";
import { live } from "../core/live.js";
import { bars, twoSidedBars } from "../charts/bars.js";
import { emulated, facts, hasEnded, kindMark, kindName, taskBadge, when } from "./basics.js";

/** Sentences of an explanation. */
export const sentences = (text) => {
  const list = Array.isArray(text) ? text : String(text ?? "").split(/\n|(?<=[.!?])\s+(?=[A-Z'])/).filter(Boolean);
  return list.length ? h("ul", { class: "reasons" }, list.map((sentence, index) => h("li", { key: index }, short(sentence)))) : null;
};

export function verdict(task) {
  return h("div", { class: "verdict" },
    h("span", { class: "place kind", "data-kind": String(task.chosen_node ?? "").toLowerCase() },
      task.chosen_node && h("i", { class: "swatch" }), task.chosen_node ? kindName(task.chosen_node) : "No node yet"),
    task.node && h("a", { href: `/nodes/${encodeURIComponent(task.node)}` }, task.node),
    taskBadge(task), emulated(task.emulated?.length ? task.emulated : live.nodes?.find((node) => node.node === task.node)?.emulated));
}

export function progress(task) {
  if (hasEnded(task)) return null;
  const share = task.progress?.share;
  const known = typeof share === "number";
  const text = task.progress?.message ?? (task.status === "queued" ? "Waiting for a free slot" : "Running");
  const figures = Object.entries(task.progress?.figures ?? {});
  return h("div", { class: "progress" },
    h("span", { class: "meter", "data-tone": "busy", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": known ? Math.round(share * 100) : null, "aria-valuetext": text },
      h("i", { style: { width: `${known ? share * 100 : 0}%` } })),
    h("span", { class: "row spread" }, h("span", null, text),
      h("span", null, figures.map(([name, value]) => `${spelled(name)} ${number(value)}`).join(" · ") || (known ? percent(share, 0) : ""))));
}

export const taskFigures = (task) => facts([
  ["Confidence", percent(task.confidence), true],
  ["Execution time", duration(task.execution_time), true],
  ["Cost", money(task.cost), true],
  ["Waited", duration(task.queued_time), true],
  ["In all", duration(task.total_time), true],
]);

export function expectedAgainstActual(task) {
  if (!task.predicted) return null;
  const factor = (actual, expected) => (actual && expected ? `${number(actual / expected, 2)} ×` : none);
  const run = typeof task.execution_time === "number" && typeof task.queued_time === "number" ? task.total_time ?? task.execution_time : task.execution_time;
  const rows = [
    ["Time", duration(task.predicted.time), hasEnded(task) ? duration(run) : none, factor(run, task.predicted.time)],
    ["Cost", money(task.predicted.cost), hasEnded(task) ? money(task.cost) : none, factor(task.cost, task.predicted.cost)],
    ["Success", percent(task.predicted.successRate), hasEnded(task) ? words(task.status) : none, ""],
  ];
  return h("div", { class: "scroll" }, h("table", { class: "table" }, h("caption", { class: "unseen" }, "Expected and actual"),
    h("thead", null, h("tr", null, ["", "Expected", "Actual", "Ratio"].map((name, index) => h("th", { key: index, scope: "col", class: index ? "number" : null }, name)))),
    h("tbody", null, rows.map((row) => h("tr", { key: row[0] }, row.map((cell, index) => index ? h("td", { key: index, class: "number" }, cell) : h("th", { key: index, scope: "row" }, cell)))))));
}

/** What a task came to, read field by field; of any type. */
export function result(value) {
  if (value === null || value === undefined) return null;
  return h("div", { class: "stack" }, readable(value),
    h("details", null, h("summary", null, "As JSON"), json(value)));
}

export const json = (value) => h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": "JSON" }, JSON.stringify(value, shortened, 2));
const shortened = (_, value) => (typeof value === "string" && value.length > 600 ? `${value.slice(0, 120)}… (${value.length} characters)` : value);

function readable(value) {
  if (typeof value !== "object") return h("p", null, String(value));
  const entries = Object.entries(value);
  const plain = entries.filter(([, one]) => one === null || typeof one !== "object");
  const parts = entries.filter(([, one]) => one && typeof one === "object");
  return [
    plain.length > 0 && facts(plain.slice(0, 18).map(([name, one]) => [heading(name), plainValue(name, one)])),
    parts.slice(0, 5).map(([name, one]) => part(name, one)),
  ];
}

/** A list of like things is drawn where each has a name and a figure; else it is told in lines. */
function part(name, value) {
  const titled = (view) => h("div", { key: name, class: "stack" }, h("h3", null, heading(name)), view);
  if (!Array.isArray(value)) {
    const list = Object.entries(value);
    if (list.length && list.every(([, one]) => one && typeof one === "object" && !Array.isArray(one))) {
      return part(name, list.map(([key, one]) => ({ name: key, ...one })));
    }
    if (/probabilit/i.test(name)) return titled(figures(list.map(([key, one]) => [words(key), one]), percent, name));
    return titled(facts(list.map(([key, one]) => [heading(key), typeof one === "object" ? oneLine(one ?? {}) : plainValue(key, one)])));
  }
  if (!value.length) return titled(h("p", { class: "soft" }, "none"));
  const fields = Object.keys(value[0] ?? {});
  const figure = ["probability", "revenue", "contribution", "amount", "total"].find((field) => typeof value[0]?.[field] === "number");
  const label = ["feature", "label", "name"].find((field) => fields.includes(field))
    ?? fields.find((field) => typeof value[0][field] === "string") ?? fields.find((field) => field !== figure);
  if (figure && label) {
    const list = value.slice(0, 24).map((one) => [heading(one[label]), one[figure], extras(one, figure, label)]);
    if (figure === "contribution") return titled(twoSidedBars(list.map(([text, one, note]) => ({ name: text, note, value: one, text: number(one) })), { label: name }));
    return titled(figures(list.slice(0, 12), figure === "probability" ? percent : (one) => number(one, 4), name));
  }
  return titled(sentences(value.slice(0, 12).map((one) => (one && typeof one === "object" ? oneLine(one) : String(one)))));
}

const figures = (list, format, name) => bars(list.map(([key, one]) => ({ name: key, value: one, text: format(one) })), { label: spelled(name) });
const extras = (one, ...without) => Object.entries(one).filter(([name]) => !without.includes(name) && name !== "effect").map(([, value]) => plainText(value)).join(", ") || null;
const plainText = (value) => (typeof value === "number" ? number(value) : typeof value === "object" ? JSON.stringify(value) : String(value));
const oneLine = (one) => Object.entries(one).map(([name, value]) => `${spelled(name)} ${plainText(value)}`).join(", ");

function plainValue(name, value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") return value === null ? none : String(value);
  if (/^(probability|confidence|accuracy|heldOutAccuracy|trainingAccuracy)$|Accuracy$/i.test(name)) return percent(value);
  if (/seconds$/i.test(name)) return duration(value);
  return number(value, 4);
}

export const asked = (task) => facts([
  ["Priority", `${task.priority} of 10`], ["Latency need", `${task.latency} of 10`], ["Cost sensitivity", `${task.cost_sensitivity} of 10`],
  ["GPU", task.requiresGPU ? "required" : "not required"], ["Submitted", when(task.submittedAt)], ["Ended", when(task.endedAt)],
  ["Attempts", task.losses ? `${task.attempts} (${task.losses} lost with a node)` : String(task.attempts ?? none)],
]);

export { kindMark };
