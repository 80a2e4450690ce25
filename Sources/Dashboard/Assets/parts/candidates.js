// The candidates of a decision side by side: what was expected of each, and why some were out.

import { h } from "../core/dom.js";
import { duration, money, none, percent } from "../core/format.js";
import { span, spanHead, spanScale } from "../charts/span.js";
import { badge } from "./basics.js";
import { table } from "./table.js";

/** The best first: the chosen one, then by what the model expects, then what was excluded. */
export function ranked(record) {
  const value = (one) => one.prediction?.logValue ?? one.prediction?.cost?.value ?? Infinity;
  const group = (one) => (one.target === record.chosen ? 0 : one.exclusion ? 2 : 1);
  return record.candidates.slice().sort((a, b) => group(a) - group(b) || value(a) - value(b) || a.target.localeCompare(b.target));
}

export const costOf = (outcome) => {
  const key = Object.keys(outcome ?? {}).find((name) => /^cost[A-Z]{3}$/.test(name));
  return key ? { value: outcome[key], currency: key.slice(4) } : null;
};

export function candidatesTable(record, { currency = "USD", compact = false } = {}) {
  const outcome = record.outcome;
  const actual = costOf(outcome);
  const times = spanScale(record.candidates.flatMap((one) => bounds(one.prediction?.timeSeconds)).concat(outcome ? [outcome.durationMs / 1000] : []), duration);
  const amount = (value) => money(value, currency);
  const costs = spanScale(record.candidates.flatMap((one) => bounds(one.prediction?.cost)).concat(actual ? [actual.value] : []), amount);
  const ran = (one) => outcome && outcome.target === one.target;
  const hasPrediction = record.candidates.some((one) => one.prediction);
  const rows = ranked(record);
  const state = (one) => one.target === record.chosen ? badge("busy", "chosen", null, "good") : one.exclusion ? badge("idle", "excluded", one.exclusion.reason) : null;
  const estimate = (scale, value, actualValue, format) => value && [
    h("span", { class: "expected" }, format(value.value)), span(scale, value, actualValue)];
  return table({
    caption: "Candidates for the decision", className: compact ? "candidates compact" : "candidates", rows, id: (one) => one.target, isChosen: (one) => one.target === record.chosen,
    // What was excluded before the model was asked has a reason in place of figures.
    tail: (one) => (one.prediction ? null : { from: compact ? 1 : 2, cell: h("span", { class: "soft" }, one.exclusion ? one.exclusion.reason : "No prediction: no model was asked.") }),
    columns: [
      { id: "target", name: "Target", cell: (one) => [h("strong", null, one.target), compact && state(one)] },
      !compact && { id: "state", name: h("span", { class: "unseen" }, "State"), fold: "end", cell: state },
      hasPrediction && { id: "time", name: "Time", headCell: spanHead(times), label: "time", fold: "full", cell: (one) => estimate(times, one.prediction.timeSeconds, ran(one) ? outcome.durationMs / 1000 : null, duration) },
      hasPrediction && { id: "cost", name: "Cost", headCell: spanHead(costs), label: "cost", fold: "full", cell: (one) => estimate(costs, one.prediction.cost, ran(one) ? actual?.value : null, amount) },
      !compact && hasPrediction && { id: "success", name: "Success", number: true, label: "success", cell: (one) => percent(one.prediction.successProbability) },
      !compact && hasPrediction && { id: "seen", name: "Seen", fold: "hidden", cell: (one) => h("span", { class: "nowrap" }, one.prediction.situation?.replace("-", " ") ?? none) },
      !compact && hasPrediction && { id: "propensity", name: "Propensity", number: true, label: "propensity", cell: (one) => percent(one.propensity) },
      !hasPrediction && { id: "why", name: "Prediction", cell: () => null },
    ],
  });
}

const bounds = (estimate) => (estimate ? [estimate.lower, estimate.value, estimate.upper] : []);

export const spanKey = (hasOutcome) => h("p", { class: "key" },
  h("span", null, h("i", { class: "span", style: { width: "26px", "min-width": "26px" } }, h("i", { class: "range", style: { left: "0", width: "100%" } }), h("i", { class: "value", style: { left: "45%" } })), "expected, with the range that should hold 90% of runs (logarithmic)"),
  hasOutcome && h("span", null, h("i", { class: "span", style: { width: "14px", "min-width": "14px" } }, h("i", { class: "actual", style: { left: "50%" } })), "what it was"));
