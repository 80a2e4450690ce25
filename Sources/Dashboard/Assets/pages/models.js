// Models: which version serves, how well it predicts, and what it looks at.

import { post } from "../core/api.js";
import { h } from "../core/dom.js";
import { bytes, count, duration, heading, money, number, percent, plural, spelled } from "../core/format.js";
import { live } from "../core/live.js";
import { navigate, query, setQuery } from "../core/router.js";
import { bars } from "../charts/bars.js";
import { scatterChart } from "../charts/scatter.js";
import { timeChart } from "../charts/time.js";
import { badge, choice, head, pairs, panel, when } from "../parts/basics.js";
import { ask } from "../parts/dialog.js";
import { empty, failed, loading, shown } from "../parts/states.js";
import { table } from "../parts/table.js";
import { toast } from "../parts/announce.js";

export function models({ params, draw, resource }) {
  const list = resource("/api/v1/models", { every: 15000 });
  const name = () => params.name ?? (list.value?.models.find((one) => one.name === "task" && one.serving) ?? list.value?.models.find((one) => one.serving) ?? list.value?.models[0])?.name ?? null;
  const hours = () => query("hours", "168");
  const quality = resource(() => (name() ? `/api/v1/models/${encodeURIComponent(name())}/quality?hours=${hours()}` : null), { every: 30000 });
  const importance = resource(() => (name() ? `/api/v1/models/${encodeURIComponent(name())}/importance` : null));
  let asked = params.name ?? null;
  let quantity = null;
  let points = "time";

  const serve = async (model, version) => {
    const answer = await ask({ title: `Serve ${model.name} ${version}?`, text: "It decides from the next request on. The current version stays loaded. The change is audited.", action: "Serve this version" });
    if (!answer) return;
    try {
      await post(`/api/v1/models/${encodeURIComponent(model.name)}/serve`, { version });
      toast(`${model.name} ${version} serves`);
    } catch (problem) { toast(problem.message, "bad"); }
    list.load();
    importance.load();
  };

  return {
    title: "Models", queried: () => { quality.load(); },
    view() {
      if (asked !== name()) { asked = name(); quality.load(); importance.load(); }
      const all = list.value?.models;
      const lead = "Trained on runs, registered with a model card, put into service by an operator.";
      if (!all) return [head({ title: "Models", lead }), h("section", { class: "panel" }, list.problem ? failed(list.problem, () => list.load()) : loading(320))];
      const model = all.find((one) => one.name === name());
      if (!all.length) return [head({ title: "Models", lead }), h("section", { class: "panel" }, empty("No model is registered", "Until one is, the rules decide. Once a few hundred runs are in, train one:", "berth train --days 30"))];
      if (!model) return [head({ title: "Models", lead }), h("section", { class: "panel" }, empty(`There is no model ${name()}`, "A model has the name of its domain."))];
      return [
        head({ title: "Models", lead, actions: all.length > 1 && choice("Model", all.map((one) => [one.name, one.name]), model.name, (next) => navigate(`/models/${encodeURIComponent(next)}`)) }),
        live.isReadOnly && h("div", { class: "notice" }, h("strong", null, "Read-only"), "You cannot change the serving version here."),
        panel({ title: `Versions of ${model.name}`, note: model.serving ? `${model.serving} serves` : "none serving: the rules decide", flush: true }, versions(model)),
        h("div", { class: "row spread" }, h("h2", null, "Prediction quality"), choice("Time", [["24", "1 day"], ["168", "7 days"], ["720", "30 days"]], hours(), (next) => { setQuery({ hours: next }); quality.load(); draw(); })),
        shown(quality, (value) => graphs(value), { height: 300, absent: ["No quality figures", "This service does not compare predictions with outcomes yet."] }),
        shown(importance, features, { height: 220, absent: ["No feature importance", "The serving model has no trees, or no model is serving."] }),
      ];
    },
  };

  function versions(model) {
    const servable = (one) => one.role !== "serving";
    return table({
      caption: `Versions of ${model.name}`, rows: model.versions.slice().reverse().slice(0, 20), id: (one) => one.version,
      columns: [
        { id: "version", name: "Version", cell: (one) => h("strong", null, one.version) },
        { id: "role", name: "Role", fold: "end", cell: (one) => one.role === "serving" ? badge("good", "serving") : one.role ? badge("idle", one.role) : null },
        { id: "made", name: "Trained", cell: (one) => when(one.createdAt) },
        { id: "runs", name: "Runs", number: true, label: "runs", cell: (one) => count(one.trainingRuns.count) },
        { id: "card", name: "On held-out runs", fold: "full", cell: (one) => h("span", { class: "small" }, card(one.metrics)) },
        { id: "library", name: "Library", fold: "hidden", cell: (one) => h("span", { class: "soft" }, one.library) },
        { id: "size", name: "Size", number: true, fold: "hidden", cell: (one) => bytes(one.artifact.bytes) },
        { id: "serve", name: h("span", { class: "unseen" }, "Actions"), number: true, fold: "full", cell: (one) => servable(one) && h("button", { type: "button", class: "button plain", disabled: live.isReadOnly, "aria-label": `Serve ${one.version}`, onclick: () => serve(model, one.version) }, "Serve this version") },
      ],
    });
  }

  function graphs(value) {
    if (!value.decisions) return h("section", { class: "panel" }, empty("No outcomes to compare with", "Predictions are judged once the outcomes of decisions are reported.", `curl -s ${location.origin}/api/v1/decisions?observed=true`));
    const hour = 3600000;
    const from = Date.parse(value.accuracy[0]?.at ?? value.from);
    const until = Date.parse(value.accuracy.at(-1)?.at ?? value.until);
    const slots = Math.max(1, Math.round((until - from) / hour)) + 1;
    const line = (pick) => {
      const values = new Array(slots).fill(null);
      for (const one of value.accuracy) values[Math.round((Date.parse(one.at) - from) / hour)] = pick(one);
      return slots > 200 ? joinGaps(values) : values;
    };
    const errors = [{ name: "time", color: "var(--edge)", values: line((one) => one.timeError) }, { name: "cost", color: "var(--gpu)", values: line((one) => one.costError) }];
    const held = [{ name: "time within its range", color: "var(--edge)", values: line((one) => one.timeWithinInterval) }, { name: "succeeded", color: "var(--series-4)", values: line((one) => one.success) }];
    const pairs = value.points.map((one) => points === "time" ? { x: one.predictedTime, y: one.actualTime, label: one.target } : { x: one.predictedCost, y: one.actualCost, label: one.target }).filter((one) => one.x > 0 && one.y > 0);
    return [
      h("div", { class: "grid" },
        panel({ title: "Prediction error", note: "median of |predicted ÷ actual − 1|, by the hour", className: "of-6" }, timeChart({ title: "Prediction error", from, until: Math.max(until, from + hour), series: errors, format: (share) => percent(share, 0), height: 220 })),
        panel({ title: "Ranges held", note: "90% should", className: "of-6" }, timeChart({ title: "Share of runs within the predicted range", from, until: Math.max(until, from + hour), series: held, format: (share) => percent(share, 0), low: 0.5, high: 1, reference: 0.9, height: 220 }))),
      h("div", { class: "grid" },
        panel({ title: "Success calibration", note: "on the dashed line, predictions match outcomes", className: "of-6" }, value.calibration.length
          ? scatterChart({ title: "Calibration", points: calibration(value.calibration), format: (share) => percent(share, 0), across: "predicted success", up: "actual", low: lowOf(value.calibration), high: 1, isJoined: true })
          : h("p", { class: "soft" }, "No success predictions with an outcome.")),
        panel({ title: "Predicted against actual", note: `the newest ${plural(pairs.length, "run")}`, className: "of-6", actions: choice("Quantity", [["time", "time"], ["cost", "cost"]], points, (next) => { points = next; draw(); }) }, pairs.length
          ? scatterChart({ title: `Predicted and actual ${points}`, key: points, points: pairs, isLog: true, format: points === "time" ? duration : (amount) => money(amount), across: "predicted", up: "actual" })
          : h("p", { class: "soft" }, "No predictions with an outcome."))),
    ];
  }

  function features(value) {
    if (!value.quantities.length) return h("section", { class: "panel" }, empty("No feature importance", value.version ? "The serving version has no trees to inspect." : "No version serves."));
    const few = value.quantities.length <= 4;
    const chosen = value.quantities.find((one) => one.quantity === quantity) ?? value.quantities[0];
    const one = (each) => {
      const list = each.features.filter((feature) => feature.gain > 0).sort((a, b) => b.gain - a.gain);
      return [bars(list.slice(0, 10).map((feature) => ({ name: spelled(feature.feature), value: feature.gain, text: percent(feature.gain) })), { label: `Importance for ${each.quantity}` }),
        list.length > 10 && h("p", { class: "key" }, `and ${list.length - 10} others`)];
    };
    return [
      h("div", { class: "row spread" }, h("h2", null, "Feature importance", h("span", { class: "soft small" }, "  share of total split gain")),
        !few && choice("Quantity", value.quantities.map((each) => [each.quantity, spelled(each.quantity)]), chosen.quantity, (next) => { quantity = next; draw(); })),
      few ? h("div", { class: "grid" }, value.quantities.map((each) => panel({ title: heading(each.quantity), key: each.quantity, className: { 1: "", 3: "of-4" }[value.quantities.length] ?? "of-6" }, one(each))))
        : panel({ title: heading(chosen.quantity) }, one(chosen)),
    ];
  }
}

/** The most telling figures of a card, and all of them below. */
function card(metrics) {
  const wanted = [["accuracy", "accuracy", percent], ["regret", "regret", percent], ["medianTimeError", "time error", percent], ["medianCostError", "cost error", percent], ["exactShare", "best chosen", percent], ["normalizedGeometricMean", "value ÷ best", (value) => number(value)]];
  const list = wanted.flatMap(([name, text, format]) => {
    const key = [name, `known.${name}`, ...Object.keys(metrics).filter((one) => one.endsWith(`.${name}`))].find((one) => one in metrics);
    return key ? [`${text} ${format(metrics[key])}`] : [];
  });
  const all = Object.entries(metrics);
  return [list.length > 0 && h("span", { class: "nowrap-list" }, list.slice(0, 4).join(", ")), h("details", null, h("summary", null, plural(all.length, "figure")), pairs(all.map(([name, value]) => [spelled(name), number(value, 4)])))];
}

const calibration = (list) => {
  const most = Math.max(...list.map((one) => one.count));
  return list.filter((one) => one.count > 0).map((one) => ({ x: one.predicted, y: one.actual, label: plural(one.count, "run"), size: 3 + 5 * Math.sqrt(one.count / most) }));
};
const lowOf = (list) => { const low = Math.min(...list.filter((one) => one.count > 0).flatMap((one) => [one.predicted, one.actual])); return low > 0.75 ? 0.7 : low > 0.5 ? 0.4 : 0; };

/** Over many hours, one without runs is no gap. */
function joinGaps(values) {
  const copy = values.slice();
  for (let index = 1; index < copy.length - 1; index += 1) {
    if (copy[index] === null && copy[index - 1] !== null && copy[index + 1] !== null) copy[index] = (copy[index - 1] + copy[index + 1]) / 2;
  }
  return copy;
}
