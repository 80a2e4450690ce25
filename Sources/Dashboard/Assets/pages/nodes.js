// The fleet. Cards while there are few; a map and a filtered, paged table when there are a thousand.

import { h } from "../core/dom.js";
import { count, duration, money, none, percent, plural } from "../core/format.js";
import { live } from "../core/live.js";
import { query, setQuery } from "../core/router.js";
import { loadTone } from "../charts/spark.js";
import { breakerBadge, head, kindMark, nodeBadge, panel, select, when } from "../parts/basics.js";
import { fleetMap, meter, nodeCard } from "../parts/fleet.js";
import { empty, loading } from "../parts/states.js";
import { pager, sorted, table } from "../parts/table.js";

const SIZE = 50;
const FEW = 12;

export function nodes({ draw, resource }) {
  // The live connection tells of nodes; asked for once so that the page need not wait for it.
  const first = live.nodes ? null : resource("/api/node-status");
  let sort = { id: "node", isAscending: true };
  let page = 0;
  const filter = (name) => (value) => { setQuery({ [name]: value }); page = 0; draw(); };

  const columns = [
    { id: "node", name: "Node", sort: (node) => node.node, cell: (node) => h("a", { class: "primary", href: `/nodes/${encodeURIComponent(node.node)}` }, node.node) },
    { id: "status", name: "Status", sort: (node) => node.status, fold: "end", cell: nodeBadge },
    { id: "kind", name: "Kind", sort: (node) => node.kind, cell: (node) => kindMark(node.kind) },
    { id: "load", name: "Load", number: true, sort: (node) => (node.status === "lost" ? null : node.load), cell: (node) => node.status === "lost" ? none : meter(node.load / 100, percent(node.load / 100, 0), loadTone(node.load)) },
    { id: "running", name: "Running", number: true, label: "running", sort: (node) => node.running, cell: (node) => `${node.running}/${node.slots}` },
    { id: "queued", name: "Waiting", number: true, fold: "hidden", sort: (node) => node.queued, cell: (node) => `${node.queued}/${node.queueLimit}` },
    { id: "cpu", name: "CPU", number: true, fold: "hidden", sort: (node) => node.cpuShare, cell: (node) => percent(node.cpuShare, 0) },
    { id: "memory", name: "Memory", number: true, fold: "hidden", sort: (node) => node.memoryShare, cell: (node) => percent(node.memoryShare, 0) },
    { id: "latency", name: "Latency", number: true, label: "latency", sort: (node) => node.latencyMS, cell: (node) => node.latencyMS === null ? none : duration(node.latencyMS / 1000) },
    { id: "breaker", name: "Breaker", fold: "hidden", sort: (node) => node.breaker, cell: (node) => breakerBadge(node.breaker) },
    { id: "price", name: "Price per hour", number: true, fold: "hidden", sort: (node) => node.pricePerHourUSD, cell: (node) => money(node.pricePerHourUSD) },
    { id: "heard", name: "Heard", number: true, fold: "hidden", sort: (node) => Date.parse(node.lastHeartbeat), cell: (node) => when(node.lastHeartbeat, { relative: true }) },
  ];

  return {
    title: "Nodes", queried: () => { page = 0; },
    view() {
      const all = live.nodes ?? first?.value?.nodes;
      const title = head({ title: "Nodes", lead: all?.length ? summary(all) : "The processes that run tasks." });
      if (!all) return [title, loading(320)];
      if (!all.length) {
        return [title, h("section", { class: "panel" }, empty("No node has joined", "Start one on this machine or another; it reports every second and appears here at once.", `berth node --kind edge --join ${location.origin}`))];
      }
      const text = query("find").toLowerCase();
      const wanted = all.filter((node) => (!query("kind") || node.kind === query("kind")) && (!query("status") || node.status === query("status"))
        && (!text || node.node.toLowerCase().includes(text) || node.address.toLowerCase().includes(text) || node.taskTypes.some((type) => type.includes(text))));
      const view = query("view") || (all.length <= FEW ? "cards" : "table");
      const ordered = sorted(wanted, columns, sort);
      const pages = Math.max(1, Math.ceil(ordered.length / SIZE));
      page = Math.min(page, pages - 1);
      const rows = ordered.slice(page * SIZE, page * SIZE + SIZE);
      return [
        title,
        all.length > FEW && panel({ title: "Fleet by load", note: plural(wanted.length, "node") }, fleetMap(wanted)),
        h("div", { class: "filters", role: "search", "aria-label": "Filter nodes" },
          h("div", { class: "field wide" }, h("label", { for: "f-find" }, "Name, address or task type"),
            h("input", { type: "search", id: "f-find", value: query("find"), placeholder: "edge-80", autocomplete: "off", oninput: (event) => filter("find")(event.target.value) })),
          select("Kind", "kind", [["", "Any"], ["edge", "EDGE"], ["cloud", "CLOUD"], ["gpu", "GPU"]], query("kind"), filter("kind")),
          select("Status", "status", [["", "Any"], ["ready", "Ready"], ["draining", "Draining"], ["lost", "Lost"]], query("status"), filter("status")),
          select("Show as", "view", [["cards", "Cards"], ["table", "Table"]], view, filter("view"))),
        !wanted.length ? h("section", { class: "panel" }, empty("No matching nodes", "Change the filters above."))
          : view === "cards" ? h("div", null, h("div", { class: "node-cards" }, rows.map(nodeCard)), pages > 1 && foot(ordered, pages))
          : h("section", { class: "panel", "aria-label": "Nodes" },
            table({ caption: "Nodes", columns, rows, id: (node) => node.node, href: (node) => `/nodes/${encodeURIComponent(node.node)}`, sort, changeSort: (next) => { sort = next; draw(); } }),
            pages > 1 && foot(ordered, pages)),
      ];
    },
  };

  function foot(ordered, pages) {
    return pager(`${count(page * SIZE + 1)} to ${count(Math.min(ordered.length, page * SIZE + SIZE))} of ${plural(ordered.length, "node")}`, {
      previous: page > 0 && (() => { page -= 1; draw(); }), next: page < pages - 1 && (() => { page += 1; draw(); }),
    });
  }
}

function summary(all) {
  const tally = (status) => all.filter((node) => node.status === status).length;
  const ready = all.filter((node) => node.status === "ready");
  const slots = ready.reduce((sum, node) => sum + node.slots, 0);
  const running = ready.reduce((sum, node) => sum + node.running, 0);
  return [`${count(tally("ready"))} ready`, tally("draining") && `${count(tally("draining"))} draining`, tally("lost") && `${count(tally("lost"))} lost`, `${count(running)} of ${plural(slots, "slot")} busy`].filter(Boolean).join(", ");
}
