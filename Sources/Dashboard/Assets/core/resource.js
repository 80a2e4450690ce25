// Something that a page reads from the service, and reads again: on a clock, when asked, and when the window returns.

import { get } from "./api.js";

/**
 * What is known of it: `value` (the last good one), `problem` (of the last attempt), `isLoading`.
 * `path` may be a function: of `null` nothing is asked for.
 */
export class Resource {
  constructor(changed, path, { every = 0 } = {}) {
    this.changed = changed;
    this.path = typeof path === "function" ? path : () => path;
    this.every = every;
    this.value = undefined;
    this.problem = null;
    this.isLoading = false;
    this.asked = null;
    this.timer = 0;
    this.aborter = null;
    this.isEnded = false;
    this.onVisible = () => { if (!document.hidden && this.every) this.load(); };
    document.addEventListener("visibilitychange", this.onVisible);
    this.load();
  }

  async load() {
    clearTimeout(this.timer);
    this.aborter?.abort();
    if (this.isEnded) return;
    const path = this.path();
    if (path !== this.asked) this.isOther = true;
    this.asked = path;
    if (path === null) { this.value = undefined; this.problem = null; this.isLoading = false; return; }
    const aborter = (this.aborter = new AbortController());
    this.isLoading = true;
    try {
      const value = await get(path, aborter.signal);
      if (aborter.signal.aborted) return;
      this.value = value;
      this.problem = null;
      this.isOther = false;
    } catch (problem) {
      if (aborter.signal.aborted) return;
      this.problem = problem;
      if (problem.status && this.isOther) this.value = undefined;
    }
    this.isLoading = false;
    this.changed();
    if (this.every && !this.isEnded) {
      this.timer = setTimeout(() => { if (!document.hidden) this.load(); }, this.every);
    }
  }

  end() {
    this.isEnded = true;
    clearTimeout(this.timer);
    this.aborter?.abort();
    document.removeEventListener("visibilitychange", this.onVisible);
  }
}
