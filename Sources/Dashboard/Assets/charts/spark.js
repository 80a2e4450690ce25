// A line the size of a word, and the dial of a load.

import { h } from "../core/dom.js";
import { linear } from "./scale.js";
import { pieces } from "./time.js";

export function spark(values, { width = 96, height = 26, color = "var(--accent)", high } = {}) {
  const known = values.filter((value) => value !== null && Number.isFinite(value));
  const most = high ?? Math.max(...known, 0);
  const x = linear(0, Math.max(1, values.length - 1), 1, width - 1);
  const y = linear(0, most || 1, height - 2, 3);
  const runs = pieces(values, x, y).filter((run) => run.length > 1);
  const path = (run) => run.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join("L");
  return h("svg", { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    runs.length > 0 && [
      h("path", { fill: color, opacity: 0.1, d: runs.map((run) => `M${run[0][0]},${height - 1}L${path(run)}L${run.at(-1)[0]},${height - 1}Z`).join("") }),
      h("path", { fill: "none", stroke: color, "stroke-width": 1.5, "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round", d: runs.map((run) => `M${path(run)}`).join("") }),
    ]);
}

/** A dial of a share between 0 and 1; `tone` says how that is. */
export function gauge({ share, text, caption, tone }) {
  const known = share !== null && share !== undefined;
  const length = Math.PI * 1.5 * 28;
  return h("div", { class: "gauge", "data-tone": known ? tone : "idle", role: "meter", "aria-label": caption, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": known ? Math.round(share * 100) : null, "aria-valuetext": text },
    h("svg", { viewBox: "0 0 76 63", "aria-hidden": "true" },
      h("path", { class: "track", d: dial }),
      known && share > 0 && h("path", { class: "hand", d: dial, "stroke-dasharray": `${(length * Math.min(1, share)).toFixed(1)} 999` }),
      h("text", { x: 38, y: 43 }, text)),
    h("span", { class: "caption" }, caption));
}

const dial = (() => {
  const point = (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return `${(38 + 28 * Math.cos(angle)).toFixed(2)},${(38 + 28 * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${point(135)}A28,28 0 1 1 ${point(45)}`;
})();

/** How a load in percent is to be seen. */
export const loadTone = (load) => (load >= 90 ? "bad" : load >= 70 ? "warn" : "good");
