// Nodes drawn: a square for each in the fleet, a card for each of a few.

import { h } from "../core/dom.js";
import { duration, money, none, percent } from "../core/format.js";
import { live } from "../core/live.js";
import { gauge, loadTone, spark } from "../charts/spark.js";
import { breakerBadge, emulated, kindMark, nodeBadge } from "./basics.js";

const level = (node) => (node.status !== "ready" ? node.status : node.load >= 90 ? 4 : node.load >= 70 ? 3 : node.load >= 40 ? 2 : node.load >= 10 ? 1 : 0);

const squares = new Map();

/** The same square again while it looks the same: a thousand of them are looked at every second. */
function square(node) {
  const now = level(node);
  const kept = squares.get(node.node);
  if (kept?.props["data-level"] === now) return kept;
  const made = h("i", { key: node.node, "data-level": now, title: `${node.node}, ${node.status}` });
  squares.set(node.node, made);
  return made;
}

/** One square a node, coloured by load. The table below says the same in words. */
export function fleetMap(nodes) {
  return h("div", null,
    h("div", { class: nodes.length <= 60 ? "fleet roomy" : "fleet", role: "img", "aria-label": `${nodes.length} nodes by load: ${nodes.filter((node) => node.status === "ready" && node.load >= 70).length} above 70 percent, ${nodes.filter((node) => node.status === "lost").length} lost` },
      nodes.slice(0, 4000).map(square)),
    h("p", { class: "key", "aria-hidden": "true" }, [["0", "below 10 %"], ["1", "10 to 40 %"], ["2", "40 to 70 %"], ["3", "70 to 90 %"], ["4", "90 % and more"], ["draining", "draining"], ["lost", "lost"]].map(([name, text]) =>
      h("span", { key: name }, h("span", { class: "fleet" }, h("i", { "data-level": name })), text))));
}

export const loadGauge = (node) => gauge({ share: node.status === "lost" ? null : node.load / 100, text: node.status === "lost" ? none : `${Math.round(node.load)}%`, caption: "Load", tone: loadTone(node.load) });
const shareGauge = (share, caption, isKnown) => gauge({ share: isKnown ? share : null, text: isKnown && share !== null ? `${Math.round(share * 100)}%` : none, caption, tone: loadTone((share ?? 0) * 100) });

export const gauges = (node) => h("div", { class: "gauges" }, loadGauge(node),
  shareGauge(node.cpuShare, "CPU", node.status !== "lost"), shareGauge(node.memoryShare, "Memory", node.status !== "lost"));

export function nodeCard(node) {
  const loads = live.loads.get(node.node) ?? [];
  return h("article", { class: "node-card", key: node.node, "data-status": node.status, "aria-label": node.node },
    h("div", { class: "row spread" }, h("h3", null, h("a", { href: `/nodes/${encodeURIComponent(node.node)}` }, node.node)), nodeBadge(node)),
    h("div", { class: "row" }, kindMark(node.kind), emulated(node.emulated)),
    gauges(node),
    h("dl", { class: "pairs" },
      h("dt", null, "Running"), h("dd", null, `${node.running} of ${node.slots}`), h("dt", null, "Latency"), h("dd", null, node.latencyMS === null ? none : duration(node.latencyMS / 1000)),
      h("dt", null, "Waiting"), h("dd", null, `${node.queued} of ${node.queueLimit}`), h("dt", null, "Price"), h("dd", null, node.pricePerHourUSD === null ? none : `${money(node.pricePerHourUSD)}/h`)),
    h("div", { class: "row spread" }, node.breaker ? h("span", { class: "row small soft" }, "Breaker", breakerBadge(node.breaker)) : h("span", { class: "small soft" }, `Slots ${node.slots}`),
      spark(loads.map((one) => one.load), { width: 110, high: 100 })));
}

export const meter = (share, text, tone) => h("span", { class: "row nowrap", style: { "flex-wrap": "nowrap" } },
  h("span", { class: "meter", "data-tone": tone, style: { width: "56px" }, "aria-hidden": "true" }, h("i", { style: { width: `${Math.round(100 * Math.min(1, share ?? 0))}%` } })), text ?? percent(share, 0));
