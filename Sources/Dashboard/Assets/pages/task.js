// One task: what was asked, what was decided, how it goes, what came out.

import { del } from "../core/api.js";
import { h } from "../core/dom.js";
import { follow } from "../core/follow.js";
import { live } from "../core/live.js";
import { hasEnded, head, panel, taskBadge, title } from "../parts/basics.js";
import { candidatesTable, spanKey } from "../parts/candidates.js";
import { ask } from "../parts/dialog.js";
import { asked, expectedAgainstActual, json, progress, result, sentences, taskFigures, verdict } from "../parts/outcome.js";
import { empty, failed, loading, shown } from "../parts/states.js";
import { toast } from "../parts/announce.js";

export function task({ params, draw, resource }) {
  const path = `/api/tasks/${encodeURIComponent(params.id)}`;
  let latest = null;
  let decision = null;
  const detail = resource(path);
  const stop = follow(params.id, (next) => {
    latest = { ...latest, ...next };
    if (hasEnded(next)) { detail.load(); decision?.load(); }
    draw();
  });
  const known = () => (detail.value && latest && !hasEnded(detail.value) ? { ...detail.value, ...latest } : detail.value);

  const cancel = async () => {
    const answer = await ask({ title: "Cancel this task?", text: "If it is waiting, it leaves the queue; if it is running, it stops at its next step.", action: "Cancel the task", tone: "bad" });
    if (!answer) return;
    try {
      latest = await del(path);
      toast("The task is being canceled");
    } catch (problem) { toast(problem.message, "bad"); }
    detail.load();
  };

  return {
    title: () => (known() ? title(known().taskType) : "Task"),
    ended: stop,
    view() {
      const crumb = { href: "/tasks", text: "Tasks" };
      const one = known();
      if (!one) {
        return [head({ title: "Task", crumb }), h("section", { class: "panel" }, detail.problem?.status === 404
          ? empty("There is no such task", `No record of ${params.id}. Old tasks are removed after a while.`)
          : detail.problem ? failed(detail.problem, () => detail.load()) : loading(300))];
      }
      if (one.decisionId && !decision) decision = resource(`/api/v1/decisions/${one.decisionId}`);
      const isOpen = !hasEnded(one);
      return [
        head({
          title: title(one.taskType), crumb, badges: taskBadge(one), lead: h("code", { class: "small" }, one.task_id),
          actions: isOpen && h("button", { type: "button", class: "button danger", disabled: live.isReadOnly, title: live.isReadOnly ? "This service is read-only" : null, onclick: cancel }, "Cancel"),
        }),
        one.error && h("div", { class: "notice", "data-tone": "bad", role: "alert" }, h("strong", null, "Error"), h("span", null, one.error)),
        h("div", { class: "grid" },
          panel({ title: "Where it ran", className: "of-7" }, h("div", { class: "stack" }, verdict(one), progress(one), taskFigures(one), sentences(one.explanation),
            one.decisionId && h("p", null, h("a", { href: `/decisions/${one.decisionId}` }, "The whole decision")))),
          panel({ title: "Request", className: "of-5" }, asked(one))),
        h("div", { class: "grid" },
          panel({ title: "Result", className: "of-7" }, one.result === null || one.result === undefined
            ? h("p", { class: "soft" }, isOpen ? "It appears when the task has finished." : one.status === "succeeded" ? "The task has no result." : "The task finished without one.") : result(one.result)),
          panel({ title: "Expected and actual", className: "of-5", flush: true }, expectedAgainstActual(one) ?? h("div", { class: "body" }, h("p", { class: "soft" }, "Nothing was predicted: the rules decided.")))),
        decision && panel({ title: "Candidates", note: "as they were at decision time", flush: true },
          shown(decision, (record) => [candidatesTable(record), h("div", { class: "body" }, spanKey(record.outcome))], { height: 150, absent: ["The decision is no longer kept"] })),
        panel({ title: "Payload" }, one.payload === undefined || one.payload === null ? h("p", { class: "soft" }, live.isReadOnly ? "Hidden: this service is read-only." : "None given.") : json(one.payload)),
      ];
    },
  };
}
