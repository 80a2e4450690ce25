// What every drawn chart shares: it knows its width, is drawn anew when that changes, and has one tooltip.

import { h, render } from "../core/dom.js";

/** Makes a widget of `draw(data, width, state)`, which returns `{tree, key?}`; `state.at` is what is pointed at. */
export function chartWidget(draw, place) {
  return (element, first) => {
    let data = first;
    let width = 0;
    let drawn = null;
    const state = { at: null, isByKey: false };
    element.classList.add("chart");

    const redraw = () => {
      if (!width) return;
      drawn = draw(data, width, state);
      const tip = state.at !== null && drawn.tip ? drawn.tip(state.at) : null;
      render(element, [
        drawn.tree,
        tip && h("div", { class: "tip", key: "tip", ref: undefined }, tip.rows),
        h("div", { class: "unseen", key: "spoken", "aria-live": "polite" }, state.isByKey && tip ? tip.spoken : ""),
      ]);
      if (tip) put(element.querySelector(".tip"), tip);
    };
    const put = (box, tip) => {
      const half = box.offsetWidth + 14;
      const left = tip.x + half > width ? Math.max(0, tip.x - half) : tip.x + 14;
      box.style.transform = `translate(${Math.round(left)}px, ${Math.round(tip.y ?? 8)}px)`;
    };
    const point = (event) => {
      const bounds = element.getBoundingClientRect();
      const at = drawn?.nearest?.(event.clientX - bounds.left, event.clientY - bounds.top) ?? null;
      if (at === state.at && !state.isByKey) return;
      state.at = at;
      state.isByKey = false;
      redraw();
    };
    const leave = () => {
      if (state.at === null) return;
      state.at = null;
      redraw();
    };
    const key = (event) => {
      if (!drawn?.count) return;
      const last = drawn.count - 1;
      const now = state.at;
      const next = { ArrowRight: now === null ? 0 : Math.min(last, now + 1), ArrowLeft: now === null ? last : Math.max(0, now - 1), Home: 0, End: last }[event.key];
      if (event.key === "Escape") return leave();
      if (next === undefined) return;
      event.preventDefault();
      state.at = next;
      state.isByKey = true;
      redraw();
    };
    element.addEventListener("pointermove", point);
    element.addEventListener("pointerdown", point);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("keydown", key);
    element.addEventListener("focusout", leave);
    const observer = new ResizeObserver(([entry]) => {
      const now = Math.floor(entry.contentRect.width);
      if (now === width || now === 0) return;
      width = now;
      redraw();
    });
    observer.observe(element);
    element.style.minHeight = `${place(data)}px`;
    return {
      update(value) { data = value; if (state.at !== null && drawn && state.at >= (drawn.count ?? 0)) state.at = null; redraw(); },
      end() { observer.disconnect(); },
    };
  };
}

export function legend(series) {
  return h("ul", { class: "legend" }, series.map((one) =>
    h("li", { key: one.name }, h("i", { class: "swatch", style: { background: one.color } }), one.name)));
}

/** Widest label in pixels, near enough for a margin. */
export const roomFor = (labels) => Math.max(...labels.map((label) => String(label).length), 2) * 6.3 + 12;

export const palette = ["var(--edge)", "var(--gpu)", "var(--cloud)", "var(--series-4)", "var(--series-5)", "var(--series-6)"];
export const kindColor = (kind) =>
  ({ edge: "var(--edge)", cloud: "var(--cloud)", gpu: "var(--gpu)" })[String(kind).toLowerCase()] ?? "var(--series-6)";
