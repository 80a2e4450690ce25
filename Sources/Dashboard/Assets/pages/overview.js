// How it goes: decisions, money, tasks, and what needs somebody.

import { h } from "../core/dom.js";
import { count, duration, durationParts, money, number, percent, plural } from "../core/format.js";
import { History, historyPath } from "../core/history.js";
import { live } from "../core/live.js";
import { query, setQuery } from "../core/router.js";
import { bars } from "../charts/bars.js";
import { kindColor, palette } from "../charts/frame.js";
import { ring } from "../charts/ring.js";
import { spark } from "../charts/spark.js";
import { timeChart } from "../charts/time.js";
import { head, kindMark, kindName, panel, taskBadge, tile, title, when, windowChoice } from "../parts/basics.js";
import { icon } from "../parts/icons.js";
import { curl, empty, shown } from "../parts/states.js";
import { table } from "../parts/table.js";

const names = [
  "berth_decisions_total", "berth_expected_cost_total", "berth_rules_expected_cost_total", "berth_tasks_total", "berth_tasks_submitted_total",
  "berth_task_execution_seconds_sum", "berth_task_execution_seconds_count", "berth_task_cost_usd_total", "berth_task_queue_length",
  "berth_tasks_running", "berth_runs_total", "berth_run_seconds_sum", "berth_run_seconds_count",
];
const kinds = ["edge", "cloud", "gpu"];

export function overview({ draw, resource }) {
  const seconds = () => Number(query("window", "900"));
  const history = resource(() => historyPath(names, seconds()), { every: 5000 });
  const recent = resource("/api/task-history?limit=6", { every: 15000 });
  const choose = (value) => { setQuery({ window: value === "900" ? null : value }); history.load(); draw(); };
  let pending = 0;
  return {
    title: "Overview", queried: () => history.load(), ended: () => clearTimeout(pending),
    heard(what) {
      if (what !== "tasks" || pending) return;
      pending = setTimeout(() => { pending = 0; recent.load(); }, 2500);
    },
    view() {
      const span = { 300: "5 minutes", 900: "15 minutes", 3600: "hour" }[seconds()] ?? `${seconds()} s`;
      return [
        head({ title: "Overview", lead: "Where work goes, what that saves, and what needs attention.", actions: windowChoice(String(seconds()), choose) }),
        shown(history, (answer) => figures(new History(answer), span), { height: 118, absent: ["No figures for the last hour", "This service does not keep a history of its metrics; /metrics has the current ones."] }),
        h("div", { class: "grid" },
          panel({ title: "Decisions per second", note: `last ${span}`, className: "of-8" }, chartOf(history, decisionsChart)),
          panel({ title: "Alerts", className: "of-4" }, alerts())),
        h("div", { class: "grid" },
          panel({ title: "Workload distribution", note: "by kind of node", className: "of-4" }, chartOf(history, distribution)),
          panel({ title: "Cost by node", note: "since the start", className: "of-4" }, chartOf(history, costByNode)),
          panel({ title: "Mean execution time", note: "by kind of node", className: "of-4" }, chartOf(history, executionChart))),
        h("div", { class: "grid" },
          panel({ title: "Queue and running tasks", note: `last ${span}`, className: "of-5" }, chartOf(history, queueChart)),
          panel({ title: "Latest tasks", className: "of-7", flush: true, actions: h("a", { href: "/tasks", class: "small" }, "All tasks") }, latest(recent))),
      ];
    },
  };
}

const chartOf = (history, view) => shown(history, (answer) => view(new History(answer)), { height: 180, absent: ["No history"] });

const bounds = (history) => ({ from: history.until - Math.max(1, history.length - 1) * history.step * 1000, until: history.until });

function figures(history, span) {
  const decided = history.named("berth_decisions_total");
  const rate = history.rate(decided);
  const now = mean(rate.slice(-4));
  const chosenCost = history.growth(history.named("berth_expected_cost_total"));
  const rulesCost = history.growth(history.named("berth_rules_expected_cost_total"));
  const currency = history.labels("berth_expected_cost_total", "currency")[0] ?? "USD";
  const saved = chosenCost === null || rulesCost === null ? null : rulesCost - chosenCost;
  const hasTasks = history.named("berth_tasks_total").length > 0;
  const [good, all] = hasTasks
    ? [history.growth(history.named("berth_tasks_total", { status: "succeeded" })) ?? 0, history.growth(history.named("berth_tasks_total"))]
    : [history.growth(history.named("berth_runs_total", { success: "true" })) ?? 0, history.growth(history.named("berth_runs_total"))];
  const work = hasTasks ? "tasks" : "runs";
  const ended = history.rate(history.named(hasTasks ? "berth_tasks_total" : "berth_runs_total"));
  const prefix = hasTasks ? "berth_task_execution_seconds" : "berth_run_seconds";
  const sums = history.named(`${prefix}_sum`);
  const counts = history.named(`${prefix}_count`);
  const meanTime = ratio(history.growth(sums), history.growth(counts));
  const [time, unit] = durationParts(meanTime);
  const savedRate = difference(history.rate(history.named("berth_rules_expected_cost_total")), history.rate(history.named("berth_expected_cost_total")));
  const doneInAll = history.latest(history.named(hasTasks ? "berth_tasks_total" : "berth_runs_total"));
  return h("div", { class: "tiles" },
    tile({ label: "Decisions per second", figure: now === null ? "0" : number(now), note: `${count(history.growth(decided) ?? 0)} in this period`, chart: spark(rate) }),
    tile({
      label: "Saved against rules", figure: saved === null ? "–" : money(saved, currency), unit: saved !== null && rulesCost > 0 ? percent(saved / rulesCost) : null,
      note: saved === null ? "needs predictions for both" : `expected, ${saved < 0 ? "above the rules'" : "of"} ${money(rulesCost, currency)}`, chart: saved === null ? null : spark(savedRate),
    }),
    tile({ label: `Success rate of ${work}`, figure: all ? percent(good / all) : "–", note: all ? `${count(all - good)} of ${count(all)} did not succeed` : `no ${work} in the last ${span}` }),
    tile({ label: hasTasks ? "Tasks done" : "Runs reported", figure: count(all ?? 0), note: doneInAll === null ? "none since the start" : `${count(doneInAll)} since the start`, chart: spark(ended) }),
    tile({ label: "Mean execution time", figure: time, unit, note: meanTime === null ? "nothing ended" : `of ${count(history.growth(counts))} ${work}`, chart: meanTime === null ? null : spark(history.mean(sums, counts, 3)) }));
}

function decisionsChart(history) {
  const domains = history.labels("berth_decisions_total", "domain");
  const series = domains.map((domain, index) => ({ name: domain, color: palette[index % palette.length], values: smooth(history.rate(history.named("berth_decisions_total", { domain }))) }));
  return timeChart({ title: "Decisions per second by domain", ...bounds(history), series, format: (value) => number(value), filled: series.length === 1, height: 200, empty: "No decisions in this period" });
}

function distribution(history) {
  const parts = kinds.map((kind) => ({ name: kindName(kind), value: history.latest(history.named("berth_tasks_total", { kind })) ?? 0, color: kindColor(kind) }));
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  if (total) return ring({ title: "Tasks by kind of node", parts, total: count(total), caption: "tasks", format: count });
  const targets = history.labels("berth_decisions_total", "target");
  const chosen = targets.map((target) => ({ name: target, value: history.latest(history.named("berth_decisions_total", { target })) ?? 0 }))
    .sort((a, b) => b.value - a.value);
  const sum = chosen.reduce((all, part) => all + part.value, 0);
  if (!sum) return empty("Nothing has run yet", "Submit a task, and its node appears here.", curl("POST", "/api/submit-task", { taskType: "sensor_alert" }));
  const top = chosen.slice(0, 5).map((part, index) => ({ ...part, color: palette[index] }));
  const rest = sum - top.reduce((all, part) => all + part.value, 0);
  if (rest > 0) top.push({ name: "others", value: rest, color: palette[5] });
  return ring({ title: "Decisions by target", parts: top, total: count(sum), caption: "decisions", format: count });
}

function costByNode(history) {
  const nodes = history.labels("berth_task_cost_usd_total", "node").map((node) => {
    const series = history.named("berth_task_cost_usd_total", { node });
    return { name: node, href: `/nodes/${encodeURIComponent(node)}`, value: history.latest(series), color: kindColor(series[0]?.labels.kind) };
  }).sort((a, b) => b.value - a.value);
  if (!nodes.length) return empty("No cost yet", "Finished tasks, multiplied by the price of their node, appear here.");
  const shownNodes = nodes.slice(0, 7);
  const rest = nodes.slice(7).reduce((sum, one) => sum + one.value, 0);
  if (rest > 0) shownNodes.push({ name: `${nodes.length - 7} others`, value: rest, color: "var(--series-6)" });
  const total = nodes.reduce((sum, one) => sum + one.value, 0);
  return [bars(shownNodes.map((one) => ({ ...one, text: money(one.value) })), { label: "Cost by node" }),
    h("p", { class: "key" }, `${money(total)} total`)];
}

function executionChart(history) {
  const series = kinds.filter((kind) => history.named("berth_task_execution_seconds_count", { kind }).length).map((kind) => ({
    name: kindName(kind), color: kindColor(kind),
    values: history.mean(history.named("berth_task_execution_seconds_sum", { kind }), history.named("berth_task_execution_seconds_count", { kind }), 6),
  }));
  return timeChart({ title: "Mean execution time by kind of node", ...bounds(history), series, format: duration, height: 230, empty: "No task finished in this period" });
}

function queueChart(history) {
  const series = [
    { name: "waiting", color: "var(--gpu)", values: history.sum(history.named("berth_task_queue_length")) },
    { name: "running", color: "var(--edge)", values: history.sum(history.named("berth_tasks_running")) },
  ];
  return timeChart({ title: "Tasks waiting and running", ...bounds(history), series, format: (value) => number(value), height: 236, empty: "No tasks in this period" });
}

function alerts() {
  const health = live.health;
  const lost = live.connection === "lost";
  if (!health) return h("p", { class: "soft" }, lost ? "Unknown: the connection is lost." : "Asking");
  const list = (health.checks ?? []).filter((check) => check.problem).map((check) => ({
    tone: health.status === "not-ready" ? "bad" : "warn", name: check.name, text: check.problem,
  }));
  for (const reason of health.reasons ?? []) {
    if (!list.some((one) => one.text === reason || reason.includes(one.text))) list.push({ tone: "warn", name: health.status, text: reason });
  }
  for (const node of live.nodes ?? []) {
    if (node.breaker && node.breaker !== "closed") list.push({ tone: "warn", name: node.node, text: `its breaker is ${node.breaker}: tasks go elsewhere` });
  }
  const nodes = live.nodes ?? [];
  const ready = nodes.filter((node) => node.status === "ready").length;
  return h("div", { class: "stack" },
    list.length ? h("ul", { class: "alerts" }, list.slice(0, 6).map((one, index) => h("li", { key: index, "data-tone": one.tone }, icon(one.tone), h("span", null, h("strong", null, one.name), ": ", one.text))),
      list.length > 6 && h("li", null, h("span"), `and ${count(list.length - 6)} more`))
      : h("ul", { class: "alerts" }, h("li", { "data-tone": "good" }, icon("good"), h("span", null, h("strong", null, "All is well"), ". Store, models and nodes answer."))),
    h("dl", { class: "pairs" },
      h("dt", null, "Service"), h("dd", null, `${health.status}, ${health.phase}`),
      h("dt", null, "Since"), h("dd", null, when(health.startedAt)),
      h("dt", null, "Nodes"), h("dd", null, nodes.length ? h("a", { href: "/nodes" }, `${count(ready)} of ${count(nodes.length)} ready`) : "none has joined"),
      live.running !== null && [h("dt", null, "Tasks"), h("dd", null, `${count(live.running)} running, ${count(live.queued)} waiting`)]));
}

const latest = (recent) => shown(recent, (value) => value.tasks.length ? table({
  caption: "Latest tasks", rows: value.tasks.map((task) => live.tasks.get(task.task_id) ?? task), id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
  columns: [
    { id: "task", name: "Task", cell: (task) => h("a", { class: "primary nowrap", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
    { id: "status", name: "Status", fold: "end", cell: taskBadge },
    { id: "kind", name: "Node", cell: (task) => kindMark(task.chosen_node) },
    { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
    { id: "at", name: "Submitted", number: true, fold: "hidden", cell: (task) => when(task.submittedAt) },
  ],
}) : empty("No tasks yet", "Run one of the five demo tasks.", null), { height: 210, absent: ["This service does not accept tasks", `It still makes decisions: ${plural(0, "task")}.`] });

const ratio = (above, below) => (above !== null && below ? above / below : null);
const difference = (a, b) => a.map((value, index) => (value === null || b[index] === null ? null : value - b[index]));
function mean(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
/** A mean over three steps, so that a line is read and not its noise. */
const smooth = (values) => values.map((value, index) => (value === null ? null : mean(values.slice(Math.max(0, index - 2), index + 1))));
