// Line icons on a 16-pixel grid.

import { h } from "../core/dom.js";

const paths = {
  overview: "M2.5 13.5v-5h3v5zM6.5 13.5v-11h3v11zM10.5 13.5v-7h3v7z",
  submit: "M8 10.5V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 10v3.5h11V10",
  tasks: "M2.5 4h1M2.5 8h1M2.5 12h1M6 4h7.5M6 8h7.5M6 12h7.5",
  nodes: "M2.5 2.5h11v4h-11zM2.5 9.5h11v4h-11zM5 4.5h.01M5 11.5h.01",
  decisions: "M3 8h3.5M6.5 8c2.5 0 2-4.5 4.5-4.5h2M6.5 8c2.5 0 2 4.5 4.5 4.5h2M6.5 8H13M11.5 2l1.5 1.5L11.5 5M11.5 11l1.5 1.5-1.5 1.5",
  targets: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 11.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM8 8h.01",
  models: "M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.7 5.1 8 8.1l5.3-3M8 8.1v6",
  costs: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM10 6.1C9.7 5.3 9 5 8 5c-1.2 0-2 .5-2 1.5 0 2.3 4.2.7 4.2 3 0 1-.9 1.5-2.2 1.5-1.2 0-2-.5-2.2-1.4M8 3.8V5M8 11v1.2",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  moon: "M13.3 9.6A5.6 5.6 0 0 1 6.4 2.7a5.6 5.6 0 1 0 6.9 6.9z",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  good: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM5.3 8.2l1.9 1.9 3.6-4",
  warn: "M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.5h.01",
  bad: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.8v3.8M8 11h.01",
};

export const icon = (name) => h("svg", {
  viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round",
  "stroke-linejoin": "round", "aria-hidden": "true",
}, h("path", { d: paths[name] }));

export const mark = () => h("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" },
  h("rect", { width: 32, height: 32, rx: 7, fill: "#1b6685" }),
  h("path", { d: "M7 8v10a9 9 0 0 0 18 0V8", fill: "none", stroke: "#fff", "stroke-width": 3, "stroke-linecap": "round" }),
  h("path", { d: "M16 6c2.6 2.4 3.4 4.8 3.4 7.6V18h-6.8v-4.4C12.6 10.8 13.4 8.4 16 6z", fill: "#8fd0ea" }));

// A sign for each tone, so that no status is told by colour alone.
const signs = {
  good: "M1.5 5.3 4 7.8 8.5 2.5", bad: "M2 2l6 6M8 2 2 8", warn: "M5 1.5v4.5M5 8.5v.1", busy: "M5 1.5v3.5l2.3 1.5", idle: "M2 5h6", dot: "M5 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3",
};
export const sign = (tone) => h("svg", {
  viewBox: "0 0 10 10", fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
}, h("path", { d: signs[tone] ?? signs.idle }));
