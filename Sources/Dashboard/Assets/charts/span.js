// An interval on a scale that a whole column of a table shares.

import { h } from "../core/dom.js";
import { logTicks, logarithmic } from "./scale.js";

/** A logarithmic scale over all that is to be shown; `null` where there is nothing. */
export function spanScale(values, format) {
  const known = values.filter((value) => value !== null && value !== undefined && value > 0);
  if (!known.length) return null;
  let low = Math.min(...known);
  let high = Math.max(...known);
  if (high / low < 1.5) { low /= 1.3; high *= 1.3; }
  low /= 1.08; high *= 1.08;
  const place = logarithmic(low, high, 0, 100);
  const inside = logTicks(low, high);
  // Labels take room: one is left out rather than written over another.
  const ticks = [];
  for (const tick of inside) {
    const room = 9 + 5.5 * format(tick).length;
    if (place(tick) + room / 2 > 108) continue;
    if (!ticks.length || place(tick) - place(ticks.at(-1)) > room) ticks.push(tick);
  }
  return { place: (value) => Math.max(0, Math.min(100, place(value))), ticks, format };
}

export const spanHead = (scale) => scale && h("span", { class: "scale", "aria-hidden": "true" },
  scale.ticks.map((tick) => h("span", { style: { left: `${scale.place(tick)}%` } }, scale.format(tick))));

export function span(scale, estimate, actual) {
  if (!scale || !estimate || estimate.value === null) return null;
  const from = scale.place(estimate.lower ?? estimate.value);
  const to = scale.place(estimate.upper ?? estimate.value);
  const text = `${scale.format(estimate.value)}, 90% between ${scale.format(estimate.lower)} and ${scale.format(estimate.upper)}`
    + (actual === null || actual === undefined ? "" : `; it was ${scale.format(actual)}`);
  return h("span", { class: "span", role: "img", "aria-label": text, title: text },
    h("i", { class: "range", style: { left: `${from}%`, width: `${Math.max(0.5, to - from)}%` } }),
    h("i", { class: "value", style: { left: `${scale.place(estimate.value)}%` } }),
    actual !== null && actual !== undefined && h("i", { class: "actual", style: { left: `${scale.place(actual)}%` } }));
}
