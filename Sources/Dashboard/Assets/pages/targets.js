// Targets side by side: whether each can take work, and what runs there came to.

import { patch, withQuery } from "../core/api.js";
import { h } from "../core/dom.js";
import { capital, count, duration, money, none, percent } from "../core/format.js";
import { live } from "../core/live.js";
import { query, setQuery } from "../core/router.js";
import { bars } from "../charts/bars.js";
import { badge, breakerBadge, choice, head, panel, select, when } from "../parts/basics.js";
import { ask } from "../parts/dialog.js";
import { empty, shown } from "../parts/states.js";
import { sorted, table } from "../parts/table.js";
import { toast } from "../parts/announce.js";

const modes = { enabled: "good", draining: "warn", disabled: "bad" };

export function targets({ draw, resource }) {
  const domains = resource("/api/v1/domains");
  const known = () => domains.value?.domains.filter((one) => one.targets > 0) ?? [];
  const domain = () => query("domain") || (known().find((one) => one.name === "task") ?? known().find((one) => one.name === "sandbox") ?? known()[0])?.name || null;
  const hours = () => query("hours", "168");
  const list = resource(() => (domain() ? withQuery("/api/v1/targets", { domain: domain() }) : null), { every: 5000 });
  const figures = resource(() => (domain() ? withQuery("/api/telemetry/providers", { domain: domain(), hours: hours() === "all" ? null : hours() }) : null), { every: 15000 });
  const waitForDomains = domains;
  const loadAll = () => { list.load(); figures.load(); draw(); };
  let asked = null;
  let sort = { id: "target", isAscending: true };

  const change = async (target, mode) => {
    const texts = {
      enabled: ["Enable", "It may be chosen again from the next decision on."], draining: ["Drain", "No new work is sent there; running work continues."],
      disabled: ["Disable", "It is off: no decision may choose it."],
    };
    const answer = await ask({ title: `${texts[mode][0]} ${target.id}?`, text: `${texts[mode][1]} The change is audited.`, action: texts[mode][0], tone: mode === "enabled" ? null : "bad", wantsReason: mode !== "enabled" });
    if (!answer) return;
    try {
      await patch(withQuery(`/api/v1/targets/${encodeURIComponent(target.id)}`, { domain: target.domain }), { mode, ...(answer.reason ? { reason: answer.reason } : {}) });
      toast(`${target.id} is ${mode}`);
    } catch (problem) { toast(problem.message, "bad"); }
    list.load();
  };

  return {
    title: "Targets", queried: loadAll,
    view() {
      // Which domain is shown first is known when the domains are.
      if (waitForDomains.value && asked !== domain()) { asked = domain(); list.load(); figures.load(); }
      const currency = known().find((one) => one.name === domain())?.currency ?? "USD";
      return [
        head({
          title: "Targets", lead: "Which targets can take work, and how they compare.",
          actions: known().length > 1 && choice("Domain", known().map((one) => [one.name, one.name]), domain(), (next) => { setQuery({ domain: next }); loadAll(); }),
        }),
        live.isReadOnly && h("div", { class: "notice" }, h("strong", null, "Read-only"), "Targets cannot be enabled or disabled here."),
        domains.value && !known().length ? h("section", { class: "panel" }, empty("No domain has a target", "Targets come from the catalog, or from imported runs.", "berth runs import history.csv --data-dir berth-data"))
          : shown(figures, (value) => comparison(value, currency), { height: 240 }),
        domains.value && known().length > 0 && h("section", { class: "panel", "aria-label": "Targets" },
          h("div", { class: "body" }, h("div", { class: "filters" }, select("Runs of", "hours", [["24", "the last day"], ["168", "the last 7 days"], ["720", "the last 30 days"], ["all", "all time"]], hours(), (value) => { setQuery({ hours: value }); figures.load(); draw(); }))),
          shown(list, (value) => rows(value.targets, currency), { height: 360 })),
      ];
    },
  };

  function comparison(value, currency) {
    const runs = value.providers.flatMap((provider) => provider.targets.map((one) => ({ ...one, provider: provider.provider })));
    if (!runs.length) return h("section", { class: "panel" }, empty("No runs in this period", "Choose a longer period, or report runs:", `curl -s ${location.origin}/api/telemetry/runs -H 'Content-Type: application/x-ndjson' --data-binary @runs.ndjson`));
    const costKey = `meanCost${currency}`;
    const by = (name, text, pick, isLow) => panel({ title: name, note: isLow ? "lower is better" : "higher is better", className: "of-4" }, bars(
      runs.map((one) => ({ name: one.target, value: pick(one), text: text(pick(one)) })).sort((a, b) => ((a.value ?? Infinity) - (b.value ?? Infinity)) * (isLow ? 1 : -1)).slice(0, 10), { label: name }));
    return h("div", { class: "grid" },
      by("Mean time of a run", duration, (one) => one.meanDurationMs === null ? null : one.meanDurationMs / 1000, true),
      by("Mean cost of a run", (amount) => money(amount, currency), (one) => one[costKey] ?? null, true),
      by("Success rate", percent, (one) => one.successRate, false));
  }

  function rows(all, currency) {
    const runs = new Map((figures.value?.providers ?? []).flatMap((provider) => provider.targets.map((one) => [one.target, one])));
    const of = (target) => runs.get(target.id);
    const columns = [
      { id: "target", name: "Target", sort: (one) => one.id, cell: (one) => [h("strong", { class: "nowrap" }, one.id), one.provider !== one.id && h("span", { class: "under" }, one.provider)] },
      { id: "state", name: "State", sort: (one) => String(one.available), fold: "end", cell: (one) => one.available ? badge("good", "available") : badge("bad", "not available", one.reason) },
      { id: "why", name: "Operator", fold: "full", sort: (one) => one.availability.operator.mode, cell: (one) => [badge(modes[one.availability.operator.mode], one.availability.operator.mode), one.availability.operator.reason && h("span", { class: "under" }, one.availability.operator.reason)] },
      { id: "breaker", name: "Breaker", label: "breaker", sort: (one) => one.availability.breaker.state, cell: (one) => [breakerBadge(one.availability.breaker.state), one.availability.breaker.nextTrialAt && h("span", { class: "under" }, "trial ", when(one.availability.breaker.nextTrialAt))] },
      all.some((one) => one.availability.probe) && { id: "probe", name: "Probe", fold: "hidden", cell: (one) => one.availability.probe ? (one.availability.probe.problem ? badge("bad", "no answer", one.availability.probe.problem) : badge("good", "answers")) : h("span", { class: "soft" }, "none") },
      { id: "runs", name: "Runs", number: true, label: "runs", sort: (one) => of(one)?.runs, cell: (one) => count(of(one)?.runs ?? 0) },
      { id: "success", name: "Success", number: true, fold: "hidden", sort: (one) => of(one)?.successRate, cell: (one) => percent(of(one)?.successRate) },
      { id: "time", name: "Mean time", number: true, fold: "hidden", sort: (one) => of(one)?.meanDurationMs, cell: (one) => of(one) ? duration(of(one).meanDurationMs / 1000) : none },
      { id: "cost", name: "Mean cost", number: true, fold: "hidden", sort: (one) => of(one)?.[`meanCost${currency}`], cell: (one) => money(of(one)?.[`meanCost${currency}`], currency) },
      { id: "actions", name: h("span", { class: "unseen" }, "Actions"), fold: "full", cell: actions },
    ];
    if (!all.length) return empty("This domain has no target", "Targets come from the catalog, or from imported runs.");
    return table({ caption: "Targets", columns, rows: sorted(all, columns, sort), id: (one) => one.id, sort, changeSort: (next) => { sort = next; draw(); } });
  }

  function actions(target) {
    const mode = target.availability.operator.mode;
    const button = (next) => h("button", { type: "button", class: `button plain${next === "enabled" ? "" : " danger"}`, key: next, disabled: live.isReadOnly, "aria-label": `${verbs[next]} ${target.id}`, onclick: () => change(target, next) }, verbs[next]);
    return h("div", { class: "row", style: { "justify-content": "flex-end", "flex-wrap": "nowrap", gap: "0" } }, Object.keys(verbs).filter((next) => next !== mode).map(button));
  }
}

const verbs = { enabled: capital("enable"), draining: "Drain", disabled: "Disable" };
