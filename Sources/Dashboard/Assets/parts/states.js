// What stands where there is nothing yet, nothing at all, or something went wrong.

import { h } from "../core/dom.js";
import { isUnreachable } from "../core/api.js";
import { announce } from "./announce.js";

export const loading = (height = 160) =>
  h("div", { class: "skeleton", style: { height: `${height}px` }, role: "status", "aria-label": "Loading" });

/** Nothing there: says so, and what to do about it. */
export const empty = (title, text, command) => h("div", { class: "state" },
  h("strong", null, title), text && h("p", null, text), command && commandLine(command));

export function commandLine(text) {
  return h("div", { class: "command" },
    h("code", null, text),
    h("button", {
      type: "button", "aria-label": "Copy the command",
      onclick: async (event) => {
        const button = event.currentTarget;
        try { await navigator.clipboard.writeText(text); } catch { return; }
        button.textContent = "Copied";
        announce("Copied");
        setTimeout(() => { button.textContent = "Copy"; }, 1600);
      },
    }, "Copy"));
}

export const failed = (problem, retry) => h("div", { class: "state", role: "alert" },
  h("strong", null, problem.title ?? "Something went wrong"),
  h("p", null, problem.detail ?? problem.message),
  problem.body?.requestId && h("p", { class: "small" }, "Request ", h("code", null, problem.body.requestId)),
  retry && h("button", { type: "button", class: "button", onclick: retry }, "Try again"));

/**
 * What a resource has to show. Old values stay while new ones are asked for; of a missing part of the service
 * `absent` says what it needs.
 */
export function shown(resource, view, { height = 160, absent } = {}) {
  if (resource.value !== undefined && resource.value !== null) return view(resource.value);
  if (resource.problem) {
    if (absent && resource.problem.status === 404) return empty(absent[0], absent[1], absent[2]);
    return failed(resource.problem, isUnreachable(resource.problem) ? null : () => resource.load());
  }
  return loading(height);
}

export const origin = () => location.origin;
export const curl = (method, path, body) => [
  `curl -s ${method === "GET" ? "" : `-X ${method} `}${origin()}${path}`,
  body && ` -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(body)}'`,
].filter(Boolean).join("");
