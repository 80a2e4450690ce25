// What the service tells by itself: nodes, tasks and health, over Server-Sent Events; by asking, where it has none.

import { get } from "./api.js";

const SILENCE = 12000;
/** A browser has six connections to a service: windows that nobody sees give theirs back. */
const SLEEP = 30000;
const KEPT = 180;
const KEPT_NODES = 60;

class Live extends EventTarget {
  constructor() {
    super();
    /** connecting, live, polling, lost */
    this.connection = "connecting";
    this.lostAt = null;
    this.health = null;
    this.nodes = null;
    this.queued = null;
    this.running = null;
    /** The tasks that changed lately, by id. */
    this.tasks = new Map();
    /** Load of each node as it came in: `[{at, load}]`, by node. */
    this.loads = new Map();
    this.heardAt = 0;
    this.wait = 1000;
  }

  start() {
    this.connect();
    setInterval(() => this.watch(), 3000);
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.sleep() : this.wake()));
    window.addEventListener("pagehide", () => this.source?.close());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.connect(); });
  }

  sleep() {
    this.bedtime = setTimeout(() => {
      this.isAsleep = true;
      this.source?.close();
      clearTimeout(this.timer);
    }, SLEEP);
  }

  wake() {
    clearTimeout(this.bedtime);
    if (this.isAsleep) {
      this.isAsleep = false;
      this.connect();
    } else this.watch();
  }

  get isReadOnly() { return this.health?.readOnly === true; }

  tell(what) { this.dispatchEvent(new CustomEvent("change", { detail: what })); }

  enter(connection) {
    if (this.connection === connection) return;
    const wasLost = this.connection === "lost";
    this.connection = connection;
    this.lostAt = connection === "lost" ? new Date() : null;
    this.tell("connection");
    if (wasLost) this.dispatchEvent(new CustomEvent("recovered"));
  }

  connect() {
    this.source?.close();
    clearTimeout(this.timer);
    const source = (this.source = new EventSource("/api/v1/live"));
    const heard = (name, take) => source.addEventListener(name, (event) => {
      this.heardAt = Date.now();
      try { take(JSON.parse(event.data)); } catch { return; }
      this.tell(name);
    });
    source.onopen = () => { this.heardAt = Date.now(); this.wait = 1000; this.enter("live"); };
    source.onerror = () => {
      source.close();
      this.fallBack();
    };
    heard("health", (value) => { this.health = value; });
    heard("nodes", (value) => this.takeNodes(value));
    heard("tasks", (value) => this.takeTasks(value));
  }

  /** No events: the service is gone, or it has none. Asking its health tells which. */
  async fallBack() {
    try {
      await this.poll();
      this.enter("polling");
      // Where there are no events asking goes on; where they broke, they are tried again.
      this.wait = Math.min(this.wait * 2, 30000);
      this.timer = setTimeout(() => this.connect(), this.wait);
    } catch {
      this.enter("lost");
      this.retryLater();
    }
  }

  retryLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), this.wait);
    this.wait = Math.min(this.wait * 1.6, 10000);
  }

  async retry() {
    clearTimeout(this.timer);
    try {
      await get("/health/live");
      this.connect();
    } catch {
      this.enter("lost");
      this.retryLater();
    }
  }

  async poll() {
    const health = await get("/health");
    this.health = health;
    this.heardAt = Date.now();
    this.tell("health");
    const nodes = await get("/api/node-status").catch(() => null);
    if (nodes) { this.takeNodes(nodes); this.tell("nodes"); }
  }

  /** A connection may die without a word: a silence is looked into. */
  watch() {
    if (document.hidden || this.connection === "lost" || this.connection === "connecting") return;
    if (this.connection === "polling") this.poll().catch(() => { this.enter("lost"); this.retryLater(); });
    else if (Date.now() - this.heardAt > SILENCE) {
      this.poll().catch(() => { this.source?.close(); this.enter("lost"); this.retryLater(); });
    }
  }

  takeNodes(value) {
    this.nodes = value.nodes;
    if (value.nodes.length > KEPT_NODES) return;
    const at = Date.now();
    for (const node of value.nodes) {
      const kept = this.loads.get(node.node) ?? [];
      kept.push({ at, load: node.status === "lost" ? null : node.load });
      if (kept.length > KEPT) kept.shift();
      this.loads.set(node.node, kept);
    }
  }

  takeTasks(value) {
    this.queued = value.queued;
    this.running = value.running;
    for (const task of value.tasks) {
      this.tasks.delete(task.task_id);
      this.tasks.set(task.task_id, task);
    }
    // A map keeps the order of insertion: what changed longest ago goes first.
    for (const id of this.tasks.keys()) {
      if (this.tasks.size <= 300) break;
      this.tasks.delete(id);
    }
  }
}

export const live = new Live();
