// One decision, opened: who was considered, what was expected, why it came out so, and what it came to.

import { h } from "../core/dom.js";
import { duration, heading, money, none, number, percent, plural, short, spelled } from "../core/format.js";
import { twoSidedBars } from "../charts/bars.js";
import { badge, basisBadge, choice, facts, head, panel, when } from "../parts/basics.js";
import { candidatesTable, costOf, ranked, spanKey } from "../parts/candidates.js";
import { json, sentences } from "../parts/outcome.js";
import { curl, empty, failed, loading, shown } from "../parts/states.js";
import { table } from "../parts/table.js";

export function decision({ params, draw, resource }) {
  const path = `/api/v1/decisions/${encodeURIComponent(params.id)}`;
  const record = resource(path);
  const explanation = resource(`${path}/explanation`);
  const domains = resource("/api/v1/domains");
  let quantity = null;
  let target = null;
  return {
    title: () => `Decision ${params.id}`,
    view() {
      const crumb = { href: "/decisions", text: "Decisions" };
      const one = record.value;
      if (!one) {
        return [head({ title: "Decision", crumb }), h("section", { class: "panel" }, record.problem?.status === 404
          ? empty("There is no such decision", `${params.id} is not in the log. It never existed, or its retention has passed.`) : record.problem ? failed(record.problem, () => record.load()) : loading(300))];
      }
      const currency = domains.value?.domains.find((domain) => domain.name === one.domain)?.currency ?? "USD";
      const chosen = one.candidates.find((candidate) => candidate.target === one.chosen);
      const excluded = one.candidates.filter((candidate) => candidate.exclusion);
      return [
        head({
          title: one.chosen ?? "No target was feasible", crumb, badges: basisBadge(one.basis),
          lead: [h("code", { class: "small" }, one.id), ", ", when(one.at), ", domain ", one.domain],
        }),
        h("div", { class: "grid" },
          panel({ title: "Why", className: "of-7" }, h("div", { class: "stack" },
            shown(explanation, (value) => sentences(value.sentences) ?? h("p", { class: "soft" }, "No explanation."), { height: 90 }),
            one.reason && h("div", { class: "notice", "data-tone": "warn" }, one.reason))),
          panel({ title: "In figures", className: "of-5" }, facts([
            ["Confidence", percent(one.confidence), true], ["Propensity", percent(one.propensity), true],
            ["Candidates", excluded.length ? `${one.candidates.length - excluded.length} of ${one.candidates.length} feasible` : plural(one.candidates.length, "candidate")],
            ["Minimized", short(one.objective)], ["Strategy", one.strategy], ["Model", one.model ? h("a", { href: `/models/${one.model.split("@")[0]}` }, one.model) : "none"],
            one.rule && ["Rule", one.rule],
          ]))),
        panel({ title: "Candidates", note: "what the model expected for each", flush: true }, candidatesTable(one, { currency }), h("div", { class: "body" }, one.candidates.some((candidate) => candidate.prediction) && spanKey(one.outcome))),
        h("div", { class: "grid" },
          panel({ title: "What decided", note: "contributions of features to the predictions", className: "of-7" }, contributions(one)),
          panel({ title: "Expected and actual", className: "of-5", flush: true }, actual(one, chosen, currency))),
        excluded.length > 0 && panel({ title: "Excluded", note: plural(excluded.length, "target") }, h("ul", { class: "reasons" }, excluded.map((candidate) => h("li", { key: candidate.target }, h("strong", null, candidate.target), ": ", candidate.exclusion.reason)))),
        panel({ title: "Targets at the time", note: "including prices", flush: true }, attributes(one, currency)),
        h("div", { class: "grid" },
          panel({ title: "Workload", className: "of-6" }, h("div", { class: "stack" }, h("code", { class: "small" }, short(one.workload.key)),
            facts(Object.entries(one.workload.attributes).filter(([, value]) => !isLong(value)).map(([name, value]) => [heading(name), plain(value)])),
            Object.entries(one.workload.attributes).filter(([, value]) => isLong(value)).map(([name, value]) => h("details", { key: name }, h("summary", null, heading(name)),
              h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": heading(name) }, typeof value === "string" ? value.slice(0, 4000) : JSON.stringify(value, null, 2)))))),
          panel({ title: "Policy and draws", className: "of-6" }, facts([
            ["Confidence gate", percent(one.policy.confidenceGate, 0)], ["Exploration", percent(one.policy.exploration.share)],
            ["Exploration budget", one.policy.exploration.budget === null ? "no limit" : money(one.policy.exploration.budget, currency)],
            ["Spent on exploration before", money(one.explorationSpent, currency)], ["Added by this decision", money(one.explorationCost, currency)],
            ["Random draws", one.draws.length ? one.draws.map((draw) => number(draw)).join(", ") : "none"], ["Requested limits", limits(one, currency)],
            one.programHash && ["Feature program", h("code", null, one.programHash.slice(0, 12))],
          ]))),
        panel({ title: "The record" }, h("details", null, h("summary", null, "As JSON"), json(one))),
      ];
    },
  };

  function contributions(one) {
    return shown(explanation, (value) => {
      const list = value.contributions ?? [];
      if (!list.length) {
        return h("p", { class: "soft" }, one.model ? "The model that decided is no longer loaded, or cannot attribute its predictions." : "No model was asked: a rule decided, so there is nothing to attribute.");
      }
      const quantities = [...new Set(list.map((item) => item.quantity))];
      const targets = ranked(one).map((candidate) => candidate.target).filter((name) => list.some((item) => item.target === name));
      const chosenQuantity = quantities.includes(quantity) ? quantity : quantities[0];
      const chosenTarget = targets.includes(target) ? target : targets[0];
      const items = list.filter((item) => item.quantity === chosenQuantity && item.target === chosenTarget)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      const rest = items.slice(10).reduce((sum, item) => sum + item.contribution, 0);
      const text = chosenQuantity === "success" ? signed : share;
      const view = items.slice(0, 10).map((item) => ({ name: spelled(item.feature), note: plain(item.value), value: item.contribution, text: text(item.contribution) }));
      if (items.length > 10) view.push({ name: `${items.length - 10} others`, value: rest, text: text(rest) });
      const baseline = (value.baselines ?? []).find((item) => item.quantity === chosenQuantity && item.target === chosenTarget)?.value ?? null;
      return h("div", { class: "stack" },
        h("div", { class: "row" }, quantities.length > 1 && choice("Quantity", quantities.map((name) => [name, name]), chosenQuantity, (next) => { quantity = next; draw(); }),
          targets.length > 1 && h("div", { class: "field" }, h("label", { class: "unseen", for: "f-attributed" }, "Target"),
            h("select", { id: "f-attributed", value: chosenTarget, onchange: (event) => { target = event.target.value; draw(); } }, targets.map((name) => h("option", { key: name, value: name, selected: name === chosenTarget }, name))))),
        twoSidedBars(view, { label: `Contributions to the ${chosenQuantity} of ${chosenTarget}` }),
        h("p", { class: "soft small" }, `Bars to the right make the predicted ${chosenQuantity} ${chosenQuantity === "success" ? "more likely (in log-odds)" : "larger; the shares multiply"}. `, start(chosenQuantity, baseline)));
    }, { height: 220 });
  }
}

/** A contribution to a logarithm is a share: a half more, a third less. */
const share = (value) => `${value < 0 ? "−" : "+"}${percent(Math.abs(Math.expm1(value)), Math.abs(value) < 0.1 ? 1 : 0)}`;
const start = (quantity, value) => value === null ? "" : quantity === "success" ? `Without them it would be ${percent(1 / (1 + Math.exp(-value)))}.`
  : `Without them it would be ${quantity === "time" ? duration(Math.exp(value)) : number(Math.exp(value))}.`;
const isLong = (value) => (typeof value === "string" ? value.length > 60 : value !== null && typeof value === "object" && Object.keys(value).length > 0);
const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
const plain = (value) => value === null || value === undefined ? none : typeof value === "boolean" ? (value ? "yes" : "no")
  : typeof value === "number" ? number(value, 4) : typeof value === "object" ? (Object.keys(value).length ? JSON.stringify(value).slice(0, 160) : "none") : String(value).slice(0, 160);

function actual(one, chosen, currency) {
  const outcome = one.outcome;
  if (!outcome) {
    return one.chosen ? empty("Not reported yet", "Report the outcome:", curl("POST", `/api/v1/decisions/${one.id}/outcome`, { durationMs: 612, costUSD: 0.0000031, success: true }))
      : empty("Nothing ran", "No target was feasible.");
  }
  const cost = costOf(outcome);
  const expected = outcome.target === one.chosen ? chosen?.prediction : one.candidates.find((candidate) => candidate.target === outcome.target)?.prediction;
  const seconds = outcome.durationMs / 1000;
  const amount = (value) => money(value, currency);
  const inside = (value, estimate) => estimate && estimate.lower !== null ? (value >= estimate.lower && value <= estimate.upper ? badge("good", "inside") : badge("warn", "outside")) : none;
  const rows = [
    ["Time", expected ? duration(expected.timeSeconds.value) : none, duration(seconds), inside(seconds, expected?.timeSeconds)],
    ["Cost", expected ? amount(expected.cost.value) : none, cost ? amount(cost.value) : none, cost ? inside(cost.value, expected?.cost) : none],
    ["Success", expected ? percent(expected.successProbability) : none, outcome.success ? "yes" : "no", ""],
  ];
  return [
    h("div", { class: "scroll" }, h("table", { class: "table" }, h("caption", { class: "unseen" }, "Expected and actual"),
      h("thead", null, h("tr", null, ["", "Expected", "Actual", "Range"].map((name, index) => h("th", { key: index, scope: "col", class: index ? "number" : null }, name)))),
      h("tbody", null, rows.map((row) => h("tr", { key: row[0] }, row.map((cell, index) => index ? h("td", { key: index, class: "number" }, cell) : h("th", { key: index, scope: "row" }, cell))))))),
    h("div", { class: "body" }, h("p", { class: "soft small" }, "Ran on ", outcome.target, ", started ", when(outcome.startedAt), ".")),
  ];
}

function attributes(one, currency) {
  const names = [...new Set(one.candidates.flatMap((candidate) => Object.keys(candidate.attributes)))];
  const prices = names.filter((name) => /^price(Per|$)|usd_per|Price/.test(name));
  const others = names.filter((name) => !prices.includes(name) && !["provider", "name", "priceCurrency"].includes(name)
    && new Set(one.candidates.map((candidate) => JSON.stringify(candidate.attributes[name]))).size > 1);
  const columns = [...prices, ...others].slice(0, 9);
  return h("div", null, table({
    caption: "Target attributes at decision time", rows: ranked(one), id: (candidate) => candidate.target, isChosen: (candidate) => candidate.target === one.chosen, isScrolling: true,
    columns: [{ id: "target", name: "Target", cell: (candidate) => h("strong", { class: "nowrap" }, candidate.target) },
      ...columns.map((name) => ({
        id: name, name: heading(name), number: one.candidates.some((candidate) => typeof candidate.attributes[name] === "number"),
        cell: (candidate) => { const value = candidate.attributes[name]; return typeof value === "number" && prices.includes(name) ? money(value, currency) : plain(value); },
      }))],
  }));
}

function limits(one, currency) {
  const { maxCost, maxTimeSeconds, only, except } = one.constraints;
  const list = [maxCost !== null && `cost at most ${money(maxCost, currency)}`, maxTimeSeconds !== null && `time at most ${duration(maxTimeSeconds)}`,
    ...Object.entries(only ?? {}).map(([name, values]) => `only ${name} ${values.join(", ")}`), ...Object.entries(except ?? {}).map(([name, values]) => `not ${name} ${values.join(", ")}`)].filter(Boolean);
  return list.length ? list.join("; ") : "none";
}
