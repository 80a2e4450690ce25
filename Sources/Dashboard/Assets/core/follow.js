// One task, followed until it ends: by its events, or by asking where there are none.

import { get } from "./api.js";

const isOver = (task) => task.status !== "queued" && task.status !== "running";

/** Calls `heard` with each state of the task. Returns a function that stops it. */
export function follow(id, heard) {
  const path = `/api/tasks/${encodeURIComponent(id)}`;
  let isStopped = false;
  let timer = 0;
  const source = new EventSource(`${path}/events`);
  const stop = () => { isStopped = true; source.close(); clearTimeout(timer); };
  source.addEventListener("task", (event) => {
    if (isStopped) return;
    const task = JSON.parse(event.data);
    if (isOver(task)) stop();
    heard(task);
  });
  source.onerror = () => {
    source.close();
    if (!isStopped) poll();
  };
  const poll = async () => {
    clearTimeout(timer);
    try {
      const task = await get(path);
      if (isStopped) return;
      if (isOver(task)) stop();
      heard(task);
    } catch (problem) {
      if (problem.status === 404) return stop();
    }
    if (!isStopped) timer = setTimeout(poll, 1000);
  };
  return stop;
}
