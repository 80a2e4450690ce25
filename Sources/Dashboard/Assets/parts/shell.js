// What stays while pages change: the bar, the menu, the state of the connection.

import { h, render } from "../core/dom.js";
import { clockTime, count } from "../core/format.js";
import { live } from "../core/live.js";
import { icon, mark } from "./icons.js";
import { announce } from "./announce.js";

const groups = [
  [null, [["/", "Overview", "overview"], ["/submit", "Submit", "submit"]]],
  ["Work", [["/tasks", "Tasks", "tasks"], ["/nodes", "Nodes", "nodes"]]],
  ["Deciding", [["/decisions", "Decisions", "decisions"], ["/targets", "Targets", "targets"], ["/models", "Models", "models"], ["/costs", "Costs", "costs"]]],
];

const texts = { connecting: "Connecting", live: "Live", polling: "Live, by polling", lost: "Connection lost" };

export function drawShell() {
  const menu = document.getElementById("menu");
  const isOpen = menu.hasAttribute("data-open");
  render(document.getElementById("bar"), [
    h("a", { class: "name", href: "/", "aria-label": "Berth, overview" }, mark(), "Berth"),
    connection(),
    h("button", { type: "button", class: "button icon toggle", "aria-expanded": String(isOpen), "aria-controls": "menu", "aria-label": isOpen ? "Close the menu" : "Open the menu", onclick: () => openMenu(!isOpen) }, icon(isOpen ? "close" : "menu")),
  ]);
  render(menu, h("div", { class: "inner" },
    groups.map(([name, items]) => h("div", { key: name ?? "first" },
      name && h("p", { class: "group" }, name),
      h("ul", null, items.map(([href, text, sign]) => h("li", { key: href },
        h("a", { href, "aria-current": isHere(href) ? "page" : null, onclick: () => openMenu(false) }, icon(sign), text, tally(href))))))),
    h("div", { class: "foot" },
      connection(),
      live.isReadOnly && h("span", { class: "tag", title: "Actions are disabled in this service (http.readOnly)." }, "read-only"),
      themeChoice(),
      h("span", null, live.health?.version && `Berth ${live.health.version} · `, h("a", { href: "/openapi.yaml", target: "_blank", rel: "noopener" }, "API")))));
}

const connection = () => h("span", { class: "connection", "data-state": live.connection, title: live.lostAt ? `Lost at ${clockTime(live.lostAt)}; retrying` : null },
  h("i"), texts[live.connection]);

function tally(href) {
  if (href === "/tasks" && live.running !== null && live.queued + live.running > 0) {
    return h("span", { class: "tally", title: `${live.running} running, ${live.queued} waiting` }, count(live.queued + live.running));
  }
  if (href === "/nodes" && live.nodes?.length) {
    const ready = live.nodes.filter((node) => node.status === "ready").length;
    return h("span", { class: "tally", title: `${ready} of ${live.nodes.length} ready` }, ready === live.nodes.length ? count(ready) : `${count(ready)}/${count(live.nodes.length)}`);
  }
  return null;
}

function isHere(href) {
  return href === "/" ? location.pathname === "/" : location.pathname === href || location.pathname.startsWith(`${href}/`);
}

export function openMenu(isOpen) {
  const menu = document.getElementById("menu");
  if (menu.hasAttribute("data-open") === isOpen) return;
  menu.toggleAttribute("data-open", isOpen);
  drawShell();
}

function themeChoice() {
  const chosen = document.documentElement.dataset.theme ?? "system";
  return h("div", { class: "theme", role: "group", "aria-label": "Theme" },
    [["system", "System", "system"], ["light", "Light", "sun"], ["dark", "Dark", "moon"]].map(([value, name, sign]) =>
      h("button", { type: "button", key: value, "aria-pressed": String(value === chosen), "aria-label": name, title: name, onclick: () => setTheme(value) }, icon(sign))));
}

function setTheme(value) {
  if (value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  try {
    if (value === "system") localStorage.removeItem("berth.theme");
    else localStorage.setItem("berth.theme", value);
  } catch { /* kept for this page only */ }
  drawShell();
}

/** The note above the page while the service cannot be heard. */
export function lostNotice() {
  if (live.connection !== "lost") return null;
  return h("div", { class: "notice", key: "lost", "data-tone": "bad", role: "alert" },
    h("strong", null, "Connection lost"),
    h("span", null, `since ${clockTime(live.lostAt)}. You see the state at that time; the page keeps retrying.`),
    h("button", { type: "button", class: "button", onclick: () => live.retry() }, "Try now"));
}

live.addEventListener("recovered", () => announce("The connection is back"));
