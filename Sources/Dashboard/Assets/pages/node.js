// One node: how it is, how it was, what it runs.

import { h } from "../core/dom.js";
import { duration, money, none, percent, words } from "../core/format.js";
import { History, historyPath } from "../core/history.js";
import { live } from "../core/live.js";
import { kindColor } from "../charts/frame.js";
import { timeChart } from "../charts/time.js";
import { breakerBadge, emulated, facts, head, kindMark, nodeBadge, panel, taskBadge, title, when } from "../parts/basics.js";
import { gauges } from "../parts/fleet.js";
import { empty, loading, shown } from "../parts/states.js";
import { table } from "../parts/table.js";

/** Of a large fleet the history of all nodes would be megabytes; then it is what came in since the page was opened. */
const FEW = 60;

export function node({ params, resource }) {
  const name = params.name;
  const first = live.nodes ? null : resource("/api/node-status");
  const history = resource(() => (!live.nodes || live.nodes.length <= FEW
    ? historyPath(["berth_node_load_ratio", "berth_node_latency_seconds"], 900) : null), { every: 5000 });
  const tasks = resource(`/api/task-history?limit=10&node=${encodeURIComponent(name)}`, { every: 10000 });
  return {
    title: name,
    view() {
      const crumb = { href: "/nodes", text: "Nodes" };
      const all = live.nodes ?? first?.value?.nodes;
      const one = all?.find((candidate) => candidate.node === name);
      if (!one) {
        return [head({ title: name, crumb }), all ? h("section", { class: "panel" }, empty("Unknown node", "It has not joined since Berth started.", `berth node --kind edge --name ${name} --join ${location.origin}`)) : loading(320)];
      }
      return [
        head({ title: one.node, crumb, badges: [nodeBadge(one), kindMark(one.kind), emulated(one.emulated)], lead: h("code", { class: "small" }, one.address) }),
        one.status === "lost" && h("div", { class: "notice", "data-tone": "bad", role: "alert" }, h("strong", null, "Not heard"), h("span", null, "The last heartbeat was ", when(one.lastHeartbeat, { relative: true }), ". Tasks that may run twice were moved to other nodes.")),
        h("div", { class: "grid" },
          panel({ title: "Now", className: "of-4" }, h("div", { class: "node-card", style: { border: "0", padding: "0" }, "data-status": one.status }, gauges(one))),
          panel({ title: "Facts", className: "of-8" }, facts([
            ["Running", `${one.running} of ${one.slots} slots`], ["Waiting", `${one.queued} of ${one.queueLimit}`], ["Latency", one.latencyMS === null ? none : duration(one.latencyMS / 1000)],
            ["Breaker", breakerBadge(one.breaker)], ["Price per slot hour", money(one.pricePerHourUSD)], ["Heard", when(one.lastHeartbeat, { relative: true })],
            one.ordered !== undefined && ["Sent by Berth", String(one.ordered)], ["Task types", one.taskTypes.map(words).join(", ")],
          ]))),
        h("div", { class: "grid" },
          panel({ title: "Load", note: "percent of slots and queue", className: "of-6" }, chart("Load", "berth_node_load_ratio", one, (value) => percent(value, 0), 1)),
          panel({ title: "Network latency", note: "measured by Berth", className: "of-6" }, chart("Latency", "berth_node_latency_seconds", one, duration))),
        panel({ title: "Latest tasks here", flush: true, actions: h("a", { class: "small", href: `/tasks?node=${encodeURIComponent(name)}` }, "All tasks of this node") }, shown(tasks, (value) => value.tasks.length ? table({
          caption: `Tasks on ${name}`, rows: value.tasks, id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
          columns: [
            { id: "task", name: "Task", cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
            { id: "status", name: "Status", fold: "end", cell: taskBadge },
            { id: "at", name: "Submitted", cell: (task) => when(task.submittedAt) },
            { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
            { id: "cost", name: "Cost", number: true, fold: "hidden", cell: (task) => money(task.cost) },
          ],
        }) : empty("No task has run here yet", "Berth sends one when it decides for this kind of node and this node has the most room."), { height: 160, absent: ["This service keeps no tasks"] })),
      ];
    },
  };

  function chart(label, metric, one, format, high) {
    const kept = live.loads.get(name) ?? [];
    if (metric === "berth_node_load_ratio" && kept.length > 1 && !history.value) {
      return timeChart({ title: label, from: kept[0].at, until: kept.at(-1).at, series: [{ name: label, color: kindColor(one.kind), values: kept.map((at) => (at.load === null ? null : at.load / 100)) }], format, high });
    }
    return shown(history, (answer) => {
      const past = new History(answer);
      const values = past.sum(past.named(metric, { node: name }));
      return timeChart({ title: `${label} of ${name}`, from: past.until - Math.max(1, past.length - 1) * past.step * 1000, until: past.until, series: [{ name: label, color: kindColor(one.kind), values }], format, high });
    }, { height: 180, absent: ["No history", "New figures appear while the page is open."] });
  }
}
