// Every decision that was made, the newest first.

import { withQuery } from "../core/api.js";
import { h } from "../core/dom.js";
import { duration, money, none, percent, plural, short } from "../core/format.js";
import { query, setQuery } from "../core/router.js";
import { basisBadge, choice, head, select, when } from "../parts/basics.js";
import { costOf } from "../parts/candidates.js";
import { badge } from "../parts/basics.js";
import { curl, empty, shown } from "../parts/states.js";
import { pager, table } from "../parts/table.js";

const SIZE = 50;
const filters = ["domain", "target", "observed", "workload"];

export function decisions({ draw, resource }) {
  let trail = [];
  const domains = resource("/api/v1/domains");
  const targets = resource(() => withQuery("/api/v1/targets", { domain: query("domain") }));
  const list = resource(() => withQuery("/api/v1/decisions", {
    limit: SIZE, before: trail.at(-1), domain: query("domain"), target: query("target"), observed: query("observed"), workload: query("workload"),
  }), { every: 10000 });
  const go = (next) => { trail = next; list.load(); draw(); };
  const filter = (name) => (value) => {
    setQuery(name === "domain" ? { domain: value, target: null } : { [name]: value });
    if (name === "domain") targets.load();
    go([]);
  };
  const currency = (name) => domains.value?.domains.find((one) => one.name === name)?.currency ?? "USD";
  const chosen = (one) => one.candidates.find((candidate) => candidate.target === one.chosen);
  let typing = 0;
  const severalDomains = () => (domains.value?.domains ?? []).filter((one) => one.targets > 0).length > 1;

  const columns = () => [
    { id: "at", name: "Decided", cell: (one) => h("a", { class: "primary", href: `/decisions/${one.id}` }, when(one.at)) },
    { id: "basis", name: "By", fold: "end", cell: (one) => basisBadge(one.basis) },
    { id: "workload", name: "Workload", fold: "full", cell: (one) => h("span", { class: "key-text small mono cut", title: one.workload }, short(one.workload)) },
    !query("domain") && severalDomains() && { id: "domain", name: "Domain", fold: "hidden", cell: (one) => one.domain },
    { id: "chosen", name: "Chosen", cell: (one) => one.chosen ? h("strong", { class: "nowrap" }, one.chosen) : h("span", { class: "soft" }, "none feasible") },
    { id: "confidence", name: "Confidence", number: true, label: "sure", cell: (one) => percent(one.confidence) },
    { id: "time", name: "Time", number: true, fold: "hidden", cell: (one) => pair(chosen(one)?.prediction?.timeSeconds?.value, one.outcome && one.outcome.durationMs / 1000, duration) },
    { id: "cost", name: "Cost", number: true, fold: "hidden", cell: (one) => pair(chosen(one)?.prediction?.cost?.value, costOf(one.outcome)?.value ?? null, (value) => money(value, currency(one.domain))) },
    { id: "outcome", name: "Outcome", fold: "full", cell: (one) => one.outcome ? badge(one.outcome.success ? "good" : "bad", one.outcome.success ? "succeeded" : "failed") : h("span", { class: "soft small nowrap" }, "not reported") },
  ];

  return {
    title: "Decisions", queried: () => { targets.load(); go([]); }, ended: () => clearTimeout(typing),
    view() {
      const names = (domains.value?.domains ?? []).filter((one) => one.targets > 0 || one.name === query("domain"));
      const isFiltered = filters.some((name) => query(name));
      return [
        head({
          title: "Decisions", lead: "Each one is recorded before it is returned, and can be recomputed from its record.",
          actions: names.length > 1 && choice("Domain", [["", "All"], ...names.map((one) => [one.name, one.name])], query("domain"), filter("domain")),
        }),
        h("section", { class: "panel", "aria-label": "Decisions" },
          h("div", { class: "body" }, h("div", { class: "filters", role: "search", "aria-label": "Filter decisions" },
            select("Chosen target", "target", [["", "Any"], ...targetNames(targets.value, query("target")).map((name) => [name, name])], query("target"), filter("target")),
            select("Outcome", "observed", [["", "Any"], ["true", "Reported"], ["false", "Not reported"]], query("observed"), filter("observed")),
            h("div", { class: "field wide" }, h("label", { for: "f-workload" }, "Workload's key"),
              h("input", { type: "search", id: "f-workload", value: query("workload"), placeholder: "exactly", autocomplete: "off", oninput: (event) => { const text = event.target.value; setQuery({ workload: text }); clearTimeout(typing); typing = setTimeout(() => go([]), 350); } })),
            isFiltered && h("button", { type: "button", class: "button plain", onclick: () => { setQuery(Object.fromEntries(filters.map((name) => [name, null]))); targets.load(); go([]); } }, "Clear"))),
          shown(list, (value) => value.decisions.length ? [
            table({ caption: "Decisions", columns: columns(), rows: value.decisions, id: (one) => one.id, href: (one) => `/decisions/${one.id}` }),
            pager(`${trail.length ? `Page ${trail.length + 1}` : "Newest page"}, ${plural(value.decisions.length, "decision")}; small figures show the outcome`, {
              first: trail.length > 0 && (() => go([])), previous: trail.length > 0 && (() => go(trail.slice(0, -1))), next: value.next && (() => go([...trail, value.next])),
            }),
          ] : isFiltered || trail.length ? empty("No matching decisions", "Change or clear the filters.")
            : empty("No decisions yet", "Ask for a decision:", curl("POST", "/api/predict?explain=true", { spec: { language: "python", cpu: 1, memoryMB: 512 } })), { height: 480 })),
      ];
    },
  };
}

/** Expected, and below it what it was. */
const pair = (expected, actual, format) => expected === undefined || expected === null ? (actual === null ? none : h("span", { class: "under" }, format(actual)))
  : [format(expected), actual !== null && h("span", { class: "under" }, format(actual))];

function targetNames(value, chosen) {
  const names = new Set((value?.targets ?? []).map((one) => one.id));
  if (chosen) names.add(chosen);
  return [...names].sort().slice(0, 400);
}
