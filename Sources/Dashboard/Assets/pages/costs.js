// What runs cost: by day, by target, and against what rules would have chosen.

import { withQuery } from "../core/api.js";
import { h } from "../core/dom.js";
import { count, dayName, duration, money, percent, plural } from "../core/format.js";
import { History, historyPath } from "../core/history.js";
import { query, setQuery } from "../core/router.js";
import { bars } from "../charts/bars.js";
import { columnChart } from "../charts/columns.js";
import { kindColor } from "../charts/frame.js";
import { timeChart } from "../charts/time.js";
import { choice, head, panel, tile } from "../parts/basics.js";
import { empty, shown } from "../parts/states.js";
import { sorted, table } from "../parts/table.js";

export function costs({ draw, resource }) {
  const days = () => query("days", "30");
  const list = resource(() => withQuery("/api/v1/costs", { days: days() }), { every: 20000 });
  const history = resource(historyPath(["berth_expected_cost_total", "berth_rules_expected_cost_total"], 3600), { every: 10000 });
  let sort = { id: "cost", isAscending: false };
  const choose = (name) => (value) => { setQuery({ [name]: value }); list.load(); draw(); };
  return {
    title: "Costs", queried: () => list.load(),
    view() {
      const all = (list.value?.domains ?? []).filter((one) => one.targets.length);
      const chosen = all.find((one) => one.domain === query("domain")) ?? all.find((one) => one.domain === "task") ?? all[0];
      return [
        head({ title: "Costs", lead: "What runs cost, as reported.", actions: [
          all.length > 1 && choice("Domain", all.map((one) => [one.domain, one.domain]), chosen?.domain, choose("domain")),
          choice("Days", [["7", "7 days"], ["30", "30 days"], ["90", "90 days"]], days(), choose("days")),
        ] }),
        shown(list, () => chosen ? view(chosen) : h("section", { class: "panel" }, empty("No costs yet", "Runs reported with a cost appear here.", `curl -s ${location.origin}/api/telemetry/runs -H 'Content-Type: application/x-ndjson' --data-binary @runs.ndjson`)),
          { height: 420, absent: ["No costs here", "This service does not total costs."] }),
      ];
    },
  };

  function view(domain) {
    const { currency } = domain;
    const total = sum(domain.targets, "cost");
    const runs = sum(domain.targets, "runs");
    const failures = sum(domain.targets, "failures");
    const past = history.value ? new History(history.value) : null;
    const where = { domain: domain.domain };
    const expected = past?.growth(past.named("berth_expected_cost_total", where)) ?? null;
    const byRules = past?.growth(past.named("berth_rules_expected_cost_total", where)) ?? null;
    const saved = expected === null || byRules === null ? null : byRules - expected;
    const amount = (value) => money(value, currency);
    const columns = [
      { id: "target", name: "Target", sort: (one) => one.target, cell: (one) => h("strong", null, one.target) },
      { id: "cost", name: "Cost", number: true, sort: (one) => one.cost, cell: (one) => amount(one.cost) },
      { id: "share", name: "Share", number: true, label: "share", sort: (one) => one.cost, cell: (one) => percent(total ? one.cost / total : null) },
      { id: "runs", name: "Runs", number: true, label: "runs", sort: (one) => one.runs, cell: (one) => count(one.runs) },
      { id: "mean", name: "Cost per run", number: true, fold: "hidden", sort: (one) => one.cost / one.runs, cell: (one) => amount(one.runs ? one.cost / one.runs : null) },
      { id: "time", name: "Total time", number: true, fold: "hidden", sort: (one) => one.seconds, cell: (one) => duration(one.seconds) },
      { id: "failures", name: "Failures", number: true, fold: "hidden", sort: (one) => one.failures / one.runs, cell: (one) => `${count(one.failures)} (${percent(one.runs ? one.failures / one.runs : null)})` },
    ];
    return [
      h("div", { class: "tiles" },
        tile({ label: "Cost", figure: amount(total), note: `on ${plural(domain.days.filter((one) => one.runs > 0).length, "day")} with runs` }),
        tile({ label: "Runs", figure: count(runs), note: `${count(failures)} failed` }),
        tile({ label: "Cost per run", figure: amount(runs ? total / runs : null), note: `${domain.domain}, on average` }),
        tile({ label: "Saved against rules", figure: saved === null ? "–" : amount(saved), unit: saved !== null && byRules > 0 ? percent(saved / byRules) : null, note: saved === null ? "needs predictions for both, in the last hour" : "expected, in the last hour" })),
      h("div", { class: "grid" },
        panel({ title: "Cost per day", note: `days in UTC, in ${currency}`, className: "of-8" }, columnChart({ title: "Cost per day", columns: everyDay(domain.days, Number(days())), format: amount, height: 240 })),
        panel({ title: "By target", className: "of-4" }, bars(domain.targets.slice().sort((a, b) => b.cost - a.cost).slice(0, 8).map((one) => ({ name: one.target, value: one.cost, text: amount(one.cost), color: domain.domain === "task" ? kindColor(one.target) : undefined })), { label: "Cost by target" }))),
      past && panel({ title: "Expected cost against rules", note: "cumulative over the last hour: what was chosen, and what the rules would have chosen" }, savings(past, where, amount)),
      h("section", { class: "panel", "aria-label": "Targets" }, table({ caption: "Cost by target", columns, rows: sorted(domain.targets, columns, sort), id: (one) => one.target, sort, changeSort: (next) => { sort = next; draw(); } })),
    ];
  }
}

const sum = (list, name) => list.reduce((all, one) => all + (one[name] ?? 0), 0);

/** Days without runs are days too. */
function everyDay(list, days) {
  const known = new Map(list.map((one) => [one.day, one]));
  const latest = list.length ? Math.max(Date.parse(list.at(-1).day), Date.parse(list[0].day)) : Date.now();
  // Empty days before the first run tell nothing.
  const first = Math.min(latest, ...list.filter((one) => one.runs > 0).map((one) => Date.parse(one.day)));
  const shown = Math.min(days, Math.max(7, Math.round((latest - first) / 86400000) + 1));
  return Array.from({ length: shown }, (_, index) => {
    const date = new Date(latest - (shown - 1 - index) * 86400000);
    const day = date.toISOString().slice(0, 10);
    const one = known.get(day);
    return { label: day, short: dayName(date), value: one?.cost ?? 0, note: plural(one?.runs ?? 0, "run") };
  });
}

function savings(past, where, amount) {
  const grown = (name) => {
    let total = 0;
    return past.rate(past.named(name, where)).map((value) => (value === null ? (total ? total : null) : (total += value * past.step)));
  };
  return timeChart({
    title: "Expected cost against rules", from: past.until - Math.max(1, past.length - 1) * past.step * 1000, until: past.until, format: amount, height: 200, empty: "No decision with both predictions in this period",
    series: [{ name: "rules", color: "var(--series-6)", values: grown("berth_rules_expected_cost_total") }, { name: "chosen", color: "var(--accent)", values: grown("berth_expected_cost_total") }],
  });
}
