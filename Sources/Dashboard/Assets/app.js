// Starts everything: the shell, the live connection, and the page of the address.

import { h, render } from "./core/dom.js";
import { live } from "./core/live.js";
import { Resource } from "./core/resource.js";
import { matchPath, startRouter } from "./core/router.js";
import { announce } from "./parts/announce.js";
import { head } from "./parts/basics.js";
import { drawShell, lostNotice, openMenu } from "./parts/shell.js";
import { empty, failed } from "./parts/states.js";
import { costs } from "./pages/costs.js";
import { decision } from "./pages/decision.js";
import { decisions } from "./pages/decisions.js";
import { models } from "./pages/models.js";
import { node } from "./pages/node.js";
import { nodes } from "./pages/nodes.js";
import { overview } from "./pages/overview.js";
import { submit } from "./pages/submit.js";
import { targets } from "./pages/targets.js";
import { task } from "./pages/task.js";
import { tasks } from "./pages/tasks.js";

/** A page is a function of its context; it returns `{title, view(), ended?(), heard?(what)}`. */
const pages = [
  ["/", overview], ["/submit", submit], ["/nodes", nodes], ["/nodes/{name}", node], ["/tasks", tasks], ["/tasks/{id}", task],
  ["/decisions", decisions], ["/decisions/{id}", decision], ["/targets", targets], ["/models", models], ["/models/{name}", models],
  ["/costs", costs],
];

const main = document.getElementById("main");
let page = null;
let resources = [];
let isDue = false;

function draw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    if (!page) return;
    render(main, h("div", { class: "page", key: page.address }, lostNotice(), seen(page)));
    const title = typeof page.title === "function" ? page.title() : page.title;
    document.title = `${title} · Berth`;
  });
}

/** A page that fails says so, and leaves the menu to go on with. */
function seen(shown) {
  try { return shown.view(); } catch (fault) {
    console.error(fault);
    return [head({ title: "This page failed" }), h("section", { class: "panel" }, failed({ title: "It could not be shown", detail: fault.message }, () => location.reload()))];
  }
}

function show({ isFirst = false }) {
  const path = location.pathname;
  if (page && page.address === path && !isFirst) {
    page.queried?.();
    drawShell();
    return draw();
  }
  page?.ended?.();
  for (const resource of resources) resource.end();
  resources = [];
  for (const [template, open] of pages) {
    const params = matchPath(template, path);
    if (!params) continue;
    page = open({
      params, draw,
      resource(source, options) {
        const made = new Resource(draw, source, options);
        resources.push(made);
        return made;
      },
    });
    break;
  }
  if (!pages.some(([template]) => matchPath(template, path))) page = unknown(path);
  page.address = path;
  openMenu(false);
  drawShell();
  draw();
  if (!isFirst) {
    window.scrollTo(0, 0);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      main.querySelector("h1")?.focus({ preventScroll: true });
      announce(document.title);
    }));
  }
}

const unknown = (path) => ({
  title: "Not found",
  view: () => [head({ title: "There is no such page" }), h("section", { class: "panel" }, empty(`Nothing is at ${path}`, "Pick a page from the menu."))],
});

live.addEventListener("change", (event) => {
  page?.heard?.(event.detail);
  drawShell();
  draw();
});
// What was missed while nothing was heard is asked for.
live.addEventListener("recovered", () => resources.forEach((resource) => resource.load()));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) openMenu(false);
});

startRouter(show);
live.start();
