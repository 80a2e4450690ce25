// Submitting: five tasks to try, a form for any, and what became of it.

import { post } from "../core/api.js";
import { h } from "../core/dom.js";
import { follow } from "../core/follow.js";
import { duration, plural } from "../core/format.js";
import { live } from "../core/live.js";
import { announce } from "../parts/announce.js";
import { hasEnded, head, kindMark, panel, taskBadge, title, when } from "../parts/basics.js";
import { candidatesTable, spanKey } from "../parts/candidates.js";
import { progress, result, sentences, taskFigures, verdict } from "../parts/outcome.js";
import { emptyForm, formBody, taskForm } from "../parts/taskform.js";
import { curl, empty, failed, shown } from "../parts/states.js";
import { table } from "../parts/table.js";

/** The demo: what a caller would ask with such a task. The payload is the type's own example. */
const demos = [
  { type: "fraud_detection", why: "A payment is waiting for the answer.", ask: { priority: 9, latency: 9, requiresGPU: false, cost_sensitivity: 3 } },
  { type: "image_classification", why: "Many multiplications: a GPU helps.", ask: { priority: 6, latency: 5, requiresGPU: true, cost_sensitivity: 4 } },
  { type: "daily_report", why: "A batch job: it can take its time and should be cheap.", ask: { priority: 2, latency: 2, requiresGPU: false, cost_sensitivity: 9 } },
  { type: "ml_training", why: "Trains a model and reports each epoch.", ask: { priority: 7, latency: 4, requiresGPU: true, cost_sensitivity: 3 } },
  { type: "sensor_alert", why: "A real-time alarm: run near the machine.", ask: { priority: 10, latency: 10, requiresGPU: false, cost_sensitivity: 2 } },
];

export function submit({ draw, resource }) {
  const types = resource("/api/task-types");
  const form = emptyForm(draw);
  let current = null;
  let decision = null;
  let problem = null;
  let sending = null;
  let stop = () => {};
  const mine = [];

  const show = (task) => {
    current = task;
    const index = mine.findIndex((one) => one.task_id === task.task_id);
    if (index < 0) mine.unshift(task); else mine[index] = task;
    if (mine.length > 12) mine.length = 12;
    if (task.decisionId && decision?.path() !== `/api/v1/decisions/${task.decisionId}`) {
      decision?.end();
      decision = resource(`/api/v1/decisions/${task.decisionId}`);
    }
    draw();
  };

  const send = async (body, source) => {
    stop();
    sending = source;
    problem = null;
    current = null;
    draw();
    try {
      // It is answered at once, so that progress can be followed.
      const task = await post("/api/submit-task?wait=0", body);
      sending = null;
      show(task);
      announce(`Submitted: ${title(task.taskType)}`);
      if (hasEnded(task)) return told(task);
      stop = follow(task.task_id, (next) => {
        const merged = { ...current, ...next };
        if (current?.task_id === next.task_id) show(merged);
        if (hasEnded(next)) { decision?.load(); told(merged); }
      });
    } catch (fault) {
      problem = fault;
      sending = null;
      form.fault = fault.field ? { field: fault.field, text: fault.detail } : null;
      announce(fault.message);
    }
    draw();
  };
  const told = (task) => announce(`${title(task.taskType)} ${task.status} on ${task.chosen_node ?? "no node"}${task.execution_time === null ? "" : ` in ${duration(task.execution_time)}`}`);

  return {
    title: "Submit", ended: () => stop(),
    view() {
      const known = types.value?.taskTypes ?? [];
      const isOff = live.isReadOnly;
      return [
        head({ title: "Submit", lead: "Berth decides where a task runs, runs it there, and says why." }),
        isOff && h("div", { class: "notice" }, h("strong", null, "Read-only"), "This service shows tasks but does not accept any: it was started with --read-only."),
        noNodes() && h("div", { class: "notice", "data-tone": "warn" }, h("strong", null, "No node is ready"), h("span", null, "Tasks wait until one is: ", h("code", null, `berth node --kind edge --join ${location.origin}`))),
        shown(types, () => h("section", { "aria-labelledby": "demos" },
          h("h2", { id: "demos", class: "unseen" }, "Demo tasks"),
          h("div", { class: "cards" }, demos.map((demo) => card(demo, known.find((type) => type.name === demo.type))))),
        { height: 190, absent: ["This service does not accept tasks", "It was started without the domain 'task', or is an older version."] }),
        known.length > 0 && h("div", { class: "grid top" },
          panel({ title: "Any task", className: "of-5" }, taskForm(form, known, { isOff, isBusy: sending !== null, send: () => formBody(form, known, (body) => send(body, "form")) })),
          h("div", { class: "of-7 stack" }, panel({ title: "Result" }, outcome()), mine.length > 1 && recent())),
      ];
    },
  };

  function card(demo, type) {
    if (!type) return null;
    const isMine = current?.taskType === demo.type;
    return h("article", { class: "card", key: demo.type, "data-chosen": isMine && Boolean(current) },
      h("h3", null, type.title),
      h("p", null, type.summary, " ", demo.why),
      h("div", { class: "wants" },
        h("span", { class: "tag" }, `priority ${demo.ask.priority}`), h("span", { class: "tag" }, `latency ${demo.ask.latency}`),
        demo.ask.requiresGPU && h("span", { class: "tag" }, "needs a GPU"), demo.ask.cost_sensitivity >= 8 && h("span", { class: "tag" }, `cost ${demo.ask.cost_sensitivity}`)),
      h("div", { class: "row" },
        h("button", { type: "button", class: "button main-action", disabled: live.isReadOnly || sending !== null, "aria-label": `Run ${type.title}`, onclick: () => send({ taskType: type.name, ...demo.ask, payload: type.example }, demo.type) }, sending === demo.type ? "Sending" : "Run"),
        h("button", { type: "button", class: "button plain", "aria-label": `Edit ${type.title} in the form`, onclick: () => { form.take(type, demo.ask); document.getElementById("f-task-type")?.focus(); } }, "Edit")));
  }

  function outcome() {
    if (problem) return failed(problem, null);
    if (!current) {
      if (sending) return h("p", { class: "soft" }, "Sending");
      return empty("Nothing submitted from this page yet", "Run one of the tasks above. From a shell:", curl("POST", "/api/submit-task?wait=10", { taskType: "sensor_alert", priority: 10, latency: 10 }));
    }
    return h("div", { class: "stack", "data-task": current.status },
      h("div", { class: "row spread" }, h("h3", null, title(current.taskType)), h("a", { href: `/tasks/${current.task_id}` }, "Details")),
      verdict(current), progress(current),
      current.error && h("div", { class: "notice", "data-tone": "bad" }, current.error),
      taskFigures(current), sentences(current.explanation),
      current.result !== null && current.result !== undefined && h("details", { open: true }, h("summary", null, "Result"), result(current.result)),
      decision && h("div", null, h("div", { class: "row spread" }, h("h3", null, "Candidates"), h("a", { href: `/decisions/${current.decisionId}` }, "The whole decision")),
        shown(decision, (record) => [h("div", { class: "bleed" }, candidatesTable(record, { compact: true })), spanKey(record.outcome)], { height: 150 })));
  }

  function recent() {
    return panel({ title: "Submitted here", note: plural(mine.length, "task"), flush: true }, table({
      caption: "Tasks submitted from this page", rows: mine, id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
      columns: [
        { id: "type", name: "Task", cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
        { id: "status", name: "Status", fold: "end", cell: taskBadge },
        { id: "kind", name: "Node", cell: (task) => kindMark(task.chosen_node) },
        { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
        { id: "at", name: "Submitted", fold: "hidden", number: true, cell: (task) => when(task.submittedAt) },
      ],
    }));
  }
}

const noNodes = () => live.nodes && !live.nodes.some((node) => node.status === "ready");
