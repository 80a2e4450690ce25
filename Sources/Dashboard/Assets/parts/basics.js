// The words and small marks that every page uses.

import { h } from "../core/dom.js";
import { ago, heading, moment, none, utc, words } from "../core/format.js";
import { sign } from "./icons.js";

export const badge = (tone, text, title, shape = tone) => h("span", { class: "badge", "data-tone": tone, title }, sign(shape), text);

const taskTones = {
  queued: "idle", running: "busy", succeeded: "good", failed: "bad", cancelled: "idle", "timed-out": "bad",
  "outcome-unknown": "warn", abandoned: "bad",
};
export const taskStatuses = Object.keys(taskTones);
export const hasEnded = (task) => task.status !== "queued" && task.status !== "running";
export const taskBadge = (task) => badge(taskTones[task.status] ?? "idle", words(task.status));

const nodeTones = { ready: "good", draining: "warn", lost: "bad" };
export const nodeBadge = (node) => badge(nodeTones[node.status] ?? "idle", node.status);

const breakerTones = { closed: "good", open: "bad", "half-open": "warn" };
export const breakerBadge = (state) => state ? badge(breakerTones[state] ?? "idle", words(state)) : none;

const basisTones = { model: "busy", rules: "idle", exploration: "warn", "low-confidence": "idle", "model-unavailable": "warn" };
export const basisBadge = (basis) => badge(basisTones[basis] ?? "bad", basis ? words(basis) : "none feasible", null, basis ? "dot" : "bad");

export const kindName = (kind) => String(kind ?? "").toUpperCase();
export const kindMark = (kind) => kind
  ? h("span", { class: "kind", "data-kind": kind.toLowerCase() }, h("i", { class: "swatch" }), kindName(kind)) : none;

/** Marks what is pretended: `list` says what. */
export const emulated = (list) => list?.length
  ? h("span", { class: "tag emulated", title: `Emulated here: ${list.join(", ")}. The work itself is real.` }, `emulated: ${list.join(", ")}`) : null;

/** A moment in the local zone, with UTC in the tooltip. */
export function when(text, { relative = false } = {}) {
  if (!text) return none;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return String(text);
  return h("time", { datetime: text, title: utc(date) }, relative ? ago(date) : moment(date));
}

export const panel = ({ title, note, actions, flush = false, className = "", key, id }, ...body) => {
  const name = id ?? `p-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return h("section", { class: `panel ${className}`, key, "aria-labelledby": name },
    h("header", null, h("h2", { id: name }, title), note && h("span", { class: "note" }, note), actions),
    h("div", { class: flush ? "flush" : "body" }, body));
};

export const head = ({ title, lead, crumb, actions, badges }) => h("div", { class: "head" },
  h("div", null,
    crumb && h("p", { class: "crumb" }, h("a", { href: crumb.href }, crumb.text)),
    h("div", { class: "title" }, h("h1", { tabindex: -1 }, title), badges),
    lead && h("p", { class: "lead" }, lead)),
  actions && h("div", { class: "actions" }, actions));

export const tile = ({ label, figure, unit, note, chart }) => h("div", { class: "tile", role: "group", "aria-label": label },
  h("span", { class: "label" }, label),
  h("span", { class: "figure" }, figure, unit && h("small", null, unit)),
  h("span", { class: "more" }, note), chart);

/** `list`: `[name, value, isBig?]`; what is `null` is left out. */
export const facts = (list) => h("dl", { class: "facts" }, list.filter(Boolean).map(([name, value, isBig]) =>
  h("div", { key: name }, h("dt", null, name), h("dd", { class: isBig ? "big" : null }, value))));

export const pairs = (list) => h("dl", { class: "pairs" }, list.filter(Boolean).flatMap(([name, value]) =>
  [h("dt", null, name), h("dd", null, value)]));

/** One of a few: `options` are `[value, name]`. */
export const choice = (label, options, chosen, choose) => h("div", { class: "choice", role: "group", "aria-label": label },
  options.map(([value, name]) => h("button", {
    type: "button", key: value, "aria-pressed": String(value === chosen), onclick: () => choose(value),
  }, name)));

export function select(label, name, options, chosen, choose) {
  const id = `f-${name}`;
  return h("div", { class: "field", key: name },
    h("label", { for: id }, label),
    h("select", { id, value: chosen, onchange: (event) => choose(event.target.value) },
      options.map(([value, text]) => h("option", { key: value, value, selected: value === chosen }, text))));
}

export const windowChoice = (chosen, choose) => choice("Time shown", [["300", "5 min"], ["900", "15 min"], ["3600", "1 h"]], chosen, choose);
export { heading as title };
