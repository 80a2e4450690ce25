// All tasks: filtered and paged by the service, so that their number does not matter here.

import { withQuery } from "../core/api.js";
import { h } from "../core/dom.js";
import { capital, count, duration, money, percent, plural, words } from "../core/format.js";
import { live } from "../core/live.js";
import { query, setQuery } from "../core/router.js";
import { hasEnded, head, kindMark, select, taskBadge, taskStatuses, title, when } from "../parts/basics.js";
import { curl, empty, shown } from "../parts/states.js";
import { pager, sorted, table } from "../parts/table.js";

const SIZE = 50;
const filters = ["status", "taskType", "kind", "node", "since"];
const spans = { "15m": 900, "1h": 3600, "24h": 86400, "7d": 604800 };

export function tasks({ draw, resource }) {
  /** Cursors of the pages before this one; the newest page has none. */
  let trail = [];
  let sort = null;
  let knownTotal = new Set();
  const cursor = () => trail.at(-1) ?? null;
  const list = resource(() => withQuery("/api/task-history", {
    limit: SIZE, before: cursor(), status: query("status"), taskType: query("taskType"), kind: query("kind"), node: query("node"),
    from: spans[query("since")] ? new Date(Math.floor(Date.now() / 60000 - spans[query("since")] / 60) * 60000).toISOString() : null,
  }), { every: 10000 });
  const types = resource("/api/task-types");

  const filter = (name) => (value) => { setQuery({ [name]: value }); trail = []; list.load(); draw(); };
  const isFiltered = () => filters.some((name) => query(name));
  const go = (next) => { trail = next; list.load(); draw(); };

  let pending = 0;
  const heard = (what) => {
    if (what !== "tasks" || cursor()) return;
    // What changed is shown at once; what is new is asked for, at most every two seconds.
    const ids = new Set((list.value?.tasks ?? []).map((task) => task.task_id));
    if ([...live.tasks.keys()].every((id) => ids.has(id)) || pending) return;
    pending = setTimeout(() => { pending = 0; list.load(); }, 2000);
  };

  const columns = [
    { id: "task", name: "Task", sort: (task) => task.taskType, cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}`, title: task.task_id }, title(task.taskType), h("span", { class: "beside mono" }, task.task_id.slice(0, 8))) },
    { id: "status", name: "Status", sort: (task) => task.status, fold: "end", cell: taskBadge },
    { id: "node", name: "Node", sort: (task) => task.node, cell: (task) => [kindMark(task.chosen_node), task.node && h("span", { class: "beside" }, task.node)] },
    { id: "at", name: "Submitted", sort: (task) => Date.parse(task.submittedAt), fold: "end", cell: (task) => when(task.submittedAt) },
    { id: "confidence", name: "Confidence", number: true, label: "sure", sort: (task) => task.confidence, fold: "hidden", cell: (task) => percent(task.confidence) },
    { id: "waited", name: "Waited", number: true, sort: (task) => task.queued_time, fold: "hidden", cell: (task) => duration(task.queued_time) },
    { id: "time", name: "Execution", number: true, label: "ran", sort: (task) => task.execution_time, cell: (task) => hasEnded(task) || !task.progress?.share ? duration(task.execution_time) : percent(task.progress.share, 0) },
    { id: "cost", name: "Cost", number: true, sort: (task) => task.cost, cell: (task) => money(task.cost) },
    { id: "priority", name: "Priority", number: true, sort: (task) => task.priority, fold: "hidden", cell: (task) => count(task.priority) },
  ];

  return {
    title: "Tasks", heard,
    queried: () => { trail = []; list.load(); },
    ended: () => clearTimeout(pending),
    view() {
      const names = types.value?.taskTypes ?? [];
      const busy = live.running === null ? null : `${plural(live.running, "task")} running, ${count(live.queued)} waiting`;
      return [
        head({ title: "Tasks", lead: busy ?? "Everything submitted, newest first.", actions: h("a", { class: "button main-action", href: "/submit" }, "Submit a task") }),
        h("section", { class: "panel", "aria-label": "All tasks" },
          h("div", { class: "body" }, h("div", { class: "filters", role: "search", "aria-label": "Filter tasks" },
            select("Status", "status", [["", "Any"], ...taskStatuses.map((one) => [one, capital(words(one))])], query("status"), filter("status")),
            select("Type", "taskType", [["", "Any"], ...names.map((one) => [one.name, one.title])], query("taskType"), filter("taskType")),
            select("Kind of node", "kind", [["", "Any"], ["edge", "EDGE"], ["cloud", "CLOUD"], ["gpu", "GPU"]], query("kind"), filter("kind")),
            select("Node", "node", [["", "Any"], ...nodeNames(query("node")).map((name) => [name, name])], query("node"), filter("node")),
            select("Submitted", "since", [["", "Any time"], ["15m", "Last 15 minutes"], ["1h", "Last hour"], ["24h", "Last day"], ["7d", "Last 7 days"]], query("since"), filter("since")),
            isFiltered() && h("button", { type: "button", class: "button plain", onclick: () => { setQuery(Object.fromEntries(filters.map((name) => [name, null]))); go([]); } }, "Clear"))),
          shown(list, (value) => {
            if (!value.tasks.length) {
              return isFiltered() || cursor() ? empty("No matching tasks", "Change or clear the filters.")
                : empty("No tasks submitted yet", "Submit one of the five demo tasks from the Submit page, or run:", curl("POST", "/api/submit-task", { taskType: "sensor_alert", priority: 10, latency: 10 }));
            }
            const rows = value.tasks.map((task) => live.tasks.get(task.task_id) ?? task);
            const fresh = (task) => knownTotal.size > 0 && !knownTotal.has(task.task_id);
            const view = [
              table({ caption: "Tasks", columns, rows: sorted(rows, columns, sort), id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`, sort, changeSort: (next) => { sort = next; draw(); }, fresh }),
              pager(`${trail.length ? `Page ${trail.length + 1}` : "Newest page"}, ${plural(rows.length, "task")}${sort ? "; sorted within the page" : ""}`, {
                first: trail.length > 0 && (() => go([])),
                previous: trail.length > 0 && (() => go(trail.slice(0, -1))),
                next: value.next && (() => go([...trail, value.next])),
              }),
            ];
            knownTotal = new Set(rows.map((task) => task.task_id));
            return view;
          }, { height: 420, absent: ["This service does not accept tasks", "It was started without the domain 'task'. Start it with this version's domains folder.", "berth serve --domains domains"] })),
      ];
    },
  };
}

function nodeNames(chosen) {
  const names = new Set((live.nodes ?? []).map((node) => node.node));
  if (chosen) names.add(chosen);
  return [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).slice(0, 400);
}
