/// The files of `Sources/Dashboard/Assets`; `Scripts/embed-pages.sh` writes this file.
enum AssetTexts {
    /// Tells one state of all files from another.
    static let version = "3478adc0a347b8d0"

    static let all: [Asset] = [
        Asset(
            path: "app.js",
            digest: "d12d728a913191d1",
            text: #"""
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

                """#
        ),
        Asset(
            path: "charts/bars.js",
            digest: "bd2952ce0414266f",
            text: #"""
                // Lying bars with their names and figures: a list that reads well without the drawing.

                import { h } from "../core/dom.js";

                /** `items`: `[{name, note?, value, text, color?, href?}]`, from zero. */
                export function bars(items, { label } = {}) {
                  const most = Math.max(...items.map((item) => item.value ?? 0), 0) || 1;
                  return h("ul", { class: "bars", "aria-label": label }, items.map((item, index) => h("li", { key: `${index} ${item.name}` },
                    what(item),
                    h("span", { class: "track" }, item.value !== null && item.value > 0
                      && h("i", { style: { left: "0", width: `${(100 * item.value) / most}%`, background: item.color } })),
                    h("span", { class: "value" }, item.text))));
                }

                /** Bars to both sides of zero, for what speaks for and against. */
                export function twoSidedBars(items, { label } = {}) {
                  const most = Math.max(...items.map((item) => Math.abs(item.value)), 0) || 1;
                  const hasMinus = items.some((item) => item.value < 0);
                  const hasPlus = items.some((item) => item.value > 0);
                  const zero = hasMinus && hasPlus ? 50 : hasMinus ? 100 : 0;
                  const room = hasMinus && hasPlus ? 50 : 100;
                  return h("ul", { class: "bars", "aria-label": label }, items.map((item, index) => {
                    const size = (room * Math.abs(item.value)) / most;
                    return h("li", { key: `${index} ${item.name}` },
                      what(item),
                      h("span", { class: "track" },
                        h("i", { class: item.value < 0 ? "minus" : "plus", style: { left: `${item.value < 0 ? zero - size : zero}%`, width: `${size}%` } }),
                        h("i", { class: "zero", style: { left: `${zero}%` } })),
                      h("span", { class: "value" }, item.text));
                  }));
                }

                const what = (item) => h("span", { class: "what" },
                  item.href ? h("a", { href: item.href }, item.name) : item.name, item.note && h("small", null, item.note));

                """#
        ),
        Asset(
            path: "charts/columns.js",
            digest: "d868e7a613be1042",
            text: #"""
                // Upright bars, one for each day or class.

                import { h } from "../core/dom.js";
                import { chartWidget, roomFor } from "./frame.js";
                import { linear, niceTicks } from "./scale.js";

                /** `data`: `{title, columns: [{label, short, value, note?}], format, height?}`; `value` may be `null`. */
                export const columnChart = (data) => h("div", { widget, data, key: data.key });

                const heightOf = (data) => data.height ?? 200;

                const widget = chartWidget((data, width, state) => {
                  const height = heightOf(data);
                  const known = data.columns.map((one) => one.value).filter((value) => value !== null);
                  const nice = niceTicks(0, Math.max(...known, 0) || 1, 4);
                  const labels = nice.ticks.map((tick) => data.format(tick));
                  const left = Math.ceil(roomFor(labels));
                  const right = width - 4;
                  const y = linear(0, nice.high, height - 22, 10);
                  const step = (right - left) / Math.max(1, data.columns.length);
                  const size = Math.max(1, Math.min(36, Math.floor(step * 0.72)));
                  const middle = (index) => left + step * (index + 0.5);
                  const every = Math.ceil(data.columns.length / Math.max(1, Math.floor((right - left) / 58)));
                  return {
                    count: data.columns.length,
                    nearest: (px) => (px < left ? null : Math.max(0, Math.min(data.columns.length - 1, Math.floor((px - left) / step)))),
                    tip: (index) => {
                      const one = data.columns[index];
                      const value = one.value === null ? "nothing" : data.format(one.value);
                      return {
                        x: middle(index), spoken: `${one.label}: ${value}${one.note ? `, ${one.note}` : ""}`,
                        rows: [h("div", { class: "when" }, one.label), h("div", { class: "line" }, data.series ?? "", h("b", null, value)), one.note && h("div", { class: "when" }, one.note)],
                      };
                    },
                    tree: h("svg", {
                      key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
                      "aria-label": `${data.title}. ${data.columns.length} bars, the highest ${data.format(Math.max(...known, 0))}. Arrow keys read the values.`,
                    },
                      nice.ticks.map((tick, index) => h("g", { key: `y${tick}` },
                        h("line", { class: tick === 0 ? "baseline" : "gridline", x1: left, x2: right, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
                        h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]))),
                      data.columns.map((one, index) => h("g", { key: `c${one.label}` },
                        one.value > 0 && h("rect", {
                          class: "bar", "data-on": state.at === index, x: middle(index) - size / 2, width: size,
                          y: Math.min(y(one.value), y(0) - 1), height: Math.max(1, y(0) - y(one.value)), rx: Math.min(2, size / 4),
                        }),
                        (data.columns.length - 1 - index) % every === 0
                          && h("text", { x: Math.min(middle(index), right - 18), y: height - 5, "text-anchor": "middle" }, one.short))),
                    ),
                  };
                }, heightOf);

                """#
        ),
        Asset(
            path: "charts/frame.js",
            digest: "aae794c0f104e0f1",
            text: #"""
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

                """#
        ),
        Asset(
            path: "charts/ring.js",
            digest: "6d6f882e9f47422d",
            text: #"""
                // Shares of a whole, with the figures beside it.

                import { h } from "../core/dom.js";
                import { percent } from "../core/format.js";

                /** `parts`: `[{name, value, color, href?}]`. */
                export function ring({ title, parts, total, caption, format }) {
                  const sum = parts.reduce((all, part) => all + part.value, 0);
                  let start = 0;
                  const arcs = parts.filter((part) => part.value > 0).map((part) => {
                    const from = start;
                    start += part.value / sum;
                    return h("path", { key: part.name, fill: part.color, d: arc(from, start) });
                  });
                  return h("div", { class: "ring" },
                    h("svg", { viewBox: "0 0 148 148", role: "img", "aria-label": `${title}: ${parts.map((part) => `${part.name} ${percent(part.value / sum)}`).join(", ")}` },
                      arcs,
                      h("text", { class: "total", x: 74, y: 78 }, total),
                      h("text", { x: 74, y: 94 }, caption)),
                    h("ul", { class: "parts" }, parts.map((part) => h("li", { key: part.name },
                      h("i", { class: "swatch", style: { background: part.color } }),
                      h("span", { class: "cut" }, part.name),
                      h("span", { class: "number" }, format(part.value)),
                      h("span", { class: "share" }, percent(part.value / sum))))));
                }

                function arc(from, to) {
                  const point = (share, radius) => {
                    const angle = share * 2 * Math.PI - Math.PI / 2;
                    return `${(74 + radius * Math.cos(angle)).toFixed(2)},${(74 + radius * Math.sin(angle)).toFixed(2)}`;
                  };
                  const end = to - from > 0.9999 ? from + 0.9999 : to;
                  const large = end - from > 0.5 ? 1 : 0;
                  return `M${point(from, 71)}A71,71 0 ${large} 1 ${point(end, 71)}L${point(end, 48)}A48,48 0 ${large} 0 ${point(from, 48)}Z`;
                }

                """#
        ),
        Asset(
            path: "charts/scale.js",
            digest: "63b4ce420c62663a",
            text: #"""
                // Scales and their ticks: numbers in, numbers out.

                /** Ticks at 1, 2 or 5 times a power of ten, and the range rounded out to them. */
                export function niceTicks(low, high, wanted = 4) {
                  if (!(high > low)) {
                    if (low === 0 || !Number.isFinite(low)) [low, high] = [0, 1];
                    else [low, high] = low > 0 ? [0, low * 1.25] : [low * 1.25, 0];
                  }
                  const rough = (high - low) / Math.max(1, wanted);
                  const power = 10 ** Math.floor(Math.log10(rough));
                  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
                  const first = Math.floor(low / step + 1e-9) * step;
                  const last = Math.ceil(high / step - 1e-9) * step;
                  const ticks = [];
                  for (let index = 0; first + index * step <= last + step * 1e-6; index += 1) {
                    ticks.push(Number((first + index * step).toPrecision(12)));
                  }
                  return { ticks, low: ticks[0], high: ticks.at(-1), step };
                }

                /** Powers of ten (and their 2 and 5 where there are few) around a range of positive numbers. */
                export function logTicks(low, high) {
                  const first = Math.floor(Math.log10(low) + 1e-9);
                  const last = Math.ceil(Math.log10(high) - 1e-9);
                  const factors = last - first <= 2 ? [1, 2, 5] : [1];
                  let ticks = [];
                  for (let power = first; power <= last; power += 1) {
                    for (const factor of factors) ticks.push(Number((factor * 10 ** power).toPrecision(6)));
                  }
                  const inside = ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
                  const every = Math.ceil(inside.length / 6);
                  ticks = inside.filter((_, index) => index % every === 0);
                  return ticks.length ? ticks : [low];
                }

                export const linear = (low, high, from, to) => (value) => from + ((value - low) / (high - low || 1)) * (to - from);
                export const logarithmic = (low, high, from, to) => {
                  const place = linear(Math.log10(low), Math.log10(high), from, to);
                  return (value) => place(Math.log10(Math.max(value, low * 1e-3)));
                };

                const steps = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000];
                /** Moments at whole minutes, hours or days of the local zone. */
                export function timeTicks(from, until, wanted = 5) {
                  const rough = (until - from) / 1000 / Math.max(1, wanted);
                  const step = (steps.find((candidate) => candidate >= rough) ?? steps.at(-1)) * 1000;
                  const zone = new Date(from).getTimezoneOffset() * 60000;
                  const ticks = [];
                  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= until; at += step) ticks.push(at);
                  return { ticks, step };
                }

                /** Hands out one digit count for all ticks of an axis, so that they line up. */
                export function tickText(format) {
                  return (value) => (value === 0 ? "0" : format(value));
                }

                """#
        ),
        Asset(
            path: "charts/scatter.js",
            digest: "7e255a679cff7722",
            text: #"""
                // Points against each other, with the line on which they would agree.

                import { h } from "../core/dom.js";
                import { chartWidget, roomFor } from "./frame.js";
                import { linear, logTicks, logarithmic, niceTicks } from "./scale.js";

                /**
                 * `data`: `{title, points: [{x, y, label, size?}], format, isLog, across, up, low?, high?, isJoined?}`: both axes have
                 * one range, and the dashed line is where both are equal.
                 */
                export const scatterChart = (data) => h("div", { widget, data, key: data.key });

                const heightOf = (data) => data.height ?? 280;

                const widget = chartWidget((data, width, state) => {
                  const height = heightOf(data);
                  const numbers = data.points.flatMap((point) => [point.x, point.y]).filter((value) => (data.isLog ? value > 0 : Number.isFinite(value)));
                  let low = data.low ?? Math.min(...numbers);
                  let high = data.high ?? Math.max(...numbers);
                  if (data.isLog && high / low < 4) { low /= 2; high *= 2; }
                  const ticks = data.isLog ? logTicks(low, high) : niceTicks(low, high, 5).ticks;
                  if (!data.isLog) { low = data.low ?? ticks[0]; high = data.high ?? ticks.at(-1); } else { low /= 1.15; high *= 1.15; }
                  const labels = ticks.map(data.format);
                  const left = Math.ceil(roomFor(labels)) + 18;
                  const make = data.isLog ? logarithmic : linear;
                  const x = make(low, high, left, width - 10);
                  const y = make(low, high, height - 40, 10);
                  const points = data.points.map((point) => ({ ...point, px: x(point.x), py: y(point.y) }));
                  const labelEvery = Math.ceil((ticks.length * 54) / Math.max(60, width - left));
                  return {
                    count: points.length,
                    nearest: (px, py) => {
                      let best = null;
                      let least = 900;
                      points.forEach((point, index) => {
                        const away = (point.px - px) ** 2 + (point.py - py) ** 2;
                        if (away < least) { least = away; best = index; }
                      });
                      return best;
                    },
                    tip: (index) => {
                      const point = points[index];
                      return {
                        x: point.px, y: Math.max(4, point.py - 40),
                        spoken: `${point.label}: ${data.across} ${data.format(point.x)}, ${data.up} ${data.format(point.y)}`,
                        rows: [h("div", { class: "when" }, point.label),
                          h("div", { class: "line" }, data.across, h("b", null, data.format(point.x))),
                          h("div", { class: "line" }, data.up, h("b", null, data.format(point.y)))],
                      };
                    },
                    tree: h("svg", {
                      key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
                      "aria-label": `${data.title}. ${points.length} points. Arrow keys read them.`,
                    },
                      ticks.map((tick, index) => h("g", { key: `t${tick}` },
                        h("line", { class: "gridline", x1: left, x2: width - 10, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
                        h("line", { class: "gridline", x1: Math.round(x(tick)) + 0.5, x2: Math.round(x(tick)) + 0.5, y1: 10, y2: height - 40 }),
                        h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]),
                        index % labelEvery === 0 && h("text", { x: x(tick), y: height - 24, "text-anchor": "middle" }, labels[index]))),
                      h("line", { class: "reference", key: "equal", x1: x(low), y1: y(low), x2: x(high), y2: y(high) }),
                      h("text", { key: "across", x: (left + width) / 2, y: height - 5, "text-anchor": "middle" }, data.across),
                      h("text", { key: "up", x: 11, y: (height - 30) / 2, "text-anchor": "middle", transform: `rotate(-90 11 ${(height - 30) / 2})` }, data.up),
                      data.isJoined && h("path", { key: "joined", class: "curve", stroke: "var(--accent)", d: points.map((point, index) => `${index ? "L" : "M"}${point.px.toFixed(1)},${point.py.toFixed(1)}`).join("") }),
                      points.map((point, index) => h("circle", {
                        key: `p${index}`, class: "point", cx: point.px.toFixed(1), cy: point.py.toFixed(1), r: (point.size ?? 3) + (state.at === index ? 2 : 0),
                      })),
                    ),
                  };
                }, heightOf);

                """#
        ),
        Asset(
            path: "charts/span.js",
            digest: "07e8cf695a7ce2f5",
            text: #"""
                // An interval on a scale that a whole column of a table shares.

                import { h } from "../core/dom.js";
                import { logTicks, logarithmic } from "./scale.js";

                /** A logarithmic scale over all that is to be shown; `null` where there is nothing. */
                export function spanScale(values, format) {
                  const known = values.filter((value) => value !== null && value !== undefined && value > 0);
                  if (!known.length) return null;
                  let low = Math.min(...known);
                  let high = Math.max(...known);
                  if (high / low < 1.5) { low /= 1.3; high *= 1.3; }
                  low /= 1.08; high *= 1.08;
                  const place = logarithmic(low, high, 0, 100);
                  const inside = logTicks(low, high);
                  // Labels take room: one is left out rather than written over another.
                  const ticks = [];
                  for (const tick of inside) {
                    const room = 9 + 5.5 * format(tick).length;
                    if (place(tick) + room / 2 > 108) continue;
                    if (!ticks.length || place(tick) - place(ticks.at(-1)) > room) ticks.push(tick);
                  }
                  return { place: (value) => Math.max(0, Math.min(100, place(value))), ticks, format };
                }

                export const spanHead = (scale) => scale && h("span", { class: "scale", "aria-hidden": "true" },
                  scale.ticks.map((tick) => h("span", { style: { left: `${scale.place(tick)}%` } }, scale.format(tick))));

                export function span(scale, estimate, actual) {
                  if (!scale || !estimate || estimate.value === null) return null;
                  const from = scale.place(estimate.lower ?? estimate.value);
                  const to = scale.place(estimate.upper ?? estimate.value);
                  const text = `${scale.format(estimate.value)}, 90% between ${scale.format(estimate.lower)} and ${scale.format(estimate.upper)}`
                    + (actual === null || actual === undefined ? "" : `; it was ${scale.format(actual)}`);
                  return h("span", { class: "span", role: "img", "aria-label": text, title: text },
                    h("i", { class: "range", style: { left: `${from}%`, width: `${Math.max(0.5, to - from)}%` } }),
                    h("i", { class: "value", style: { left: `${scale.place(estimate.value)}%` } }),
                    actual !== null && actual !== undefined && h("i", { class: "actual", style: { left: `${scale.place(actual)}%` } }));
                }

                """#
        ),
        Asset(
            path: "charts/spark.js",
            digest: "2ac636ebf8d02017",
            text: #"""
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

                """#
        ),
        Asset(
            path: "charts/time.js",
            digest: "342854b88c18cefb",
            text: #"""
                // Lines over time, with gaps where nothing was measured.

                import { h } from "../core/dom.js";
                import { clockTime, dayName, fullTime, none, shortTime } from "../core/format.js";
                import { chartWidget, legend, roomFor } from "./frame.js";
                import { linear, niceTicks, timeTicks } from "./scale.js";

                /**
                 * `data`: `{title, from, until, series: [{name, color, values}], format, height, unit, low?, high?, filled?}`; the values
                 * of all series lie evenly between `from` and `until`, in milliseconds.
                 */
                export function timeChart(data) {
                  const hasLegend = data.series.length > 1;
                  return h("div", { key: data.key }, hasLegend && legend(data.series), h("div", { widget, data }));
                }

                const heightOf = (data) => data.height ?? 180;

                const widget = chartWidget((data, width, state) => {
                  const height = heightOf(data);
                  const { from, until } = data;
                  const length = Math.max(0, ...data.series.map((one) => one.values.length));
                  const known = data.series.flatMap((one) => one.values).filter((value) => value !== null && Number.isFinite(value));
                  if (known.length === 0) return blank(width, height, data);
                  const top = Math.max(...known);
                  const bottom = Math.min(data.low ?? 0, ...known);
                  const nice = niceTicks(bottom, data.high ?? (top || 1), 4);
                  const high = data.high ?? nice.high;
                  const labels = nice.ticks.map((tick) => data.format(tick));
                  const left = Math.ceil(roomFor(labels));
                  const right = width - 6;
                  const y = linear(nice.low, high, height - 22, 10);
                  const x = linear(from, until, left, right);
                  const at = (index) => from + (length < 2 ? 0 : (index * (until - from)) / (length - 1));
                  const times = timeTicks(from, until, Math.max(2, Math.floor((right - left) / 100)));
                  const tickName = times.step >= 86400000 ? (tick) => dayName(new Date(tick))
                    : times.step >= 60000 ? (tick) => shortTime(new Date(tick)) : (tick) => clockTime(new Date(tick));
                  const cursor = state.at === null ? null : Math.round(x(at(state.at))) + 0.5;
                  const baseline = y(Math.max(nice.low, Math.min(0, high)));
                  const tree = h("svg", {
                    key: "svg", viewBox: `0 0 ${width} ${height}`, height, tabindex: 0, role: "img",
                    "aria-label": `${data.title}. ${summary(data)} Arrow keys read the values.`,
                  },
                    nice.ticks.map((tick, index) => tick <= high * 1.0001 && h("g", { key: `y${tick}` },
                      h("line", { class: tick === 0 ? "baseline" : "gridline", x1: left, x2: right, y1: Math.round(y(tick)) + 0.5, y2: Math.round(y(tick)) + 0.5 }),
                      h("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, labels[index]))),
                    times.ticks.map((tick) => h("text", {
                      key: `x${tick}`, x: Math.min(Math.max(x(tick), left + 14), right - 14), y: height - 5, "text-anchor": "middle",
                    }, tickName(tick))),
                    data.series.map((one, index) => {
                      const runs = pieces(one.values, (i) => x(at(i)), y);
                      return h("g", { key: `s${one.name}` },
                        (data.filled ?? data.series.length === 1) && index === 0
                          && h("path", { class: "fill", fill: one.color, d: runs.filter((run) => run.length > 1).map((run) => `M${run[0][0]},${baseline}L${text(run)}L${run.at(-1)[0]},${baseline}Z`).join("") }),
                        h("path", { class: "curve", stroke: one.color, d: runs.filter((run) => run.length > 1).map((run) => `M${text(run)}`).join("") }),
                        runs.filter((run) => run.length === 1).map(([[cx, cy]]) => h("circle", { class: "lone", cx, cy, r: 2, fill: one.color })));
                    }),
                    data.reference !== undefined && h("line", { class: "reference", key: "reference", x1: left, x2: right, y1: y(data.reference), y2: y(data.reference) }),
                    cursor !== null && h("line", { class: "cursor", key: "cursor", x1: cursor, x2: cursor, y1: 8, y2: height - 22 }),
                    cursor !== null && data.series.map((one) => known1(one.values[state.at])
                      && h("circle", { class: "dot", key: `d${one.name}`, cx: cursor, cy: y(one.values[state.at]), r: 3.5, fill: one.color })),
                  );
                  return {
                    tree, count: length,
                    nearest: (px) => (px < left - 12 || length === 0 ? null : Math.max(0, Math.min(length - 1, Math.round(((px - left) / (right - left)) * (length - 1))))),
                    tip: (index) => {
                      const when = new Date(at(index));
                      const values = data.series.map((one) => [one, known1(one.values[index]) ? data.format(one.values[index]) : none]);
                      return {
                        x: x(at(index)),
                        spoken: `${clockTime(when)}: ${values.map(([one, value]) => `${one.name} ${value}`).join(", ")}`,
                        rows: [
                          h("div", { class: "when" }, until - from > 86400000 ? fullTime(when) : clockTime(when)),
                          values.map(([one, value]) => h("div", { class: "line" },
                            h("i", { class: "swatch", style: { background: one.color } }), one.name, h("b", null, value))),
                        ],
                      };
                    },
                  };
                }, heightOf);

                const known1 = (value) => value !== null && value !== undefined && Number.isFinite(value);
                const text = (run) => run.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join("L");

                /** The unbroken stretches of a series, as points. */
                export function pieces(values, x, y) {
                  const runs = [];
                  let run = [];
                  values.forEach((value, index) => {
                    if (known1(value)) run.push([x(index), y(value)]);
                    else if (run.length) { runs.push(run); run = []; }
                  });
                  if (run.length) runs.push(run);
                  return runs;
                }

                function summary(data) {
                  return data.series.map((one) => {
                    const known = one.values.filter(known1);
                    return known.length ? `${one.name}: now ${data.format(known.at(-1))}, at most ${data.format(Math.max(...known))}.` : `${one.name}: nothing measured.`;
                  }).join(" ");
                }

                function blank(width, height, data) {
                  return {
                    tree: h("svg", { key: "svg", viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": `${data.title}: nothing measured yet.` },
                      [0, 2].map((line) => h("line", { class: "gridline", x1: 0, x2: width, y1: 14.5 + (line * (height - 37)) / 2, y2: 14.5 + (line * (height - 37)) / 2 })),
                      h("text", { class: "none", x: width / 2, y: height / 2 + 2, "text-anchor": "middle" }, data.empty ?? "No measurements in this period")),
                  };
                }

                """#
        ),
        Asset(
            path: "core/api.js",
            digest: "6943e085ca3926a6",
            text: #"""
                // Asking the service. A refusal is a `Problem` with what the service said.

                export class Problem extends Error {
                  constructor(status, title, detail, body) {
                    super(detail || title);
                    this.status = status;
                    this.title = title;
                    this.detail = detail;
                    this.body = body ?? {};
                  }
                  get field() { return this.body.field ?? null; }
                }

                /** The service could not be reached at all. */
                export const isUnreachable = (problem) => problem?.status === 0;
                /** This service does not have what was asked for: an older one, or one without the part. */
                export const isMissing = (problem) => problem?.status === 404;

                async function send(method, path, { body, signal } = {}) {
                  let response;
                  try {
                    response = await fetch(path, {
                      method, signal, cache: "no-store",
                      headers: body === undefined ? { Accept: "application/json" } : { Accept: "application/json", "Content-Type": "application/json" },
                      body: body === undefined ? undefined : JSON.stringify(body),
                    });
                  } catch (fault) {
                    if (fault.name === "AbortError") throw fault;
                    throw new Problem(0, "Berth cannot be reached", "This address does not answer. The page keeps retrying.");
                  }
                  const text = await response.text();
                  let value = null;
                  try { value = text ? JSON.parse(text) : null; } catch { /* not JSON: told below */ }
                  // Health says with 503 what is wrong, in the same shape as when nothing is.
                  if (response.ok || (value && value.checks)) return value;
                  const retry = response.headers.get("Retry-After");
                  const detail = value?.detail ?? (text.slice(0, 300) || `status ${response.status}`);
                  throw new Problem(
                    response.status, value?.title ?? `The service answered ${response.status}`,
                    retry && response.status === 429 ? `${detail} Try again in ${retry} s.` : detail, value,
                  );
                }

                export const get = (path, signal) => send("GET", path, { signal });
                export const post = (path, body) => send("POST", path, { body });
                export const patch = (path, body) => send("PATCH", path, { body });
                export const del = (path) => send("DELETE", path);

                /** A path with a query of what is set. */
                export function withQuery(path, values) {
                  const query = new URLSearchParams();
                  for (const [name, value] of Object.entries(values)) {
                    if (value !== null && value !== undefined && value !== "") query.set(name, value);
                  }
                  const text = query.toString();
                  return text ? `${path}?${text}` : path;
                }

                """#
        ),
        Asset(
            path: "core/dom.js",
            digest: "4f1f879df46f7679",
            text: #"""
                // A small virtual tree: pages say what they show, `render` changes what differs and leaves the rest, so that focus,
                // scroll and tooltips outlive an update.

                const SVG = "http://www.w3.org/2000/svg";

                /** A node to be. `props.key` names it among its siblings; `props.widget` lets a widget draw inside it. */
                export function h(tag, props, ...children) {
                  const given = props ?? {};
                  return { tag, props: given, key: given.key ?? null, children: flatten(children, []), element: null };
                }

                function flatten(list, into) {
                  for (const item of list) {
                    if (Array.isArray(item)) flatten(item, into);
                    else if (item === null || item === undefined || item === false || item === true) continue;
                    else if (typeof item === "object") into.push(item);
                    else into.push({ text: String(item), tag: "#", key: null, element: null });
                  }
                  return into;
                }

                /** Makes `parent`'s children those of `tree`, a node or a list of them. */
                export function render(parent, tree) {
                  const next = flatten([tree], []);
                  // What the document came with stands only until the first drawing.
                  if (!parent.berthTree) parent.replaceChildren();
                  patchChildren(parent, parent.berthTree ?? [], next, parent.namespaceURI === SVG);
                  parent.berthTree = next;
                }

                function create(node, inSVG) {
                  if (node.tag === "#") return (node.element = document.createTextNode(node.text));
                  const isSVG = inSVG || node.tag === "svg";
                  const element = isSVG ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag);
                  node.element = element;
                  for (const name in node.props) if (name !== "value") setProperty(element, name, undefined, node.props[name]);
                  if (node.props.widget) node.instance = node.props.widget(element, node.props.data);
                  else patchChildren(element, [], node.children, isSVG && node.tag !== "foreignObject");
                  if ("value" in node.props) setProperty(element, "value", undefined, node.props.value);
                  return element;
                }

                function patch(old, node, inSVG) {
                  // A caller that hands in the same node again says that nothing changed.
                  if (old === node) return;
                  const element = (node.element = old.element);
                  if (node.tag === "#") {
                    if (old.text !== node.text) element.data = node.text;
                    return;
                  }
                  for (const name in old.props) if (!(name in node.props)) setProperty(element, name, old.props[name], undefined);
                  for (const name in node.props) if (name !== "value") setProperty(element, name, old.props[name], node.props[name]);
                  if (node.props.widget) {
                    node.instance = old.instance;
                    if (old.props.data !== node.props.data) node.instance.update(node.props.data);
                  } else patchChildren(element, old.children, node.children, inSVG || node.tag === "svg");
                  if ("value" in node.props) setProperty(element, "value", old.props.value, node.props.value);
                }

                function remove(node) {
                  forget(node);
                  node.element.remove();
                }

                function forget(node) {
                  node.instance?.end?.();
                  for (const child of node.children ?? []) forget(child);
                }

                const isSame = (a, b) => a.tag === b.tag && a.key === b.key && a.props?.widget === b.props?.widget;

                function patchChildren(parent, olds, news, inSVG) {
                  const keyed = new Map();
                  const plain = new Map();
                  for (const old of olds) {
                    if (old.key !== null) keyed.set(old.key, old);
                    else if (plain.has(old.tag)) plain.get(old.tag).push(old);
                    else plain.set(old.tag, [old]);
                  }
                  const pairs = news.map((node) => {
                    let old;
                    if (node.key !== null) {
                      old = keyed.get(node.key);
                      if (old && isSame(old, node)) keyed.delete(node.key);
                      else old = undefined;
                    } else {
                      const queue = plain.get(node.tag);
                      const at = queue ? queue.findIndex((candidate) => isSame(candidate, node)) : -1;
                      if (at >= 0) [old] = queue.splice(at, 1);
                    }
                    return old;
                  });
                  for (const old of keyed.values()) remove(old);
                  for (const queue of plain.values()) queue.forEach(remove);
                  let place = parent.firstChild;
                  news.forEach((node, index) => {
                    const old = pairs[index];
                    if (old) patch(old, node, inSVG);
                    else create(node, inSVG);
                    if (node.element === place) place = place.nextSibling;
                    else parent.insertBefore(node.element, place);
                  });
                }

                function setProperty(element, name, old, value) {
                  if (name === "key" || name === "widget" || name === "data") return;
                  if (name === "ref") {
                    if (value && value !== old) value(element);
                  } else if (name.startsWith("on")) listen(element, name.slice(2), value);
                  else if (name === "style") {
                    // Through the object model, which a Content-Security-Policy without inline styles allows.
                    for (const key in old) if (!value || !(key in value)) element.style.removeProperty(key);
                    for (const key in value) if (!old || old[key] !== value[key]) element.style.setProperty(key, value[key]);
                  } else if (name === "value" && "value" in element && element.tagName !== "LI") {
                    const text = value ?? "";
                    if (element.value !== String(text)) element.value = text;
                  } else if (name === "checked" || name === "indeterminate") element[name] = Boolean(value);
                  else if (old === value) return;
                  else if (value === undefined || value === null || value === false) element.removeAttribute(name);
                  else element.setAttribute(name, value === true ? "" : value);
                }

                function listen(element, type, handler) {
                  const handlers = (element.berthHandlers ??= {});
                  if (!(type in handlers) && handler) element.addEventListener(type, (event) => handlers[type]?.(event));
                  handlers[type] = handler;
                }

                """#
        ),
        Asset(
            path: "core/follow.js",
            digest: "e0200846da1f2114",
            text: #"""
                // One task, followed until it ends: by its events, or by asking where there are none.

                import { get } from "./api.js";

                const isOver = (task) => task.status !== "queued" && task.status !== "running";

                /** Calls `heard` with each state of the task. Returns a function that stops it. */
                export function follow(id, heard) {
                  const path = `/api/tasks/${encodeURIComponent(id)}`;
                  let isStopped = false;
                  let timer = 0;
                  const source = new EventSource(`${path}/events`);
                  const stop = () => { isStopped = true; source.close(); clearTimeout(timer); };
                  source.addEventListener("task", (event) => {
                    if (isStopped) return;
                    const task = JSON.parse(event.data);
                    if (isOver(task)) stop();
                    heard(task);
                  });
                  source.onerror = () => {
                    source.close();
                    if (!isStopped) poll();
                  };
                  const poll = async () => {
                    clearTimeout(timer);
                    try {
                      const task = await get(path);
                      if (isStopped) return;
                      if (isOver(task)) stop();
                      heard(task);
                    } catch (problem) {
                      if (problem.status === 404) return stop();
                    }
                    if (!isStopped) timer = setTimeout(poll, 1000);
                  };
                  return stop;
                }

                """#
        ),
        Asset(
            path: "core/format.js",
            digest: "c5ba476d68e20b40",
            text: #"""
                // How figures, money and times are written: one place, so that every page says the same thing the same way.

                const NARROW = "\u202f";
                const formats = new Map();
                function formatted(value, options) {
                  const key = JSON.stringify(options);
                  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat("en", options));
                  return formats.get(key).format(value);
                }

                const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
                /** What stands where nothing is known. */
                export const none = "–";

                export function count(value) {
                  if (!isNumber(value)) return none;
                  return Math.abs(value) >= 1e6
                    ? formatted(value, { notation: "compact", maximumFractionDigits: 2 })
                    : formatted(value, { maximumFractionDigits: 0 });
                }

                export function number(value, digits = 3) {
                  if (!isNumber(value)) return none;
                  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-6)) return value.toExponential(digits - 1);
                  return formatted(value, { maximumSignificantDigits: Math.abs(value) >= 1000 ? 6 : digits });
                }

                export function percent(share, digits = 1) {
                  if (!isNumber(share)) return none;
                  const value = share * 100;
                  const places = value !== 0 && value !== 100 && Math.abs(value) < 99.95 ? digits : 0;
                  return formatted(value, { minimumFractionDigits: places, maximumFractionDigits: digits }) + NARROW + "%";
                }

                /** Figure and unit apart, so that the unit can be set smaller. */
                export function durationParts(seconds) {
                  if (!isNumber(seconds)) return [none, ""];
                  const size = Math.abs(seconds);
                  const digits = (value) => formatted(value, { maximumSignificantDigits: 3 });
                  if (size === 0) return ["0", "s"];
                  if (size < 0.0009995) return [digits(seconds * 1e6), "µs"];
                  if (size < 0.9995) return [digits(seconds * 1e3), "ms"];
                  if (size < 99.95) return [digits(seconds), "s"];
                  if (size < 3600) return [`${Math.floor(size / 60)} min ${Math.round(size % 60)}`, "s"];
                  if (size < 172800) return [`${Math.floor(size / 3600)} h ${Math.floor((size % 3600) / 60)}`, "min"];
                  return [digits(seconds / 86400), "days"];
                }

                export function duration(seconds) {
                  const [figure, unit] = durationParts(seconds);
                  return unit ? figure + NARROW + unit : figure;
                }

                const symbols = { USD: "$", EUR: "€", GBP: "£" };
                /** Money as it is: small amounts keep the digits that count. */
                export function money(value, currency = "USD") {
                  if (!isNumber(value)) return none;
                  const size = Math.abs(value);
                  const options = size === 0 || size >= 1000 ? { maximumFractionDigits: 0 }
                    : size >= 1 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
                    : size >= 0.0995 ? { minimumFractionDigits: 2, maximumFractionDigits: 3 }
                    : { maximumSignificantDigits: size >= 1e-5 ? 3 : 2, maximumFractionDigits: 20 };
                  const text = size !== 0 && size < 1e-9 ? size.toExponential(2) : formatted(size, options);
                  return (value < 0 ? "−" : "") + (symbols[currency] ?? currency + NARROW) + text;
                }

                export function bytes(value) {
                  if (!isNumber(value)) return none;
                  if (value < 1000) return `${value}${NARROW}B`;
                  const [size, unit] = value < 1e6 ? [value / 1e3, "kB"] : value < 1e9 ? [value / 1e6, "MB"] : [value / 1e9, "GB"];
                  return formatted(size, { maximumSignificantDigits: 3 }) + NARROW + unit;
                }

                const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
                const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
                const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
                const full = new Intl.DateTimeFormat("en-GB", {
                  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
                });

                export const clockTime = (date) => clock.format(date);
                export const shortTime = (date) => minute.format(date);
                export const dayName = (date) => day.format(date);
                export const fullTime = (date) => full.format(date);
                export const utc = (date) => date.toISOString().replace("T", " ").replace(/\.\d+Z$/, "") + " UTC";

                /** Today the time of day, else the day too. */
                export function moment(date) {
                  const today = new Date();
                  const isToday = date.toDateString() === today.toDateString();
                  if (isToday) return clock.format(date);
                  const sameYear = date.getFullYear() === today.getFullYear();
                  return `${day.format(date)}${sameYear ? "" : " " + date.getFullYear()}, ${minute.format(date)}`;
                }

                export function ago(date) {
                  const seconds = (Date.now() - date.getTime()) / 1000;
                  if (seconds < 1.5) return "now";
                  if (seconds < 100) return `${Math.round(seconds)} s ago`;
                  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
                  if (seconds < 129600) return `${Math.round(seconds / 3600)} h ago`;
                  return `${Math.round(seconds / 86400)} days ago`;
                }

                /** `ml_training` as people read it: ml training. */
                export const words = (name) => String(name ?? "").replaceAll("_", " ").replaceAll("-", " ");
                export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
                /** `costUSD`, `execution_time` → `cost USD`, `execution time`. */
                export const spelled = (name) => (/[^\w.]/.test(name) ? String(name) : identifier(name));
                const identifier = (name) =>
                  (String(name).replaceAll(".", ": ").match(/GiB|GB|MB|v?CPU|VCPU|GPU|USD|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+[a-z]*|[^\s_A-Za-z\d]+/g) ?? [])
                    .map((word) => acronyms.get(word.toLowerCase()) ?? (/^[A-Z][a-z]*$/.test(word) ? word.toLowerCase() : word)).join(" ").replaceAll(" :", ":");
                const acronyms = new Map(["ML", "GPU", "CPU", "vCPU", "SQL", "API", "USD", "GB", "GiB", "MB"].map((word) => [word.toLowerCase(), word]));
                /** `ml_training` as a heading: ML training. */
                export const heading = (name) => capital(spelled(String(name ?? "").replaceAll("-", " ")));
                export const plural = (number, one, many = one + "s") => `${count(number)} ${number === 1 ? one : many}`;
                /** Numbers with many digits within a text, a workload's key say, tell nobody anything. */
                export const short = (text) => String(text).replace(/\d+\.\d{6,}(?![\de])/g, (digits) => (Number(digits) < 0.001 ? digits : String(Number(Number(digits).toPrecision(3)))));

                """#
        ),
        Asset(
            path: "core/history.js",
            digest: "19c71dc55cf4bfac",
            text: #"""
                // Figures of the last hour from GET /api/v1/metric-history: counters as rates, gauges as they are, gaps as gaps.

                import { withQuery } from "./api.js";

                export const historyPath = (names, seconds) =>
                  withQuery("/api/v1/metric-history", { name: names.join(","), seconds });

                /** Wraps an answer. Of an unknown metric all is empty. */
                export class History {
                  constructor(answer) {
                    this.step = answer?.stepSeconds ?? 5;
                    const newest = answer?.at;
                    this.until = newest === undefined || newest === null ? Date.now()
                      : typeof newest === "number" ? (newest > 1e12 ? newest : newest * 1000) : Date.parse(newest);
                    this.series = answer?.series ?? [];
                  }

                  named(name, where = {}) {
                    return this.series.filter((series) => series.name === name
                      && Object.entries(where).every(([label, value]) => series.labels?.[label] === value));
                  }

                  get length() { return Math.max(0, ...this.series.map((series) => series.values.length)); }

                  /** Values of several series added up, aligned at their newest; `null` where none has one. */
                  sum(list) {
                    const length = this.length;
                    const sums = new Array(length).fill(null);
                    for (const series of list) {
                      const offset = length - series.values.length;
                      series.values.forEach((value, index) => {
                        if (value === null) return;
                        sums[offset + index] = (sums[offset + index] ?? 0) + value;
                      });
                    }
                    return sums;
                  }

                  /** Per second, of one counter; a restart of the service begins anew and is no rate. */
                  rateOf(values) {
                    return values.map((value, index) => {
                      if (index === 0 || value === null) return null;
                      const before = values[index - 1];
                      if (before === null) return null;
                      return value < before ? null : (value - before) / this.step;
                    });
                  }

                  rate(list) {
                    const length = this.length;
                    const padded = list.map((series) => ({
                      values: this.rateOf(bornAtZero(series.values)),
                    }));
                    return padded.length ? this.sum(padded) : new Array(length).fill(null);
                  }

                  /** What the counters grew by over the window. */
                  growth(list) {
                    let total = null;
                    for (const series of list) {
                      const values = bornAtZero(series.values);
                      for (let index = 1; index < values.length; index += 1) {
                        const before = values[index - 1];
                        const value = values[index];
                        if (before === null || value === null) continue;
                        total = (total ?? 0) + (value < before ? value : value - before);
                      }
                    }
                    return total;
                  }

                  latest(list) {
                    let total = null;
                    for (const series of list) {
                      const value = series.values.findLast((candidate) => candidate !== null);
                      if (value !== undefined) total = (total ?? 0) + value;
                    }
                    return total;
                  }

                  /** Mean of a histogram's observations in each step, smoothed over `over` steps. */
                  mean(sums, counts, over = 1) {
                    const total = this.sum(sums);
                    const number = this.sum(counts);
                    return total.map((value, index) => {
                      const first = Math.max(0, index - over);
                      if (index === 0 || value === null || total[first] === null) return null;
                      const grown = number[index] - number[first];
                      return grown > 0 ? (value - total[first]) / grown : null;
                    });
                  }

                  labels(name, label) {
                    return [...new Set(this.named(name).map((series) => series.labels?.[label]).filter(Boolean))].sort();
                  }
                }

                /** A counter appears with its first value: what it had then came since the step before. */
                function bornAtZero(values) {
                  const first = values.findIndex((value) => value !== null);
                  if (first <= 0) return values;
                  const copy = values.slice();
                  copy[first - 1] = 0;
                  return copy;
                }

                """#
        ),
        Asset(
            path: "core/live.js",
            digest: "3a2e2e3cd17086a9",
            text: #"""
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

                """#
        ),
        Asset(
            path: "core/resource.js",
            digest: "224e784b88b8148c",
            text: #"""
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

                """#
        ),
        Asset(
            path: "core/router.js",
            digest: "5b00961c253d5774",
            text: #"""
                // Real addresses: each page has its path, filters live in the query, back and forward work.

                /** `/tasks/{id}` against `/tasks/42` → `{id: "42"}`; `null` where they differ. */
                export function matchPath(template, path) {
                  const wanted = template.split("/");
                  const found = path.replace(/\/+$/, "").split("/");
                  if (wanted.length !== found.length && !(template === "/" && path === "/")) return null;
                  const params = {};
                  for (let index = 1; index < wanted.length; index += 1) {
                    const part = wanted[index];
                    if (part.startsWith("{")) {
                      try { params[part.slice(1, -1)] = decodeURIComponent(found[index]); } catch { return null; }
                      if (!found[index]) return null;
                    } else if (part !== (found[index] ?? "")) return null;
                  }
                  return params;
                }

                export function startRouter(show) {
                  document.addEventListener("click", (event) => {
                    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
                    const link = event.target.closest?.("a[href]");
                    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
                    if (link.hash && link.pathname === location.pathname) return;
                    if (/^\/(api|assets|health|metrics|openapi)/.test(link.pathname)) return;
                    event.preventDefault();
                    navigate(link.pathname + link.search);
                  });
                  window.addEventListener("popstate", () => show({ isBack: true }));
                  current = show;
                  show({ isFirst: true });
                }

                let current = () => {};

                export function navigate(path) {
                  history.pushState(null, "", path);
                  current({});
                }

                /** Changes the query without leaving the page; what is empty goes. */
                export function setQuery(values, { replace = true } = {}) {
                  const query = new URLSearchParams(location.search);
                  for (const [name, value] of Object.entries(values)) {
                    if (value === null || value === undefined || value === "") query.delete(name);
                    else query.set(name, value);
                  }
                  const text = query.toString();
                  const path = location.pathname + (text ? `?${text}` : "");
                  if (replace) history.replaceState(null, "", path);
                  else history.pushState(null, "", path);
                }

                export const query = (name, fallback = "") => new URLSearchParams(location.search).get(name) ?? fallback;

                """#
        ),
        Asset(
            path: "index.html",
            digest: "1bd28be2d51e5086",
            text: #"""
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <meta name="description" content="Berth decides where workloads run, and shows why.">
                  <title>Berth</title>
                  <link rel="icon" href="/assets/{{version}}/mark.svg" type="image/svg+xml">
                  <script src="/assets/{{version}}/theme.js"></script>
                  <link rel="stylesheet" href="/assets/{{version}}/style.css">
                  {{modules}}
                  <script type="module" src="/assets/{{version}}/app.js"></script>
                </head>
                <body>
                  <a class="skip" href="#main">Skip to the page</a>
                  <header class="bar" id="bar"><a class="name" href="/">Berth</a></header>
                  <nav class="menu" id="menu" aria-label="Pages"></nav>
                  <main class="main" id="main" tabindex="-1">
                    <p class="soft">Loading</p>
                    <noscript><p class="notice">These pages need JavaScript. The API does not: see /openapi.yaml.</p></noscript>
                  </main>
                  <div class="unseen" id="announcer" role="status" aria-live="polite"></div>
                </body>
                </html>

                """#
        ),
        Asset(
            path: "mark.svg",
            digest: "738146b84f6de2bf",
            text: #"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1b6685"/><path d="M7 8v10a9 9 0 0 0 18 0V8" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><path d="M16 6c2.6 2.4 3.4 4.8 3.4 7.6V18h-6.8v-4.4C12.6 10.8 13.4 8.4 16 6z" fill="#8fd0ea"/></svg>

                """#
        ),
        Asset(
            path: "pages/costs.js",
            digest: "b56c6043ce20d3d8",
            text: #"""
                // What runs cost: by day, by target, and against what rules would have chosen.

                import { withQuery } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { count, dayName, duration, money, percent, plural } from "../core/format.js";
                import { History, historyPath } from "../core/history.js";
                import { query, setQuery } from "../core/router.js";
                import { bars } from "../charts/bars.js";
                import { columnChart } from "../charts/columns.js";
                import { kindColor } from "../charts/frame.js";
                import { timeChart } from "../charts/time.js";
                import { choice, head, panel, tile } from "../parts/basics.js";
                import { empty, shown } from "../parts/states.js";
                import { sorted, table } from "../parts/table.js";

                export function costs({ draw, resource }) {
                  const days = () => query("days", "30");
                  const list = resource(() => withQuery("/api/v1/costs", { days: days() }), { every: 20000 });
                  const history = resource(historyPath(["berth_expected_cost_total", "berth_rules_expected_cost_total"], 3600), { every: 10000 });
                  let sort = { id: "cost", isAscending: false };
                  const choose = (name) => (value) => { setQuery({ [name]: value }); list.load(); draw(); };
                  return {
                    title: "Costs", queried: () => list.load(),
                    view() {
                      const all = (list.value?.domains ?? []).filter((one) => one.targets.length);
                      const chosen = all.find((one) => one.domain === query("domain")) ?? all.find((one) => one.domain === "task") ?? all[0];
                      return [
                        head({ title: "Costs", lead: "What runs cost, as reported.", actions: [
                          all.length > 1 && choice("Domain", all.map((one) => [one.domain, one.domain]), chosen?.domain, choose("domain")),
                          choice("Days", [["7", "7 days"], ["30", "30 days"], ["90", "90 days"]], days(), choose("days")),
                        ] }),
                        shown(list, () => chosen ? view(chosen) : h("section", { class: "panel" }, empty("No costs yet", "Runs reported with a cost appear here.", `curl -s ${location.origin}/api/telemetry/runs -H 'Content-Type: application/x-ndjson' --data-binary @runs.ndjson`)),
                          { height: 420, absent: ["No costs here", "This service does not total costs."] }),
                      ];
                    },
                  };

                  function view(domain) {
                    const { currency } = domain;
                    const total = sum(domain.targets, "cost");
                    const runs = sum(domain.targets, "runs");
                    const failures = sum(domain.targets, "failures");
                    const past = history.value ? new History(history.value) : null;
                    const where = { domain: domain.domain };
                    const expected = past?.growth(past.named("berth_expected_cost_total", where)) ?? null;
                    const byRules = past?.growth(past.named("berth_rules_expected_cost_total", where)) ?? null;
                    const saved = expected === null || byRules === null ? null : byRules - expected;
                    const amount = (value) => money(value, currency);
                    const columns = [
                      { id: "target", name: "Target", sort: (one) => one.target, cell: (one) => h("strong", null, one.target) },
                      { id: "cost", name: "Cost", number: true, sort: (one) => one.cost, cell: (one) => amount(one.cost) },
                      { id: "share", name: "Share", number: true, label: "share", sort: (one) => one.cost, cell: (one) => percent(total ? one.cost / total : null) },
                      { id: "runs", name: "Runs", number: true, label: "runs", sort: (one) => one.runs, cell: (one) => count(one.runs) },
                      { id: "mean", name: "Cost per run", number: true, fold: "hidden", sort: (one) => one.cost / one.runs, cell: (one) => amount(one.runs ? one.cost / one.runs : null) },
                      { id: "time", name: "Total time", number: true, fold: "hidden", sort: (one) => one.seconds, cell: (one) => duration(one.seconds) },
                      { id: "failures", name: "Failures", number: true, fold: "hidden", sort: (one) => one.failures / one.runs, cell: (one) => `${count(one.failures)} (${percent(one.runs ? one.failures / one.runs : null)})` },
                    ];
                    return [
                      h("div", { class: "tiles" },
                        tile({ label: "Cost", figure: amount(total), note: `on ${plural(domain.days.filter((one) => one.runs > 0).length, "day")} with runs` }),
                        tile({ label: "Runs", figure: count(runs), note: `${count(failures)} failed` }),
                        tile({ label: "Cost per run", figure: amount(runs ? total / runs : null), note: `${domain.domain}, on average` }),
                        tile({ label: "Saved against rules", figure: saved === null ? "–" : amount(saved), unit: saved !== null && byRules > 0 ? percent(saved / byRules) : null, note: saved === null ? "needs predictions for both, in the last hour" : "expected, in the last hour" })),
                      h("div", { class: "grid" },
                        panel({ title: "Cost per day", note: `days in UTC, in ${currency}`, className: "of-8" }, columnChart({ title: "Cost per day", columns: everyDay(domain.days, Number(days())), format: amount, height: 240 })),
                        panel({ title: "By target", className: "of-4" }, bars(domain.targets.slice().sort((a, b) => b.cost - a.cost).slice(0, 8).map((one) => ({ name: one.target, value: one.cost, text: amount(one.cost), color: domain.domain === "task" ? kindColor(one.target) : undefined })), { label: "Cost by target" }))),
                      past && panel({ title: "Expected cost against rules", note: "cumulative over the last hour: what was chosen, and what the rules would have chosen" }, savings(past, where, amount)),
                      h("section", { class: "panel", "aria-label": "Targets" }, table({ caption: "Cost by target", columns, rows: sorted(domain.targets, columns, sort), id: (one) => one.target, sort, changeSort: (next) => { sort = next; draw(); } })),
                    ];
                  }
                }

                const sum = (list, name) => list.reduce((all, one) => all + (one[name] ?? 0), 0);

                /** Days without runs are days too. */
                function everyDay(list, days) {
                  const known = new Map(list.map((one) => [one.day, one]));
                  const latest = list.length ? Math.max(Date.parse(list.at(-1).day), Date.parse(list[0].day)) : Date.now();
                  // Empty days before the first run tell nothing.
                  const first = Math.min(latest, ...list.filter((one) => one.runs > 0).map((one) => Date.parse(one.day)));
                  const shown = Math.min(days, Math.max(7, Math.round((latest - first) / 86400000) + 1));
                  return Array.from({ length: shown }, (_, index) => {
                    const date = new Date(latest - (shown - 1 - index) * 86400000);
                    const day = date.toISOString().slice(0, 10);
                    const one = known.get(day);
                    return { label: day, short: dayName(date), value: one?.cost ?? 0, note: plural(one?.runs ?? 0, "run") };
                  });
                }

                function savings(past, where, amount) {
                  const grown = (name) => {
                    let total = 0;
                    return past.rate(past.named(name, where)).map((value) => (value === null ? (total ? total : null) : (total += value * past.step)));
                  };
                  return timeChart({
                    title: "Expected cost against rules", from: past.until - Math.max(1, past.length - 1) * past.step * 1000, until: past.until, format: amount, height: 200, empty: "No decision with both predictions in this period",
                    series: [{ name: "rules", color: "var(--series-6)", values: grown("berth_rules_expected_cost_total") }, { name: "chosen", color: "var(--accent)", values: grown("berth_expected_cost_total") }],
                  });
                }

                """#
        ),
        Asset(
            path: "pages/decision.js",
            digest: "d487f84155af711d",
            text: #"""
                // One decision, opened: who was considered, what was expected, why it came out so, and what it came to.

                import { h } from "../core/dom.js";
                import { duration, heading, money, none, number, percent, plural, short, spelled } from "../core/format.js";
                import { twoSidedBars } from "../charts/bars.js";
                import { badge, basisBadge, choice, facts, head, panel, when } from "../parts/basics.js";
                import { candidatesTable, costOf, ranked, spanKey } from "../parts/candidates.js";
                import { json, sentences } from "../parts/outcome.js";
                import { curl, empty, failed, loading, shown } from "../parts/states.js";
                import { table } from "../parts/table.js";

                export function decision({ params, draw, resource }) {
                  const path = `/api/v1/decisions/${encodeURIComponent(params.id)}`;
                  const record = resource(path);
                  const explanation = resource(`${path}/explanation`);
                  const domains = resource("/api/v1/domains");
                  let quantity = null;
                  let target = null;
                  return {
                    title: () => `Decision ${params.id}`,
                    view() {
                      const crumb = { href: "/decisions", text: "Decisions" };
                      const one = record.value;
                      if (!one) {
                        return [head({ title: "Decision", crumb }), h("section", { class: "panel" }, record.problem?.status === 404
                          ? empty("There is no such decision", `${params.id} is not in the log. It never existed, or its retention has passed.`) : record.problem ? failed(record.problem, () => record.load()) : loading(300))];
                      }
                      const currency = domains.value?.domains.find((domain) => domain.name === one.domain)?.currency ?? "USD";
                      const chosen = one.candidates.find((candidate) => candidate.target === one.chosen);
                      const excluded = one.candidates.filter((candidate) => candidate.exclusion);
                      return [
                        head({
                          title: one.chosen ?? "No target was feasible", crumb, badges: basisBadge(one.basis),
                          lead: [h("code", { class: "small" }, one.id), ", ", when(one.at), ", domain ", one.domain],
                        }),
                        h("div", { class: "grid" },
                          panel({ title: "Why", className: "of-7" }, h("div", { class: "stack" },
                            shown(explanation, (value) => sentences(value.sentences) ?? h("p", { class: "soft" }, "No explanation."), { height: 90 }),
                            one.reason && h("div", { class: "notice", "data-tone": "warn" }, one.reason))),
                          panel({ title: "In figures", className: "of-5" }, facts([
                            ["Confidence", percent(one.confidence), true], ["Propensity", percent(one.propensity), true],
                            ["Candidates", excluded.length ? `${one.candidates.length - excluded.length} of ${one.candidates.length} feasible` : plural(one.candidates.length, "candidate")],
                            ["Made small", short(one.objective)], ["Strategy", one.strategy], ["Model", one.model ? h("a", { href: `/models/${one.model.split("@")[0]}` }, one.model) : "none"],
                            one.rule && ["Rule", one.rule],
                          ]))),
                        panel({ title: "Candidates", note: "what the model expected for each", flush: true }, candidatesTable(one, { currency }), h("div", { class: "body" }, one.candidates.some((candidate) => candidate.prediction) && spanKey(one.outcome))),
                        h("div", { class: "grid" },
                          panel({ title: "What decided", note: "contributions of features to the predictions", className: "of-7" }, contributions(one)),
                          panel({ title: "Expected and actual", className: "of-5", flush: true }, actual(one, chosen, currency))),
                        excluded.length > 0 && panel({ title: "Excluded", note: plural(excluded.length, "target") }, h("ul", { class: "reasons" }, excluded.map((candidate) => h("li", { key: candidate.target }, h("strong", null, candidate.target), ": ", candidate.exclusion.reason)))),
                        panel({ title: "Targets at the time", note: "including prices", flush: true }, attributes(one, currency)),
                        h("div", { class: "grid" },
                          panel({ title: "Workload", className: "of-6" }, h("div", { class: "stack" }, h("code", { class: "small" }, short(one.workload.key)),
                            facts(Object.entries(one.workload.attributes).filter(([, value]) => !isLong(value)).map(([name, value]) => [heading(name), plain(value)])),
                            Object.entries(one.workload.attributes).filter(([, value]) => isLong(value)).map(([name, value]) => h("details", { key: name }, h("summary", null, heading(name)),
                              h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": heading(name) }, typeof value === "string" ? value.slice(0, 4000) : JSON.stringify(value, null, 2)))))),
                          panel({ title: "Policy and draws", className: "of-6" }, facts([
                            ["Confidence gate", percent(one.policy.confidenceGate, 0)], ["Exploration", percent(one.policy.exploration.share)],
                            ["Exploration budget", one.policy.exploration.budget === null ? "no limit" : money(one.policy.exploration.budget, currency)],
                            ["Spent on exploration before", money(one.explorationSpent, currency)], ["Added by this decision", money(one.explorationCost, currency)],
                            ["Random draws", one.draws.length ? one.draws.map((draw) => number(draw)).join(", ") : "none"], ["Requested limits", limits(one, currency)],
                            one.programHash && ["Feature program", h("code", null, one.programHash.slice(0, 12))],
                          ]))),
                        panel({ title: "The record" }, h("details", null, h("summary", null, "As JSON"), json(one))),
                      ];
                    },
                  };

                  function contributions(one) {
                    return shown(explanation, (value) => {
                      const list = value.contributions ?? [];
                      if (!list.length) {
                        return h("p", { class: "soft" }, one.model ? "The model that decided is no longer loaded, or cannot attribute its predictions." : "No model was asked: a rule decided, so there is nothing to attribute.");
                      }
                      const quantities = [...new Set(list.map((item) => item.quantity))];
                      const targets = ranked(one).map((candidate) => candidate.target).filter((name) => list.some((item) => item.target === name));
                      const chosenQuantity = quantities.includes(quantity) ? quantity : quantities[0];
                      const chosenTarget = targets.includes(target) ? target : targets[0];
                      const items = list.filter((item) => item.quantity === chosenQuantity && item.target === chosenTarget)
                        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
                      const rest = items.slice(10).reduce((sum, item) => sum + item.contribution, 0);
                      const text = chosenQuantity === "success" ? signed : share;
                      const view = items.slice(0, 10).map((item) => ({ name: spelled(item.feature), note: plain(item.value), value: item.contribution, text: text(item.contribution) }));
                      if (items.length > 10) view.push({ name: `${items.length - 10} others`, value: rest, text: text(rest) });
                      const baseline = (value.baselines ?? []).find((item) => item.quantity === chosenQuantity && item.target === chosenTarget)?.value ?? null;
                      return h("div", { class: "stack" },
                        h("div", { class: "row" }, quantities.length > 1 && choice("Quantity", quantities.map((name) => [name, name]), chosenQuantity, (next) => { quantity = next; draw(); }),
                          targets.length > 1 && h("div", { class: "field" }, h("label", { class: "unseen", for: "f-attributed" }, "Target"),
                            h("select", { id: "f-attributed", value: chosenTarget, onchange: (event) => { target = event.target.value; draw(); } }, targets.map((name) => h("option", { key: name, value: name, selected: name === chosenTarget }, name))))),
                        twoSidedBars(view, { label: `Contributions to the ${chosenQuantity} of ${chosenTarget}` }),
                        h("p", { class: "soft small" }, `Bars to the right make the predicted ${chosenQuantity} ${chosenQuantity === "success" ? "more likely (in log-odds)" : "larger; the shares multiply"}. `, start(chosenQuantity, baseline)));
                    }, { height: 220 });
                  }
                }

                /** A contribution to a logarithm is a share: a half more, a third less. */
                const share = (value) => `${value < 0 ? "−" : "+"}${percent(Math.abs(Math.expm1(value)), Math.abs(value) < 0.1 ? 1 : 0)}`;
                const start = (quantity, value) => value === null ? "" : quantity === "success" ? `Without them it would be ${percent(1 / (1 + Math.exp(-value)))}.`
                  : `Without them it would be ${quantity === "time" ? duration(Math.exp(value)) : number(Math.exp(value))}.`;
                const isLong = (value) => (typeof value === "string" ? value.length > 60 : value !== null && typeof value === "object" && Object.keys(value).length > 0);
                const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
                const plain = (value) => value === null || value === undefined ? none : typeof value === "boolean" ? (value ? "yes" : "no")
                  : typeof value === "number" ? number(value, 4) : typeof value === "object" ? (Object.keys(value).length ? JSON.stringify(value).slice(0, 160) : "none") : String(value).slice(0, 160);

                function actual(one, chosen, currency) {
                  const outcome = one.outcome;
                  if (!outcome) {
                    return one.chosen ? empty("Not reported yet", "Report the outcome:", curl("POST", `/api/v1/decisions/${one.id}/outcome`, { durationMs: 612, costUSD: 0.0000031, success: true }))
                      : empty("Nothing ran", "No target was feasible.");
                  }
                  const cost = costOf(outcome);
                  const expected = outcome.target === one.chosen ? chosen?.prediction : one.candidates.find((candidate) => candidate.target === outcome.target)?.prediction;
                  const seconds = outcome.durationMs / 1000;
                  const amount = (value) => money(value, currency);
                  const inside = (value, estimate) => estimate && estimate.lower !== null ? (value >= estimate.lower && value <= estimate.upper ? badge("good", "inside") : badge("warn", "outside")) : none;
                  const rows = [
                    ["Time", expected ? duration(expected.timeSeconds.value) : none, duration(seconds), inside(seconds, expected?.timeSeconds)],
                    ["Cost", expected ? amount(expected.cost.value) : none, cost ? amount(cost.value) : none, cost ? inside(cost.value, expected?.cost) : none],
                    ["Success", expected ? percent(expected.successProbability) : none, outcome.success ? "yes" : "no", ""],
                  ];
                  return [
                    h("div", { class: "scroll" }, h("table", { class: "table" }, h("caption", { class: "unseen" }, "Expected and actual"),
                      h("thead", null, h("tr", null, ["", "Expected", "Actual", "Range"].map((name, index) => h("th", { key: index, scope: "col", class: index ? "number" : null }, name)))),
                      h("tbody", null, rows.map((row) => h("tr", { key: row[0] }, row.map((cell, index) => index ? h("td", { key: index, class: "number" }, cell) : h("th", { key: index, scope: "row" }, cell))))))),
                    h("div", { class: "body" }, h("p", { class: "soft small" }, "Ran on ", outcome.target, ", started ", when(outcome.startedAt), ".")),
                  ];
                }

                function attributes(one, currency) {
                  const names = [...new Set(one.candidates.flatMap((candidate) => Object.keys(candidate.attributes)))];
                  const prices = names.filter((name) => /^price(Per|$)|usd_per|Price/.test(name));
                  const others = names.filter((name) => !prices.includes(name) && !["provider", "name", "priceCurrency"].includes(name)
                    && new Set(one.candidates.map((candidate) => JSON.stringify(candidate.attributes[name]))).size > 1);
                  const columns = [...prices, ...others].slice(0, 9);
                  return h("div", null, table({
                    caption: "Target attributes at decision time", rows: ranked(one), id: (candidate) => candidate.target, isChosen: (candidate) => candidate.target === one.chosen, isScrolling: true,
                    columns: [{ id: "target", name: "Target", cell: (candidate) => h("strong", { class: "nowrap" }, candidate.target) },
                      ...columns.map((name) => ({
                        id: name, name: heading(name), number: one.candidates.some((candidate) => typeof candidate.attributes[name] === "number"),
                        cell: (candidate) => { const value = candidate.attributes[name]; return typeof value === "number" && prices.includes(name) ? money(value, currency) : plain(value); },
                      }))],
                  }));
                }

                function limits(one, currency) {
                  const { maxCost, maxTimeSeconds, only, except } = one.constraints;
                  const list = [maxCost !== null && `cost at most ${money(maxCost, currency)}`, maxTimeSeconds !== null && `time at most ${duration(maxTimeSeconds)}`,
                    ...Object.entries(only ?? {}).map(([name, values]) => `only ${name} ${values.join(", ")}`), ...Object.entries(except ?? {}).map(([name, values]) => `not ${name} ${values.join(", ")}`)].filter(Boolean);
                  return list.length ? list.join("; ") : "none";
                }

                """#
        ),
        Asset(
            path: "pages/decisions.js",
            digest: "f330c2a00f23830b",
            text: #"""
                // Every decision that was made, the newest first.

                import { withQuery } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { duration, money, none, percent, plural, short } from "../core/format.js";
                import { query, setQuery } from "../core/router.js";
                import { basisBadge, choice, head, select, when } from "../parts/basics.js";
                import { costOf } from "../parts/candidates.js";
                import { badge } from "../parts/basics.js";
                import { curl, empty, shown } from "../parts/states.js";
                import { pager, table } from "../parts/table.js";

                const SIZE = 50;
                const filters = ["domain", "target", "observed", "workload"];

                export function decisions({ draw, resource }) {
                  let trail = [];
                  const domains = resource("/api/v1/domains");
                  const targets = resource(() => withQuery("/api/v1/targets", { domain: query("domain") }));
                  const list = resource(() => withQuery("/api/v1/decisions", {
                    limit: SIZE, before: trail.at(-1), domain: query("domain"), target: query("target"), observed: query("observed"), workload: query("workload"),
                  }), { every: 10000 });
                  const go = (next) => { trail = next; list.load(); draw(); };
                  const filter = (name) => (value) => {
                    setQuery(name === "domain" ? { domain: value, target: null } : { [name]: value });
                    if (name === "domain") targets.load();
                    go([]);
                  };
                  const currency = (name) => domains.value?.domains.find((one) => one.name === name)?.currency ?? "USD";
                  const chosen = (one) => one.candidates.find((candidate) => candidate.target === one.chosen);
                  let typing = 0;
                  const severalDomains = () => (domains.value?.domains ?? []).filter((one) => one.targets > 0).length > 1;

                  const columns = () => [
                    { id: "at", name: "Decided", cell: (one) => h("a", { class: "primary", href: `/decisions/${one.id}` }, when(one.at)) },
                    { id: "basis", name: "By", fold: "end", cell: (one) => basisBadge(one.basis) },
                    { id: "workload", name: "Workload", fold: "full", cell: (one) => h("span", { class: "key-text small mono cut", title: one.workload }, short(one.workload)) },
                    !query("domain") && severalDomains() && { id: "domain", name: "Domain", fold: "hidden", cell: (one) => one.domain },
                    { id: "chosen", name: "Chosen", cell: (one) => one.chosen ? h("strong", { class: "nowrap" }, one.chosen) : h("span", { class: "soft" }, "none feasible") },
                    { id: "confidence", name: "Confidence", number: true, label: "sure", cell: (one) => percent(one.confidence) },
                    { id: "time", name: "Time", number: true, fold: "hidden", cell: (one) => pair(chosen(one)?.prediction?.timeSeconds?.value, one.outcome && one.outcome.durationMs / 1000, duration) },
                    { id: "cost", name: "Cost", number: true, fold: "hidden", cell: (one) => pair(chosen(one)?.prediction?.cost?.value, costOf(one.outcome)?.value ?? null, (value) => money(value, currency(one.domain))) },
                    { id: "outcome", name: "Outcome", fold: "full", cell: (one) => one.outcome ? badge(one.outcome.success ? "good" : "bad", one.outcome.success ? "succeeded" : "failed") : h("span", { class: "soft small nowrap" }, "not reported") },
                  ];

                  return {
                    title: "Decisions", queried: () => { targets.load(); go([]); }, ended: () => clearTimeout(typing),
                    view() {
                      const names = (domains.value?.domains ?? []).filter((one) => one.targets > 0 || one.name === query("domain"));
                      const isFiltered = filters.some((name) => query(name));
                      return [
                        head({
                          title: "Decisions", lead: "Each one is recorded before it is returned, and can be recomputed from its record.",
                          actions: names.length > 1 && choice("Domain", [["", "All"], ...names.map((one) => [one.name, one.name])], query("domain"), filter("domain")),
                        }),
                        h("section", { class: "panel", "aria-label": "Decisions" },
                          h("div", { class: "body" }, h("div", { class: "filters", role: "search", "aria-label": "Filter decisions" },
                            select("Chosen target", "target", [["", "Any"], ...targetNames(targets.value, query("target")).map((name) => [name, name])], query("target"), filter("target")),
                            select("Outcome", "observed", [["", "Any"], ["true", "Reported"], ["false", "Not reported"]], query("observed"), filter("observed")),
                            h("div", { class: "field wide" }, h("label", { for: "f-workload" }, "Workload's key"),
                              h("input", { type: "search", id: "f-workload", value: query("workload"), placeholder: "exactly", autocomplete: "off", oninput: (event) => { const text = event.target.value; setQuery({ workload: text }); clearTimeout(typing); typing = setTimeout(() => go([]), 350); } })),
                            isFiltered && h("button", { type: "button", class: "button plain", onclick: () => { setQuery(Object.fromEntries(filters.map((name) => [name, null]))); targets.load(); go([]); } }, "Clear"))),
                          shown(list, (value) => value.decisions.length ? [
                            table({ caption: "Decisions", columns: columns(), rows: value.decisions, id: (one) => one.id, href: (one) => `/decisions/${one.id}` }),
                            pager(`${trail.length ? `Page ${trail.length + 1}` : "Newest page"}, ${plural(value.decisions.length, "decision")}; small figures show the outcome`, {
                              first: trail.length > 0 && (() => go([])), previous: trail.length > 0 && (() => go(trail.slice(0, -1))), next: value.next && (() => go([...trail, value.next])),
                            }),
                          ] : isFiltered || trail.length ? empty("No matching decisions", "Change or clear the filters.")
                            : empty("No decisions yet", "Ask for a decision:", curl("POST", "/api/predict?explain=true", { spec: { language: "python", cpu: 1, memoryMB: 512 } })), { height: 480 })),
                      ];
                    },
                  };
                }

                /** Expected, and below it what it was. */
                const pair = (expected, actual, format) => expected === undefined || expected === null ? (actual === null ? none : h("span", { class: "under" }, format(actual)))
                  : [format(expected), actual !== null && h("span", { class: "under" }, format(actual))];

                function targetNames(value, chosen) {
                  const names = new Set((value?.targets ?? []).map((one) => one.id));
                  if (chosen) names.add(chosen);
                  return [...names].sort().slice(0, 400);
                }

                """#
        ),
        Asset(
            path: "pages/models.js",
            digest: "7b3b9cc964487b8d",
            text: #"""
                // Models: which version serves, how well it predicts, and what it looks at.

                import { post } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { bytes, count, duration, heading, money, number, percent, plural, spelled } from "../core/format.js";
                import { live } from "../core/live.js";
                import { navigate, query, setQuery } from "../core/router.js";
                import { bars } from "../charts/bars.js";
                import { scatterChart } from "../charts/scatter.js";
                import { timeChart } from "../charts/time.js";
                import { badge, choice, head, pairs, panel, when } from "../parts/basics.js";
                import { ask } from "../parts/dialog.js";
                import { empty, failed, loading, shown } from "../parts/states.js";
                import { table } from "../parts/table.js";
                import { toast } from "../parts/announce.js";

                export function models({ params, draw, resource }) {
                  const list = resource("/api/v1/models", { every: 15000 });
                  const name = () => params.name ?? (list.value?.models.find((one) => one.name === "task" && one.serving) ?? list.value?.models.find((one) => one.serving) ?? list.value?.models[0])?.name ?? null;
                  const hours = () => query("hours", "168");
                  const quality = resource(() => (name() ? `/api/v1/models/${encodeURIComponent(name())}/quality?hours=${hours()}` : null), { every: 30000 });
                  const importance = resource(() => (name() ? `/api/v1/models/${encodeURIComponent(name())}/importance` : null));
                  let asked = params.name ?? null;
                  let quantity = null;
                  let points = "time";

                  const serve = async (model, version) => {
                    const answer = await ask({ title: `Serve ${model.name} ${version}?`, text: "It decides from the next request on. The current version stays loaded. The change is audited.", action: "Serve this version" });
                    if (!answer) return;
                    try {
                      await post(`/api/v1/models/${encodeURIComponent(model.name)}/serve`, { version });
                      toast(`${model.name} ${version} serves`);
                    } catch (problem) { toast(problem.message, "bad"); }
                    list.load();
                    importance.load();
                  };

                  return {
                    title: "Models", queried: () => { quality.load(); },
                    view() {
                      if (asked !== name()) { asked = name(); quality.load(); importance.load(); }
                      const all = list.value?.models;
                      const lead = "Trained on runs, registered with a model card, put into service by an operator.";
                      if (!all) return [head({ title: "Models", lead }), h("section", { class: "panel" }, list.problem ? failed(list.problem, () => list.load()) : loading(320))];
                      const model = all.find((one) => one.name === name());
                      if (!all.length) return [head({ title: "Models", lead }), h("section", { class: "panel" }, empty("No model is registered", "Until one is, the rules decide. Once a few hundred runs are in, train one:", "berth train --days 30"))];
                      if (!model) return [head({ title: "Models", lead }), h("section", { class: "panel" }, empty(`There is no model ${name()}`, "A model has the name of its domain."))];
                      return [
                        head({ title: "Models", lead, actions: all.length > 1 && choice("Model", all.map((one) => [one.name, one.name]), model.name, (next) => navigate(`/models/${encodeURIComponent(next)}`)) }),
                        live.isReadOnly && h("div", { class: "notice" }, h("strong", null, "Read-only"), "You cannot change the serving version here."),
                        panel({ title: `Versions of ${model.name}`, note: model.serving ? `${model.serving} serves` : "none serving: the rules decide", flush: true }, versions(model)),
                        h("div", { class: "row spread" }, h("h2", null, "Prediction quality"), choice("Time", [["24", "1 day"], ["168", "7 days"], ["720", "30 days"]], hours(), (next) => { setQuery({ hours: next }); quality.load(); draw(); })),
                        shown(quality, (value) => graphs(value), { height: 300, absent: ["No quality figures", "This service does not compare predictions with outcomes yet."] }),
                        shown(importance, features, { height: 220, absent: ["No feature importance", "The serving model has no trees, or no model is serving."] }),
                      ];
                    },
                  };

                  function versions(model) {
                    const servable = (one) => one.role !== "serving";
                    return table({
                      caption: `Versions of ${model.name}`, rows: model.versions.slice().reverse().slice(0, 20), id: (one) => one.version,
                      columns: [
                        { id: "version", name: "Version", cell: (one) => h("strong", null, one.version) },
                        { id: "role", name: "Role", fold: "end", cell: (one) => one.role === "serving" ? badge("good", "serving") : one.role ? badge("idle", one.role) : null },
                        { id: "made", name: "Trained", cell: (one) => when(one.createdAt) },
                        { id: "runs", name: "Runs", number: true, label: "runs", cell: (one) => count(one.trainingRuns.count) },
                        { id: "card", name: "On held-out runs", fold: "full", cell: (one) => h("span", { class: "small" }, card(one.metrics)) },
                        { id: "library", name: "Library", fold: "hidden", cell: (one) => h("span", { class: "soft" }, one.library) },
                        { id: "size", name: "Size", number: true, fold: "hidden", cell: (one) => bytes(one.artifact.bytes) },
                        { id: "serve", name: h("span", { class: "unseen" }, "Actions"), number: true, fold: "full", cell: (one) => servable(one) && h("button", { type: "button", class: "button plain", disabled: live.isReadOnly, "aria-label": `Serve ${one.version}`, onclick: () => serve(model, one.version) }, "Serve this version") },
                      ],
                    });
                  }

                  function graphs(value) {
                    if (!value.decisions) return h("section", { class: "panel" }, empty("No outcomes to compare with", "Predictions are judged once the outcomes of decisions are reported.", `curl -s ${location.origin}/api/v1/decisions?observed=true`));
                    const hour = 3600000;
                    const from = Date.parse(value.accuracy[0]?.at ?? value.from);
                    const until = Date.parse(value.accuracy.at(-1)?.at ?? value.until);
                    const slots = Math.max(1, Math.round((until - from) / hour)) + 1;
                    const line = (pick) => {
                      const values = new Array(slots).fill(null);
                      for (const one of value.accuracy) values[Math.round((Date.parse(one.at) - from) / hour)] = pick(one);
                      return slots > 200 ? joinGaps(values) : values;
                    };
                    const errors = [{ name: "time", color: "var(--edge)", values: line((one) => one.timeError) }, { name: "cost", color: "var(--gpu)", values: line((one) => one.costError) }];
                    const held = [{ name: "time within its range", color: "var(--edge)", values: line((one) => one.timeWithinInterval) }, { name: "succeeded", color: "var(--series-4)", values: line((one) => one.success) }];
                    const pairs = value.points.map((one) => points === "time" ? { x: one.predictedTime, y: one.actualTime, label: one.target } : { x: one.predictedCost, y: one.actualCost, label: one.target }).filter((one) => one.x > 0 && one.y > 0);
                    return [
                      h("div", { class: "grid" },
                        panel({ title: "Prediction error", note: "median of |predicted ÷ actual − 1|, by the hour", className: "of-6" }, timeChart({ title: "Prediction error", from, until: Math.max(until, from + hour), series: errors, format: (share) => percent(share, 0), height: 220 })),
                        panel({ title: "Ranges held", note: "90% should", className: "of-6" }, timeChart({ title: "Share of runs within the predicted range", from, until: Math.max(until, from + hour), series: held, format: (share) => percent(share, 0), low: 0.5, high: 1, reference: 0.9, height: 220 }))),
                      h("div", { class: "grid" },
                        panel({ title: "Success calibration", note: "on the dashed line, predictions match outcomes", className: "of-6" }, value.calibration.length
                          ? scatterChart({ title: "Calibration", points: calibration(value.calibration), format: (share) => percent(share, 0), across: "predicted success", up: "actual", low: lowOf(value.calibration), high: 1, isJoined: true })
                          : h("p", { class: "soft" }, "No success predictions with an outcome.")),
                        panel({ title: "Predicted against actual", note: `the newest ${plural(pairs.length, "run")}`, className: "of-6", actions: choice("Quantity", [["time", "time"], ["cost", "cost"]], points, (next) => { points = next; draw(); }) }, pairs.length
                          ? scatterChart({ title: `Predicted and actual ${points}`, key: points, points: pairs, isLog: true, format: points === "time" ? duration : (amount) => money(amount), across: "predicted", up: "actual" })
                          : h("p", { class: "soft" }, "No predictions with an outcome."))),
                    ];
                  }

                  function features(value) {
                    if (!value.quantities.length) return h("section", { class: "panel" }, empty("No feature importance", value.version ? "The serving version has no trees to inspect." : "No version serves."));
                    const few = value.quantities.length <= 4;
                    const chosen = value.quantities.find((one) => one.quantity === quantity) ?? value.quantities[0];
                    const one = (each) => {
                      const list = each.features.filter((feature) => feature.gain > 0).sort((a, b) => b.gain - a.gain);
                      return [bars(list.slice(0, 10).map((feature) => ({ name: spelled(feature.feature), value: feature.gain, text: percent(feature.gain) })), { label: `Importance for ${each.quantity}` }),
                        list.length > 10 && h("p", { class: "key" }, `and ${list.length - 10} others`)];
                    };
                    return [
                      h("div", { class: "row spread" }, h("h2", null, "Feature importance", h("span", { class: "soft small" }, "  share of total split gain")),
                        !few && choice("Quantity", value.quantities.map((each) => [each.quantity, spelled(each.quantity)]), chosen.quantity, (next) => { quantity = next; draw(); })),
                      few ? h("div", { class: "grid" }, value.quantities.map((each) => panel({ title: heading(each.quantity), key: each.quantity, className: { 1: "", 3: "of-4" }[value.quantities.length] ?? "of-6" }, one(each))))
                        : panel({ title: heading(chosen.quantity) }, one(chosen)),
                    ];
                  }
                }

                /** The most telling figures of a card, and all of them below. */
                function card(metrics) {
                  const wanted = [["accuracy", "accuracy", percent], ["regret", "regret", percent], ["medianTimeError", "time error", percent], ["medianCostError", "cost error", percent], ["exactShare", "best chosen", percent], ["normalizedGeometricMean", "value ÷ best", (value) => number(value)]];
                  const list = wanted.flatMap(([name, text, format]) => {
                    const key = [name, `known.${name}`, ...Object.keys(metrics).filter((one) => one.endsWith(`.${name}`))].find((one) => one in metrics);
                    return key ? [`${text} ${format(metrics[key])}`] : [];
                  });
                  const all = Object.entries(metrics);
                  return [list.length > 0 && h("span", { class: "nowrap-list" }, list.slice(0, 4).join(", ")), h("details", null, h("summary", null, plural(all.length, "figure")), pairs(all.map(([name, value]) => [spelled(name), number(value, 4)])))];
                }

                const calibration = (list) => {
                  const most = Math.max(...list.map((one) => one.count));
                  return list.filter((one) => one.count > 0).map((one) => ({ x: one.predicted, y: one.actual, label: plural(one.count, "run"), size: 3 + 5 * Math.sqrt(one.count / most) }));
                };
                const lowOf = (list) => { const low = Math.min(...list.filter((one) => one.count > 0).flatMap((one) => [one.predicted, one.actual])); return low > 0.75 ? 0.7 : low > 0.5 ? 0.4 : 0; };

                /** Over many hours, one without runs is no gap. */
                function joinGaps(values) {
                  const copy = values.slice();
                  for (let index = 1; index < copy.length - 1; index += 1) {
                    if (copy[index] === null && copy[index - 1] !== null && copy[index + 1] !== null) copy[index] = (copy[index - 1] + copy[index + 1]) / 2;
                  }
                  return copy;
                }

                """#
        ),
        Asset(
            path: "pages/node.js",
            digest: "eba3c17f6111dbf8",
            text: #"""
                // One node: how it is, how it was, what it runs.

                import { h } from "../core/dom.js";
                import { duration, money, none, percent, words } from "../core/format.js";
                import { History, historyPath } from "../core/history.js";
                import { live } from "../core/live.js";
                import { kindColor } from "../charts/frame.js";
                import { timeChart } from "../charts/time.js";
                import { breakerBadge, emulated, facts, head, kindMark, nodeBadge, panel, taskBadge, title, when } from "../parts/basics.js";
                import { gauges } from "../parts/fleet.js";
                import { empty, loading, shown } from "../parts/states.js";
                import { table } from "../parts/table.js";

                /** Of a large fleet the history of all nodes would be megabytes; then it is what came in since the page was opened. */
                const FEW = 60;

                export function node({ params, resource }) {
                  const name = params.name;
                  const first = live.nodes ? null : resource("/api/node-status");
                  const history = resource(() => (!live.nodes || live.nodes.length <= FEW
                    ? historyPath(["berth_node_load_ratio", "berth_node_latency_seconds"], 900) : null), { every: 5000 });
                  const tasks = resource(`/api/task-history?limit=10&node=${encodeURIComponent(name)}`, { every: 10000 });
                  return {
                    title: name,
                    view() {
                      const crumb = { href: "/nodes", text: "Nodes" };
                      const all = live.nodes ?? first?.value?.nodes;
                      const one = all?.find((candidate) => candidate.node === name);
                      if (!one) {
                        return [head({ title: name, crumb }), all ? h("section", { class: "panel" }, empty("Unknown node", "It has not joined since Berth started.", `berth node --kind edge --name ${name} --join ${location.origin}`)) : loading(320)];
                      }
                      return [
                        head({ title: one.node, crumb, badges: [nodeBadge(one), kindMark(one.kind), emulated(one.emulated)], lead: h("code", { class: "small" }, one.address) }),
                        one.status === "lost" && h("div", { class: "notice", "data-tone": "bad", role: "alert" }, h("strong", null, "Not heard"), h("span", null, "The last heartbeat was ", when(one.lastHeartbeat, { relative: true }), ". Tasks that may run twice were moved to other nodes.")),
                        h("div", { class: "grid" },
                          panel({ title: "Now", className: "of-4" }, h("div", { class: "node-card", style: { border: "0", padding: "0" }, "data-status": one.status }, gauges(one))),
                          panel({ title: "Facts", className: "of-8" }, facts([
                            ["Running", `${one.running} of ${one.slots} slots`], ["Waiting", `${one.queued} of ${one.queueLimit}`], ["Latency", one.latencyMS === null ? none : duration(one.latencyMS / 1000)],
                            ["Breaker", breakerBadge(one.breaker)], ["Price per slot hour", money(one.pricePerHourUSD)], ["Heard", when(one.lastHeartbeat, { relative: true })],
                            one.ordered !== undefined && ["Sent by Berth", String(one.ordered)], ["Task types", one.taskTypes.map(words).join(", ")],
                          ]))),
                        h("div", { class: "grid" },
                          panel({ title: "Load", note: "percent of slots and queue", className: "of-6" }, chart("Load", "berth_node_load_ratio", one, (value) => percent(value, 0), 1)),
                          panel({ title: "Network latency", note: "measured by Berth", className: "of-6" }, chart("Latency", "berth_node_latency_seconds", one, duration))),
                        panel({ title: "Latest tasks here", flush: true, actions: h("a", { class: "small", href: `/tasks?node=${encodeURIComponent(name)}` }, "All tasks of this node") }, shown(tasks, (value) => value.tasks.length ? table({
                          caption: `Tasks on ${name}`, rows: value.tasks, id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
                          columns: [
                            { id: "task", name: "Task", cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
                            { id: "status", name: "Status", fold: "end", cell: taskBadge },
                            { id: "at", name: "Submitted", cell: (task) => when(task.submittedAt) },
                            { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
                            { id: "cost", name: "Cost", number: true, fold: "hidden", cell: (task) => money(task.cost) },
                          ],
                        }) : empty("No task has run here yet", "Berth sends one when it decides for this kind of node and this node has the most room."), { height: 160, absent: ["This service keeps no tasks"] })),
                      ];
                    },
                  };

                  function chart(label, metric, one, format, high) {
                    const kept = live.loads.get(name) ?? [];
                    if (metric === "berth_node_load_ratio" && kept.length > 1 && !history.value) {
                      return timeChart({ title: label, from: kept[0].at, until: kept.at(-1).at, series: [{ name: label, color: kindColor(one.kind), values: kept.map((at) => (at.load === null ? null : at.load / 100)) }], format, high });
                    }
                    return shown(history, (answer) => {
                      const past = new History(answer);
                      const values = past.sum(past.named(metric, { node: name }));
                      return timeChart({ title: `${label} of ${name}`, from: past.until - Math.max(1, past.length - 1) * past.step * 1000, until: past.until, series: [{ name: label, color: kindColor(one.kind), values }], format, high });
                    }, { height: 180, absent: ["No history", "New figures appear while the page is open."] });
                  }
                }

                """#
        ),
        Asset(
            path: "pages/nodes.js",
            digest: "84daf7c6e8272949",
            text: #"""
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

                """#
        ),
        Asset(
            path: "pages/overview.js",
            digest: "0ee0e70937d76ed1",
            text: #"""
                // How it goes: decisions, money, tasks, and what needs somebody.

                import { h } from "../core/dom.js";
                import { count, duration, durationParts, money, number, percent, plural } from "../core/format.js";
                import { History, historyPath } from "../core/history.js";
                import { live } from "../core/live.js";
                import { query, setQuery } from "../core/router.js";
                import { bars } from "../charts/bars.js";
                import { kindColor, palette } from "../charts/frame.js";
                import { ring } from "../charts/ring.js";
                import { spark } from "../charts/spark.js";
                import { timeChart } from "../charts/time.js";
                import { head, kindMark, kindName, panel, taskBadge, tile, title, when, windowChoice } from "../parts/basics.js";
                import { icon } from "../parts/icons.js";
                import { curl, empty, shown } from "../parts/states.js";
                import { table } from "../parts/table.js";

                const names = [
                  "berth_decisions_total", "berth_expected_cost_total", "berth_rules_expected_cost_total", "berth_tasks_total", "berth_tasks_submitted_total",
                  "berth_task_execution_seconds_sum", "berth_task_execution_seconds_count", "berth_task_cost_usd_total", "berth_task_queue_length",
                  "berth_tasks_running", "berth_runs_total", "berth_run_seconds_sum", "berth_run_seconds_count",
                ];
                const kinds = ["edge", "cloud", "gpu"];

                export function overview({ draw, resource }) {
                  const seconds = () => Number(query("window", "900"));
                  const history = resource(() => historyPath(names, seconds()), { every: 5000 });
                  const recent = resource("/api/task-history?limit=6", { every: 15000 });
                  const choose = (value) => { setQuery({ window: value === "900" ? null : value }); history.load(); draw(); };
                  let pending = 0;
                  return {
                    title: "Overview", queried: () => history.load(), ended: () => clearTimeout(pending),
                    heard(what) {
                      if (what !== "tasks" || pending) return;
                      pending = setTimeout(() => { pending = 0; recent.load(); }, 2500);
                    },
                    view() {
                      const span = { 300: "5 minutes", 900: "15 minutes", 3600: "hour" }[seconds()] ?? `${seconds()} s`;
                      return [
                        head({ title: "Overview", lead: "Where work goes, what that saves, and what needs attention.", actions: windowChoice(String(seconds()), choose) }),
                        shown(history, (answer) => figures(new History(answer), span), { height: 118, absent: ["No figures for the last hour", "This service does not keep a history of its metrics; /metrics has the current ones."] }),
                        h("div", { class: "grid" },
                          panel({ title: "Decisions per second", note: `last ${span}`, className: "of-8" }, chartOf(history, decisionsChart)),
                          panel({ title: "Alerts", className: "of-4" }, alerts())),
                        h("div", { class: "grid" },
                          panel({ title: "Workload distribution", note: "by kind of node", className: "of-4" }, chartOf(history, distribution)),
                          panel({ title: "Cost by node", note: "since the start", className: "of-4" }, chartOf(history, costByNode)),
                          panel({ title: "Mean execution time", note: "by kind of node", className: "of-4" }, chartOf(history, executionChart))),
                        h("div", { class: "grid" },
                          panel({ title: "Queue and running tasks", note: `last ${span}`, className: "of-5" }, chartOf(history, queueChart)),
                          panel({ title: "Latest tasks", className: "of-7", flush: true, actions: h("a", { href: "/tasks", class: "small" }, "All tasks") }, latest(recent))),
                      ];
                    },
                  };
                }

                const chartOf = (history, view) => shown(history, (answer) => view(new History(answer)), { height: 180, absent: ["No history"] });

                const bounds = (history) => ({ from: history.until - Math.max(1, history.length - 1) * history.step * 1000, until: history.until });

                function figures(history, span) {
                  const decided = history.named("berth_decisions_total");
                  const rate = history.rate(decided);
                  const now = mean(rate.slice(-4));
                  const chosenCost = history.growth(history.named("berth_expected_cost_total"));
                  const rulesCost = history.growth(history.named("berth_rules_expected_cost_total"));
                  const currency = history.labels("berth_expected_cost_total", "currency")[0] ?? "USD";
                  const saved = chosenCost === null || rulesCost === null ? null : rulesCost - chosenCost;
                  const hasTasks = history.named("berth_tasks_total").length > 0;
                  const [good, all] = hasTasks
                    ? [history.growth(history.named("berth_tasks_total", { status: "succeeded" })) ?? 0, history.growth(history.named("berth_tasks_total"))]
                    : [history.growth(history.named("berth_runs_total", { success: "true" })) ?? 0, history.growth(history.named("berth_runs_total"))];
                  const work = hasTasks ? "tasks" : "runs";
                  const ended = history.rate(history.named(hasTasks ? "berth_tasks_total" : "berth_runs_total"));
                  const prefix = hasTasks ? "berth_task_execution_seconds" : "berth_run_seconds";
                  const sums = history.named(`${prefix}_sum`);
                  const counts = history.named(`${prefix}_count`);
                  const meanTime = ratio(history.growth(sums), history.growth(counts));
                  const [time, unit] = durationParts(meanTime);
                  const savedRate = difference(history.rate(history.named("berth_rules_expected_cost_total")), history.rate(history.named("berth_expected_cost_total")));
                  const doneInAll = history.latest(history.named(hasTasks ? "berth_tasks_total" : "berth_runs_total"));
                  return h("div", { class: "tiles" },
                    tile({ label: "Decisions per second", figure: now === null ? "0" : number(now), note: `${count(history.growth(decided) ?? 0)} in this period`, chart: spark(rate) }),
                    tile({
                      label: "Saved against rules", figure: saved === null ? "–" : money(saved, currency), unit: saved !== null && rulesCost > 0 ? percent(saved / rulesCost) : null,
                      note: saved === null ? "needs predictions for both" : `expected, ${saved < 0 ? "above the rules'" : "of"} ${money(rulesCost, currency)}`, chart: saved === null ? null : spark(savedRate),
                    }),
                    tile({ label: `Success rate of ${work}`, figure: all ? percent(good / all) : "–", note: all ? `${count(all - good)} of ${count(all)} did not succeed` : `no ${work} in the last ${span}` }),
                    tile({ label: hasTasks ? "Tasks done" : "Runs reported", figure: count(all ?? 0), note: doneInAll === null ? "none since the start" : `${count(doneInAll)} since the start`, chart: spark(ended) }),
                    tile({ label: "Mean execution time", figure: time, unit, note: meanTime === null ? "nothing ended" : `of ${count(history.growth(counts))} ${work}`, chart: meanTime === null ? null : spark(history.mean(sums, counts, 3)) }));
                }

                function decisionsChart(history) {
                  const domains = history.labels("berth_decisions_total", "domain");
                  const series = domains.map((domain, index) => ({ name: domain, color: palette[index % palette.length], values: smooth(history.rate(history.named("berth_decisions_total", { domain }))) }));
                  return timeChart({ title: "Decisions per second by domain", ...bounds(history), series, format: (value) => number(value), filled: series.length === 1, height: 200, empty: "No decisions in this period" });
                }

                function distribution(history) {
                  const parts = kinds.map((kind) => ({ name: kindName(kind), value: history.latest(history.named("berth_tasks_total", { kind })) ?? 0, color: kindColor(kind) }));
                  const total = parts.reduce((sum, part) => sum + part.value, 0);
                  if (total) return ring({ title: "Tasks by kind of node", parts, total: count(total), caption: "tasks", format: count });
                  const targets = history.labels("berth_decisions_total", "target");
                  const chosen = targets.map((target) => ({ name: target, value: history.latest(history.named("berth_decisions_total", { target })) ?? 0 }))
                    .sort((a, b) => b.value - a.value);
                  const sum = chosen.reduce((all, part) => all + part.value, 0);
                  if (!sum) return empty("Nothing has run yet", "Submit a task, and its node appears here.", curl("POST", "/api/submit-task", { taskType: "sensor_alert" }));
                  const top = chosen.slice(0, 5).map((part, index) => ({ ...part, color: palette[index] }));
                  const rest = sum - top.reduce((all, part) => all + part.value, 0);
                  if (rest > 0) top.push({ name: "others", value: rest, color: palette[5] });
                  return ring({ title: "Decisions by target", parts: top, total: count(sum), caption: "decisions", format: count });
                }

                function costByNode(history) {
                  const nodes = history.labels("berth_task_cost_usd_total", "node").map((node) => {
                    const series = history.named("berth_task_cost_usd_total", { node });
                    return { name: node, href: `/nodes/${encodeURIComponent(node)}`, value: history.latest(series), color: kindColor(series[0]?.labels.kind) };
                  }).sort((a, b) => b.value - a.value);
                  if (!nodes.length) return empty("No cost yet", "Finished tasks, multiplied by the price of their node, appear here.");
                  const shownNodes = nodes.slice(0, 7);
                  const rest = nodes.slice(7).reduce((sum, one) => sum + one.value, 0);
                  if (rest > 0) shownNodes.push({ name: `${nodes.length - 7} others`, value: rest, color: "var(--series-6)" });
                  const total = nodes.reduce((sum, one) => sum + one.value, 0);
                  return [bars(shownNodes.map((one) => ({ ...one, text: money(one.value) })), { label: "Cost by node" }),
                    h("p", { class: "key" }, `${money(total)} total`)];
                }

                function executionChart(history) {
                  const series = kinds.filter((kind) => history.named("berth_task_execution_seconds_count", { kind }).length).map((kind) => ({
                    name: kindName(kind), color: kindColor(kind),
                    values: history.mean(history.named("berth_task_execution_seconds_sum", { kind }), history.named("berth_task_execution_seconds_count", { kind }), 6),
                  }));
                  return timeChart({ title: "Mean execution time by kind of node", ...bounds(history), series, format: duration, height: 230, empty: "No task finished in this period" });
                }

                function queueChart(history) {
                  const series = [
                    { name: "waiting", color: "var(--gpu)", values: history.sum(history.named("berth_task_queue_length")) },
                    { name: "running", color: "var(--edge)", values: history.sum(history.named("berth_tasks_running")) },
                  ];
                  return timeChart({ title: "Tasks waiting and running", ...bounds(history), series, format: (value) => number(value), height: 236, empty: "No tasks in this period" });
                }

                function alerts() {
                  const health = live.health;
                  const lost = live.connection === "lost";
                  if (!health) return h("p", { class: "soft" }, lost ? "Unknown: the connection is lost." : "Asking");
                  const list = (health.checks ?? []).filter((check) => check.problem).map((check) => ({
                    tone: health.status === "not-ready" ? "bad" : "warn", name: check.name, text: check.problem,
                  }));
                  for (const reason of health.reasons ?? []) {
                    if (!list.some((one) => one.text === reason || reason.includes(one.text))) list.push({ tone: "warn", name: health.status, text: reason });
                  }
                  for (const node of live.nodes ?? []) {
                    if (node.breaker && node.breaker !== "closed") list.push({ tone: "warn", name: node.node, text: `its breaker is ${node.breaker}: tasks go elsewhere` });
                  }
                  const nodes = live.nodes ?? [];
                  const ready = nodes.filter((node) => node.status === "ready").length;
                  return h("div", { class: "stack" },
                    list.length ? h("ul", { class: "alerts" }, list.slice(0, 6).map((one, index) => h("li", { key: index, "data-tone": one.tone }, icon(one.tone), h("span", null, h("strong", null, one.name), ": ", one.text))),
                      list.length > 6 && h("li", null, h("span"), `and ${count(list.length - 6)} more`))
                      : h("ul", { class: "alerts" }, h("li", { "data-tone": "good" }, icon("good"), h("span", null, h("strong", null, "All is well"), ". Store, models and nodes answer."))),
                    h("dl", { class: "pairs" },
                      h("dt", null, "Service"), h("dd", null, `${health.status}, ${health.phase}`),
                      h("dt", null, "Since"), h("dd", null, when(health.startedAt)),
                      h("dt", null, "Nodes"), h("dd", null, nodes.length ? h("a", { href: "/nodes" }, `${count(ready)} of ${count(nodes.length)} ready`) : "none has joined"),
                      live.running !== null && [h("dt", null, "Tasks"), h("dd", null, `${count(live.running)} running, ${count(live.queued)} waiting`)]));
                }

                const latest = (recent) => shown(recent, (value) => value.tasks.length ? table({
                  caption: "Latest tasks", rows: value.tasks.map((task) => live.tasks.get(task.task_id) ?? task), id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
                  columns: [
                    { id: "task", name: "Task", cell: (task) => h("a", { class: "primary nowrap", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
                    { id: "status", name: "Status", fold: "end", cell: taskBadge },
                    { id: "kind", name: "Node", cell: (task) => kindMark(task.chosen_node) },
                    { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
                    { id: "at", name: "Submitted", number: true, fold: "hidden", cell: (task) => when(task.submittedAt) },
                  ],
                }) : empty("No tasks yet", "Run one of the five demo tasks.", null), { height: 210, absent: ["This service takes no tasks", `It still makes decisions: ${plural(0, "task")}.`] });

                const ratio = (above, below) => (above !== null && below ? above / below : null);
                const difference = (a, b) => a.map((value, index) => (value === null || b[index] === null ? null : value - b[index]));
                function mean(values) {
                  const known = values.filter((value) => value !== null);
                  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
                }
                /** A mean over three steps, so that a line is read and not its noise. */
                const smooth = (values) => values.map((value, index) => (value === null ? null : mean(values.slice(Math.max(0, index - 2), index + 1))));

                """#
        ),
        Asset(
            path: "pages/submit.js",
            digest: "f100ee720c418444",
            text: #"""
                // Submitting: five tasks to try, a form for any, and what became of it.

                import { post } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { follow } from "../core/follow.js";
                import { duration, plural } from "../core/format.js";
                import { live } from "../core/live.js";
                import { announce } from "../parts/announce.js";
                import { hasEnded, head, kindMark, panel, taskBadge, title, when } from "../parts/basics.js";
                import { candidatesTable, spanKey } from "../parts/candidates.js";
                import { progress, result, sentences, taskFigures, verdict } from "../parts/outcome.js";
                import { emptyForm, formBody, taskForm } from "../parts/taskform.js";
                import { curl, empty, failed, shown } from "../parts/states.js";
                import { table } from "../parts/table.js";

                /** The demo: what a caller would ask with such a task. The payload is the type's own example. */
                const demos = [
                  { type: "fraud_detection", why: "A payment is waiting for the answer.", ask: { priority: 9, latency: 9, requiresGPU: false, cost_sensitivity: 3 } },
                  { type: "image_classification", why: "Many multiplications: a GPU helps.", ask: { priority: 6, latency: 5, requiresGPU: true, cost_sensitivity: 4 } },
                  { type: "daily_report", why: "A batch job: it can take its time and should be cheap.", ask: { priority: 2, latency: 2, requiresGPU: false, cost_sensitivity: 9 } },
                  { type: "ml_training", why: "Trains a model and reports each epoch.", ask: { priority: 7, latency: 4, requiresGPU: true, cost_sensitivity: 3 } },
                  { type: "sensor_alert", why: "A real-time alarm: run near the machine.", ask: { priority: 10, latency: 10, requiresGPU: false, cost_sensitivity: 2 } },
                ];

                export function submit({ draw, resource }) {
                  const types = resource("/api/task-types");
                  const form = emptyForm(draw);
                  let current = null;
                  let decision = null;
                  let problem = null;
                  let sending = null;
                  let stop = () => {};
                  const mine = [];

                  const show = (task) => {
                    current = task;
                    const index = mine.findIndex((one) => one.task_id === task.task_id);
                    if (index < 0) mine.unshift(task); else mine[index] = task;
                    if (mine.length > 12) mine.length = 12;
                    if (task.decisionId && decision?.path() !== `/api/v1/decisions/${task.decisionId}`) {
                      decision?.end();
                      decision = resource(`/api/v1/decisions/${task.decisionId}`);
                    }
                    draw();
                  };

                  const send = async (body, source) => {
                    stop();
                    sending = source;
                    problem = null;
                    current = null;
                    draw();
                    try {
                      // It is answered at once, so that progress can be followed.
                      const task = await post("/api/submit-task?wait=0", body);
                      sending = null;
                      show(task);
                      announce(`Submitted: ${title(task.taskType)}`);
                      if (hasEnded(task)) return told(task);
                      stop = follow(task.task_id, (next) => {
                        const merged = { ...current, ...next };
                        if (current?.task_id === next.task_id) show(merged);
                        if (hasEnded(next)) { decision?.load(); told(merged); }
                      });
                    } catch (fault) {
                      problem = fault;
                      sending = null;
                      form.fault = fault.field ? { field: fault.field, text: fault.detail } : null;
                      announce(fault.message);
                    }
                    draw();
                  };
                  const told = (task) => announce(`${title(task.taskType)} ${task.status} on ${task.chosen_node ?? "no node"}${task.execution_time === null ? "" : ` in ${duration(task.execution_time)}`}`);

                  return {
                    title: "Submit", ended: () => stop(),
                    view() {
                      const known = types.value?.taskTypes ?? [];
                      const isOff = live.isReadOnly;
                      return [
                        head({ title: "Submit", lead: "Berth decides where a task runs, runs it there for real, and says why." }),
                        isOff && h("div", { class: "notice" }, h("strong", null, "Read-only"), "This service shows tasks but takes none: it was started with --read-only."),
                        noNodes() && h("div", { class: "notice", "data-tone": "warn" }, h("strong", null, "No node is ready"), h("span", null, "Tasks wait until one is: ", h("code", null, `berth node --kind edge --join ${location.origin}`))),
                        shown(types, () => h("section", { "aria-labelledby": "demos" },
                          h("h2", { id: "demos", class: "unseen" }, "Demo tasks"),
                          h("div", { class: "cards" }, demos.map((demo) => card(demo, known.find((type) => type.name === demo.type))))),
                        { height: 190, absent: ["This service takes no tasks", "It was started without the domain 'task', or is an older version."] }),
                        known.length > 0 && h("div", { class: "grid top" },
                          panel({ title: "Any task", className: "of-5" }, taskForm(form, known, { isOff, isBusy: sending !== null, send: () => formBody(form, known, (body) => send(body, "form")) })),
                          h("div", { class: "of-7 stack" }, panel({ title: "Result" }, outcome()), mine.length > 1 && recent())),
                      ];
                    },
                  };

                  function card(demo, type) {
                    if (!type) return null;
                    const isMine = current?.taskType === demo.type;
                    return h("article", { class: "card", key: demo.type, "data-chosen": isMine && Boolean(current) },
                      h("h3", null, type.title),
                      h("p", null, type.summary, " ", demo.why),
                      h("div", { class: "wants" },
                        h("span", { class: "tag" }, `priority ${demo.ask.priority}`), h("span", { class: "tag" }, `latency ${demo.ask.latency}`),
                        demo.ask.requiresGPU && h("span", { class: "tag" }, "needs a GPU"), demo.ask.cost_sensitivity >= 8 && h("span", { class: "tag" }, `cost ${demo.ask.cost_sensitivity}`)),
                      h("div", { class: "row" },
                        h("button", { type: "button", class: "button main-action", disabled: live.isReadOnly || sending !== null, "aria-label": `Run ${type.title}`, onclick: () => send({ taskType: type.name, ...demo.ask, payload: type.example }, demo.type) }, sending === demo.type ? "Sending" : "Run"),
                        h("button", { type: "button", class: "button plain", "aria-label": `Edit ${type.title} in the form`, onclick: () => { form.take(type, demo.ask); document.getElementById("f-task-type")?.focus(); } }, "Edit")));
                  }

                  function outcome() {
                    if (problem) return failed(problem, null);
                    if (!current) {
                      if (sending) return h("p", { class: "soft" }, "Sending");
                      return empty("Nothing submitted from this page yet", "Run one of the tasks above. From a shell:", curl("POST", "/api/submit-task?wait=10", { taskType: "sensor_alert", priority: 10, latency: 10 }));
                    }
                    return h("div", { class: "stack", "data-task": current.status },
                      h("div", { class: "row spread" }, h("h3", null, title(current.taskType)), h("a", { href: `/tasks/${current.task_id}` }, "Details")),
                      verdict(current), progress(current),
                      current.error && h("div", { class: "notice", "data-tone": "bad" }, current.error),
                      taskFigures(current), sentences(current.explanation),
                      current.result !== null && current.result !== undefined && h("details", { open: true }, h("summary", null, "Result"), result(current.result)),
                      decision && h("div", null, h("div", { class: "row spread" }, h("h3", null, "Candidates"), h("a", { href: `/decisions/${current.decisionId}` }, "The whole decision")),
                        shown(decision, (record) => [h("div", { class: "bleed" }, candidatesTable(record, { compact: true })), spanKey(record.outcome)], { height: 150 })));
                  }

                  function recent() {
                    return panel({ title: "Submitted here", note: plural(mine.length, "task"), flush: true }, table({
                      caption: "Tasks submitted from this page", rows: mine, id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`,
                      columns: [
                        { id: "type", name: "Task", cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}` }, title(task.taskType)) },
                        { id: "status", name: "Status", fold: "end", cell: taskBadge },
                        { id: "kind", name: "Node", cell: (task) => kindMark(task.chosen_node) },
                        { id: "time", name: "Execution", number: true, cell: (task) => duration(task.execution_time) },
                        { id: "at", name: "Submitted", fold: "hidden", number: true, cell: (task) => when(task.submittedAt) },
                      ],
                    }));
                  }
                }

                const noNodes = () => live.nodes && !live.nodes.some((node) => node.status === "ready");

                """#
        ),
        Asset(
            path: "pages/targets.js",
            digest: "9f353c73a73a78d4",
            text: #"""
                // Targets side by side: whether each can take work, and what runs there came to.

                import { patch, withQuery } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { capital, count, duration, money, none, percent } from "../core/format.js";
                import { live } from "../core/live.js";
                import { query, setQuery } from "../core/router.js";
                import { bars } from "../charts/bars.js";
                import { badge, breakerBadge, choice, head, panel, select, when } from "../parts/basics.js";
                import { ask } from "../parts/dialog.js";
                import { empty, shown } from "../parts/states.js";
                import { sorted, table } from "../parts/table.js";
                import { toast } from "../parts/announce.js";

                const modes = { enabled: "good", draining: "warn", disabled: "bad" };

                export function targets({ draw, resource }) {
                  const domains = resource("/api/v1/domains");
                  const known = () => domains.value?.domains.filter((one) => one.targets > 0) ?? [];
                  const domain = () => query("domain") || (known().find((one) => one.name === "task") ?? known().find((one) => one.name === "sandbox") ?? known()[0])?.name || null;
                  const hours = () => query("hours", "168");
                  const list = resource(() => (domain() ? withQuery("/api/v1/targets", { domain: domain() }) : null), { every: 5000 });
                  const figures = resource(() => (domain() ? withQuery("/api/telemetry/providers", { domain: domain(), hours: hours() === "all" ? null : hours() }) : null), { every: 15000 });
                  const waitForDomains = domains;
                  const loadAll = () => { list.load(); figures.load(); draw(); };
                  let asked = null;
                  let sort = { id: "target", isAscending: true };

                  const change = async (target, mode) => {
                    const texts = {
                      enabled: ["Enable", "It may be chosen again from the next decision on."], draining: ["Drain", "No new work is sent there; running work continues."],
                      disabled: ["Disable", "It is switched off: no decision may choose it."],
                    };
                    const answer = await ask({ title: `${texts[mode][0]} ${target.id}?`, text: `${texts[mode][1]} The change is audited.`, action: texts[mode][0], tone: mode === "enabled" ? null : "bad", wantsReason: mode !== "enabled" });
                    if (!answer) return;
                    try {
                      await patch(withQuery(`/api/v1/targets/${encodeURIComponent(target.id)}`, { domain: target.domain }), { mode, ...(answer.reason ? { reason: answer.reason } : {}) });
                      toast(`${target.id} is ${mode}`);
                    } catch (problem) { toast(problem.message, "bad"); }
                    list.load();
                  };

                  return {
                    title: "Targets", queried: loadAll,
                    view() {
                      // Which domain is shown first is known when the domains are.
                      if (waitForDomains.value && asked !== domain()) { asked = domain(); list.load(); figures.load(); }
                      const currency = known().find((one) => one.name === domain())?.currency ?? "USD";
                      return [
                        head({
                          title: "Targets", lead: "Which targets can take work, and how they compare.",
                          actions: known().length > 1 && choice("Domain", known().map((one) => [one.name, one.name]), domain(), (next) => { setQuery({ domain: next }); loadAll(); }),
                        }),
                        live.isReadOnly && h("div", { class: "notice" }, h("strong", null, "Read-only"), "Targets cannot be enabled or disabled here."),
                        domains.value && !known().length ? h("section", { class: "panel" }, empty("No domain has a target", "Targets come from the catalog, or from imported runs.", "berth runs import history.csv --data-dir berth-data"))
                          : shown(figures, (value) => comparison(value, currency), { height: 240 }),
                        domains.value && known().length > 0 && h("section", { class: "panel", "aria-label": "Targets" },
                          h("div", { class: "body" }, h("div", { class: "filters" }, select("Runs of", "hours", [["24", "the last day"], ["168", "the last 7 days"], ["720", "the last 30 days"], ["all", "all time"]], hours(), (value) => { setQuery({ hours: value }); figures.load(); draw(); }))),
                          shown(list, (value) => rows(value.targets, currency), { height: 360 })),
                      ];
                    },
                  };

                  function comparison(value, currency) {
                    const runs = value.providers.flatMap((provider) => provider.targets.map((one) => ({ ...one, provider: provider.provider })));
                    if (!runs.length) return h("section", { class: "panel" }, empty("No runs in this period", "Choose a longer period, or report runs:", `curl -s ${location.origin}/api/telemetry/runs -H 'Content-Type: application/x-ndjson' --data-binary @runs.ndjson`));
                    const costKey = `meanCost${currency}`;
                    const by = (name, text, pick, isLow) => panel({ title: name, note: isLow ? "lower is better" : "higher is better", className: "of-4" }, bars(
                      runs.map((one) => ({ name: one.target, value: pick(one), text: text(pick(one)) })).sort((a, b) => ((a.value ?? Infinity) - (b.value ?? Infinity)) * (isLow ? 1 : -1)).slice(0, 10), { label: name }));
                    return h("div", { class: "grid" },
                      by("Mean time of a run", duration, (one) => one.meanDurationMs === null ? null : one.meanDurationMs / 1000, true),
                      by("Mean cost of a run", (amount) => money(amount, currency), (one) => one[costKey] ?? null, true),
                      by("Success rate", percent, (one) => one.successRate, false));
                  }

                  function rows(all, currency) {
                    const runs = new Map((figures.value?.providers ?? []).flatMap((provider) => provider.targets.map((one) => [one.target, one])));
                    const of = (target) => runs.get(target.id);
                    const columns = [
                      { id: "target", name: "Target", sort: (one) => one.id, cell: (one) => [h("strong", { class: "nowrap" }, one.id), one.provider !== one.id && h("span", { class: "under" }, one.provider)] },
                      { id: "state", name: "State", sort: (one) => String(one.available), fold: "end", cell: (one) => one.available ? badge("good", "available") : badge("bad", "not available", one.reason) },
                      { id: "why", name: "Operator", fold: "full", sort: (one) => one.availability.operator.mode, cell: (one) => [badge(modes[one.availability.operator.mode], one.availability.operator.mode), one.availability.operator.reason && h("span", { class: "under" }, one.availability.operator.reason)] },
                      { id: "breaker", name: "Breaker", label: "breaker", sort: (one) => one.availability.breaker.state, cell: (one) => [breakerBadge(one.availability.breaker.state), one.availability.breaker.nextTrialAt && h("span", { class: "under" }, "trial ", when(one.availability.breaker.nextTrialAt))] },
                      all.some((one) => one.availability.probe) && { id: "probe", name: "Probe", fold: "hidden", cell: (one) => one.availability.probe ? (one.availability.probe.problem ? badge("bad", "no answer", one.availability.probe.problem) : badge("good", "answers")) : h("span", { class: "soft" }, "none") },
                      { id: "runs", name: "Runs", number: true, label: "runs", sort: (one) => of(one)?.runs, cell: (one) => count(of(one)?.runs ?? 0) },
                      { id: "success", name: "Success", number: true, fold: "hidden", sort: (one) => of(one)?.successRate, cell: (one) => percent(of(one)?.successRate) },
                      { id: "time", name: "Mean time", number: true, fold: "hidden", sort: (one) => of(one)?.meanDurationMs, cell: (one) => of(one) ? duration(of(one).meanDurationMs / 1000) : none },
                      { id: "cost", name: "Mean cost", number: true, fold: "hidden", sort: (one) => of(one)?.[`meanCost${currency}`], cell: (one) => money(of(one)?.[`meanCost${currency}`], currency) },
                      { id: "actions", name: h("span", { class: "unseen" }, "Actions"), fold: "full", cell: actions },
                    ];
                    if (!all.length) return empty("This domain has no target", "Targets come from the catalog, or from imported runs.");
                    return table({ caption: "Targets", columns, rows: sorted(all, columns, sort), id: (one) => one.id, sort, changeSort: (next) => { sort = next; draw(); } });
                  }

                  function actions(target) {
                    const mode = target.availability.operator.mode;
                    const button = (next) => h("button", { type: "button", class: `button plain${next === "enabled" ? "" : " danger"}`, key: next, disabled: live.isReadOnly, "aria-label": `${verbs[next]} ${target.id}`, onclick: () => change(target, next) }, verbs[next]);
                    return h("div", { class: "row", style: { "justify-content": "flex-end", "flex-wrap": "nowrap", gap: "0" } }, Object.keys(verbs).filter((next) => next !== mode).map(button));
                  }
                }

                const verbs = { enabled: capital("enable"), draining: "Drain", disabled: "Disable" };

                """#
        ),
        Asset(
            path: "pages/task.js",
            digest: "dbc0315025145713",
            text: #"""
                // One task: what was asked, what was decided, how it goes, what came out.

                import { del } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { follow } from "../core/follow.js";
                import { live } from "../core/live.js";
                import { hasEnded, head, panel, taskBadge, title } from "../parts/basics.js";
                import { candidatesTable, spanKey } from "../parts/candidates.js";
                import { ask } from "../parts/dialog.js";
                import { asked, expectedAgainstActual, json, progress, result, sentences, taskFigures, verdict } from "../parts/outcome.js";
                import { empty, failed, loading, shown } from "../parts/states.js";
                import { toast } from "../parts/announce.js";

                export function task({ params, draw, resource }) {
                  const path = `/api/tasks/${encodeURIComponent(params.id)}`;
                  let latest = null;
                  let decision = null;
                  const detail = resource(path);
                  const stop = follow(params.id, (next) => {
                    latest = { ...latest, ...next };
                    if (hasEnded(next)) { detail.load(); decision?.load(); }
                    draw();
                  });
                  const known = () => (detail.value && latest && !hasEnded(detail.value) ? { ...detail.value, ...latest } : detail.value);

                  const cancel = async () => {
                    const answer = await ask({ title: "Cancel this task?", text: "If it is waiting, it leaves the queue; if it is running, it stops at its next step.", action: "Cancel the task", tone: "bad" });
                    if (!answer) return;
                    try {
                      latest = await del(path);
                      toast("The task is being cancelled");
                    } catch (problem) { toast(problem.message, "bad"); }
                    detail.load();
                  };

                  return {
                    title: () => (known() ? title(known().taskType) : "Task"),
                    ended: stop,
                    view() {
                      const crumb = { href: "/tasks", text: "Tasks" };
                      const one = known();
                      if (!one) {
                        return [head({ title: "Task", crumb }), h("section", { class: "panel" }, detail.problem?.status === 404
                          ? empty("There is no such task", `No record of ${params.id}. Old tasks are removed after a while.`)
                          : detail.problem ? failed(detail.problem, () => detail.load()) : loading(300))];
                      }
                      if (one.decisionId && !decision) decision = resource(`/api/v1/decisions/${one.decisionId}`);
                      const isOpen = !hasEnded(one);
                      return [
                        head({
                          title: title(one.taskType), crumb, badges: taskBadge(one), lead: h("code", { class: "small" }, one.task_id),
                          actions: isOpen && h("button", { type: "button", class: "button danger", disabled: live.isReadOnly, title: live.isReadOnly ? "This service is read-only" : null, onclick: cancel }, "Cancel"),
                        }),
                        one.error && h("div", { class: "notice", "data-tone": "bad", role: "alert" }, h("strong", null, "Error"), h("span", null, one.error)),
                        h("div", { class: "grid" },
                          panel({ title: "Where it ran", className: "of-7" }, h("div", { class: "stack" }, verdict(one), progress(one), taskFigures(one), sentences(one.explanation),
                            one.decisionId && h("p", null, h("a", { href: `/decisions/${one.decisionId}` }, "The whole decision")))),
                          panel({ title: "Request", className: "of-5" }, asked(one))),
                        h("div", { class: "grid" },
                          panel({ title: "Result", className: "of-7" }, one.result === null || one.result === undefined
                            ? h("p", { class: "soft" }, isOpen ? "It appears when the task has finished." : one.status === "succeeded" ? "The task has no result." : "The task finished without one.") : result(one.result)),
                          panel({ title: "Expected and actual", className: "of-5", flush: true }, expectedAgainstActual(one) ?? h("div", { class: "body" }, h("p", { class: "soft" }, "Nothing was predicted: the rules decided.")))),
                        decision && panel({ title: "Candidates", note: "as they were at decision time", flush: true },
                          shown(decision, (record) => [candidatesTable(record), h("div", { class: "body" }, spanKey(record.outcome))], { height: 150, absent: ["The decision is no longer kept"] })),
                        panel({ title: "Payload" }, one.payload === undefined || one.payload === null ? h("p", { class: "soft" }, live.isReadOnly ? "Hidden: this service is read-only." : "None given.") : json(one.payload)),
                      ];
                    },
                  };
                }

                """#
        ),
        Asset(
            path: "pages/tasks.js",
            digest: "8ce7a8371418aff1",
            text: #"""
                // All tasks: filtered and paged by the service, so that their number does not matter here.

                import { withQuery } from "../core/api.js";
                import { h } from "../core/dom.js";
                import { capital, count, duration, money, percent, plural, words } from "../core/format.js";
                import { live } from "../core/live.js";
                import { query, setQuery } from "../core/router.js";
                import { hasEnded, head, kindMark, select, taskBadge, taskStatuses, title, when } from "../parts/basics.js";
                import { curl, empty, shown } from "../parts/states.js";
                import { pager, sorted, table } from "../parts/table.js";

                const SIZE = 50;
                const filters = ["status", "taskType", "kind", "node", "since"];
                const spans = { "15m": 900, "1h": 3600, "24h": 86400, "7d": 604800 };

                export function tasks({ draw, resource }) {
                  /** Cursors of the pages before this one; the newest page has none. */
                  let trail = [];
                  let sort = null;
                  let knownTotal = new Set();
                  const cursor = () => trail.at(-1) ?? null;
                  const list = resource(() => withQuery("/api/task-history", {
                    limit: SIZE, before: cursor(), status: query("status"), taskType: query("taskType"), kind: query("kind"), node: query("node"),
                    from: spans[query("since")] ? new Date(Math.floor(Date.now() / 60000 - spans[query("since")] / 60) * 60000).toISOString() : null,
                  }), { every: 10000 });
                  const types = resource("/api/task-types");

                  const filter = (name) => (value) => { setQuery({ [name]: value }); trail = []; list.load(); draw(); };
                  const isFiltered = () => filters.some((name) => query(name));
                  const go = (next) => { trail = next; list.load(); draw(); };

                  let pending = 0;
                  const heard = (what) => {
                    if (what !== "tasks" || cursor()) return;
                    // What changed is shown at once; what is new is asked for, at most every two seconds.
                    const ids = new Set((list.value?.tasks ?? []).map((task) => task.task_id));
                    if ([...live.tasks.keys()].every((id) => ids.has(id)) || pending) return;
                    pending = setTimeout(() => { pending = 0; list.load(); }, 2000);
                  };

                  const columns = [
                    { id: "task", name: "Task", sort: (task) => task.taskType, cell: (task) => h("a", { class: "primary", href: `/tasks/${task.task_id}`, title: task.task_id }, title(task.taskType), h("span", { class: "beside mono" }, task.task_id.slice(0, 8))) },
                    { id: "status", name: "Status", sort: (task) => task.status, fold: "end", cell: taskBadge },
                    { id: "node", name: "Node", sort: (task) => task.node, cell: (task) => [kindMark(task.chosen_node), task.node && h("span", { class: "beside" }, task.node)] },
                    { id: "at", name: "Submitted", sort: (task) => Date.parse(task.submittedAt), fold: "end", cell: (task) => when(task.submittedAt) },
                    { id: "confidence", name: "Confidence", number: true, label: "sure", sort: (task) => task.confidence, fold: "hidden", cell: (task) => percent(task.confidence) },
                    { id: "waited", name: "Waited", number: true, sort: (task) => task.queued_time, fold: "hidden", cell: (task) => duration(task.queued_time) },
                    { id: "time", name: "Execution", number: true, label: "ran", sort: (task) => task.execution_time, cell: (task) => hasEnded(task) || !task.progress?.share ? duration(task.execution_time) : percent(task.progress.share, 0) },
                    { id: "cost", name: "Cost", number: true, sort: (task) => task.cost, cell: (task) => money(task.cost) },
                    { id: "priority", name: "Priority", number: true, sort: (task) => task.priority, fold: "hidden", cell: (task) => count(task.priority) },
                  ];

                  return {
                    title: "Tasks", heard,
                    queried: () => { trail = []; list.load(); },
                    ended: () => clearTimeout(pending),
                    view() {
                      const names = types.value?.taskTypes ?? [];
                      const busy = live.running === null ? null : `${plural(live.running, "task")} running, ${count(live.queued)} waiting`;
                      return [
                        head({ title: "Tasks", lead: busy ?? "Everything submitted, newest first.", actions: h("a", { class: "button main-action", href: "/submit" }, "Submit a task") }),
                        h("section", { class: "panel", "aria-label": "All tasks" },
                          h("div", { class: "body" }, h("div", { class: "filters", role: "search", "aria-label": "Filter tasks" },
                            select("Status", "status", [["", "Any"], ...taskStatuses.map((one) => [one, capital(words(one))])], query("status"), filter("status")),
                            select("Type", "taskType", [["", "Any"], ...names.map((one) => [one.name, one.title])], query("taskType"), filter("taskType")),
                            select("Kind of node", "kind", [["", "Any"], ["edge", "EDGE"], ["cloud", "CLOUD"], ["gpu", "GPU"]], query("kind"), filter("kind")),
                            select("Node", "node", [["", "Any"], ...nodeNames(query("node")).map((name) => [name, name])], query("node"), filter("node")),
                            select("Submitted", "since", [["", "Any time"], ["15m", "Last 15 minutes"], ["1h", "Last hour"], ["24h", "Last day"], ["7d", "Last 7 days"]], query("since"), filter("since")),
                            isFiltered() && h("button", { type: "button", class: "button plain", onclick: () => { setQuery(Object.fromEntries(filters.map((name) => [name, null]))); go([]); } }, "Clear"))),
                          shown(list, (value) => {
                            if (!value.tasks.length) {
                              return isFiltered() || cursor() ? empty("No matching tasks", "Change or clear the filters.")
                                : empty("No tasks submitted yet", "Submit one of the five demo tasks from the Submit page, or run:", curl("POST", "/api/submit-task", { taskType: "sensor_alert", priority: 10, latency: 10 }));
                            }
                            const rows = value.tasks.map((task) => live.tasks.get(task.task_id) ?? task);
                            const fresh = (task) => knownTotal.size > 0 && !knownTotal.has(task.task_id);
                            const view = [
                              table({ caption: "Tasks", columns, rows: sorted(rows, columns, sort), id: (task) => task.task_id, href: (task) => `/tasks/${task.task_id}`, sort, changeSort: (next) => { sort = next; draw(); }, fresh }),
                              pager(`${trail.length ? `Page ${trail.length + 1}` : "Newest page"}, ${plural(rows.length, "task")}${sort ? "; sorted within the page" : ""}`, {
                                first: trail.length > 0 && (() => go([])),
                                previous: trail.length > 0 && (() => go(trail.slice(0, -1))),
                                next: value.next && (() => go([...trail, value.next])),
                              }),
                            ];
                            knownTotal = new Set(rows.map((task) => task.task_id));
                            return view;
                          }, { height: 420, absent: ["This service takes no tasks", "It was started without the domain 'task'. Start it with this version's domains folder.", "berth serve --domains domains"] })),
                      ];
                    },
                  };
                }

                function nodeNames(chosen) {
                  const names = new Set((live.nodes ?? []).map((node) => node.node));
                  if (chosen) names.add(chosen);
                  return [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).slice(0, 400);
                }

                """#
        ),
        Asset(
            path: "parts/announce.js",
            digest: "c8beaa00589e273a",
            text: #"""
                // What a screen reader is told, and the short notes in the corner.

                let box = null;

                /** Says something without showing it. */
                export function announce(text) {
                  const announcer = document.getElementById("announcer");
                  announcer.textContent = "";
                  requestAnimationFrame(() => { announcer.textContent = text; });
                }

                export function toast(text, tone = "good") {
                  if (!box) {
                    box = document.createElement("div");
                    box.className = "toasts";
                    document.body.append(box);
                  }
                  const note = document.createElement("div");
                  note.className = "toast";
                  note.dataset.tone = tone;
                  note.setAttribute("role", tone === "bad" ? "alert" : "status");
                  note.textContent = text;
                  box.append(note);
                  setTimeout(() => note.remove(), tone === "bad" ? 9000 : 4500);
                }

                """#
        ),
        Asset(
            path: "parts/basics.js",
            digest: "d9078ad1e064ffaf",
            text: #"""
                // The words and small marks that every page uses.

                import { h } from "../core/dom.js";
                import { ago, heading, moment, none, utc, words } from "../core/format.js";
                import { sign } from "./icons.js";

                export const badge = (tone, text, title, shape = tone) => h("span", { class: "badge", "data-tone": tone, title }, sign(shape), text);

                const taskTones = {
                  queued: "idle", running: "busy", succeeded: "good", failed: "bad", cancelled: "idle", "timed-out": "bad",
                  "outcome-unknown": "warn", abandoned: "bad",
                };
                export const taskStatuses = Object.keys(taskTones);
                export const hasEnded = (task) => task.status !== "queued" && task.status !== "running";
                export const taskBadge = (task) => badge(taskTones[task.status] ?? "idle", words(task.status));

                const nodeTones = { ready: "good", draining: "warn", lost: "bad" };
                export const nodeBadge = (node) => badge(nodeTones[node.status] ?? "idle", node.status);

                const breakerTones = { closed: "good", open: "bad", "half-open": "warn" };
                export const breakerBadge = (state) => state ? badge(breakerTones[state] ?? "idle", words(state)) : none;

                const basisTones = { model: "busy", rules: "idle", exploration: "warn", "low-confidence": "idle", "model-unavailable": "warn" };
                export const basisBadge = (basis) => badge(basisTones[basis] ?? "bad", basis ? words(basis) : "none feasible", null, basis ? "dot" : "bad");

                export const kindName = (kind) => String(kind ?? "").toUpperCase();
                export const kindMark = (kind) => kind
                  ? h("span", { class: "kind", "data-kind": kind.toLowerCase() }, h("i", { class: "swatch" }), kindName(kind)) : none;

                /** Marks what is pretended: `list` says what. */
                export const emulated = (list) => list?.length
                  ? h("span", { class: "tag emulated", title: `Emulated here: ${list.join(", ")}. The work itself is real.` }, `emulated: ${list.join(", ")}`) : null;

                /** A moment in the local zone, with UTC in the tooltip. */
                export function when(text, { relative = false } = {}) {
                  if (!text) return none;
                  const date = new Date(text);
                  if (Number.isNaN(date.getTime())) return String(text);
                  return h("time", { datetime: text, title: utc(date) }, relative ? ago(date) : moment(date));
                }

                export const panel = ({ title, note, actions, flush = false, className = "", key, id }, ...body) => {
                  const name = id ?? `p-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
                  return h("section", { class: `panel ${className}`, key, "aria-labelledby": name },
                    h("header", null, h("h2", { id: name }, title), note && h("span", { class: "note" }, note), actions),
                    h("div", { class: flush ? "flush" : "body" }, body));
                };

                export const head = ({ title, lead, crumb, actions, badges }) => h("div", { class: "head" },
                  h("div", null,
                    crumb && h("p", { class: "crumb" }, h("a", { href: crumb.href }, crumb.text)),
                    h("div", { class: "title" }, h("h1", { tabindex: -1 }, title), badges),
                    lead && h("p", { class: "lead" }, lead)),
                  actions && h("div", { class: "actions" }, actions));

                export const tile = ({ label, figure, unit, note, chart }) => h("div", { class: "tile", role: "group", "aria-label": label },
                  h("span", { class: "label" }, label),
                  h("span", { class: "figure" }, figure, unit && h("small", null, unit)),
                  h("span", { class: "more" }, note), chart);

                /** `list`: `[name, value, isBig?]`; what is `null` is left out. */
                export const facts = (list) => h("dl", { class: "facts" }, list.filter(Boolean).map(([name, value, isBig]) =>
                  h("div", { key: name }, h("dt", null, name), h("dd", { class: isBig ? "big" : null }, value))));

                export const pairs = (list) => h("dl", { class: "pairs" }, list.filter(Boolean).flatMap(([name, value]) =>
                  [h("dt", null, name), h("dd", null, value)]));

                /** One of a few: `options` are `[value, name]`. */
                export const choice = (label, options, chosen, choose) => h("div", { class: "choice", role: "group", "aria-label": label },
                  options.map(([value, name]) => h("button", {
                    type: "button", key: value, "aria-pressed": String(value === chosen), onclick: () => choose(value),
                  }, name)));

                export function select(label, name, options, chosen, choose) {
                  const id = `f-${name}`;
                  return h("div", { class: "field", key: name },
                    h("label", { for: id }, label),
                    h("select", { id, value: chosen, onchange: (event) => choose(event.target.value) },
                      options.map(([value, text]) => h("option", { key: value, value, selected: value === chosen }, text))));
                }

                export const windowChoice = (chosen, choose) => choice("Time shown", [["300", "5 min"], ["900", "15 min"], ["3600", "1 h"]], chosen, choose);
                export { heading as title };

                """#
        ),
        Asset(
            path: "parts/candidates.js",
            digest: "441b5fb39309fb72",
            text: #"""
                // The candidates of a decision side by side: what was expected of each, and why some were out.

                import { h } from "../core/dom.js";
                import { duration, money, none, percent } from "../core/format.js";
                import { span, spanHead, spanScale } from "../charts/span.js";
                import { badge } from "./basics.js";
                import { table } from "./table.js";

                /** The best first: the chosen one, then by what the model expects, then what was excluded. */
                export function ranked(record) {
                  const value = (one) => one.prediction?.logValue ?? one.prediction?.cost?.value ?? Infinity;
                  const group = (one) => (one.target === record.chosen ? 0 : one.exclusion ? 2 : 1);
                  return record.candidates.slice().sort((a, b) => group(a) - group(b) || value(a) - value(b) || a.target.localeCompare(b.target));
                }

                export const costOf = (outcome) => {
                  const key = Object.keys(outcome ?? {}).find((name) => /^cost[A-Z]{3}$/.test(name));
                  return key ? { value: outcome[key], currency: key.slice(4) } : null;
                };

                export function candidatesTable(record, { currency = "USD", compact = false } = {}) {
                  const outcome = record.outcome;
                  const actual = costOf(outcome);
                  const times = spanScale(record.candidates.flatMap((one) => bounds(one.prediction?.timeSeconds)).concat(outcome ? [outcome.durationMs / 1000] : []), duration);
                  const amount = (value) => money(value, currency);
                  const costs = spanScale(record.candidates.flatMap((one) => bounds(one.prediction?.cost)).concat(actual ? [actual.value] : []), amount);
                  const ran = (one) => outcome && outcome.target === one.target;
                  const hasPrediction = record.candidates.some((one) => one.prediction);
                  const rows = ranked(record);
                  const state = (one) => one.target === record.chosen ? badge("busy", "chosen", null, "good") : one.exclusion ? badge("idle", "excluded", one.exclusion.reason) : null;
                  const estimate = (scale, value, actualValue, format) => value && [
                    h("span", { class: "expected" }, format(value.value)), span(scale, value, actualValue)];
                  return table({
                    caption: "Candidates for the decision", className: compact ? "candidates compact" : "candidates", rows, id: (one) => one.target, isChosen: (one) => one.target === record.chosen,
                    // What was excluded before the model was asked has a reason in place of figures.
                    tail: (one) => (one.prediction ? null : { from: compact ? 1 : 2, cell: h("span", { class: "soft" }, one.exclusion ? one.exclusion.reason : "No prediction: no model was asked.") }),
                    columns: [
                      { id: "target", name: "Target", cell: (one) => [h("strong", null, one.target), compact && state(one)] },
                      !compact && { id: "state", name: h("span", { class: "unseen" }, "State"), fold: "end", cell: state },
                      hasPrediction && { id: "time", name: "Time", headCell: spanHead(times), label: "time", fold: "full", cell: (one) => estimate(times, one.prediction.timeSeconds, ran(one) ? outcome.durationMs / 1000 : null, duration) },
                      hasPrediction && { id: "cost", name: "Cost", headCell: spanHead(costs), label: "cost", fold: "full", cell: (one) => estimate(costs, one.prediction.cost, ran(one) ? actual?.value : null, amount) },
                      !compact && hasPrediction && { id: "success", name: "Success", number: true, label: "success", cell: (one) => percent(one.prediction.successProbability) },
                      !compact && hasPrediction && { id: "seen", name: "Seen", fold: "hidden", cell: (one) => h("span", { class: "nowrap" }, one.prediction.situation?.replace("-", " ") ?? none) },
                      !compact && hasPrediction && { id: "propensity", name: "Propensity", number: true, label: "propensity", cell: (one) => percent(one.propensity) },
                      !hasPrediction && { id: "why", name: "Prediction", cell: () => null },
                    ],
                  });
                }

                const bounds = (estimate) => (estimate ? [estimate.lower, estimate.value, estimate.upper] : []);

                export const spanKey = (hasOutcome) => h("p", { class: "key" },
                  h("span", null, h("i", { class: "span", style: { width: "26px", "min-width": "26px" } }, h("i", { class: "range", style: { left: "0", width: "100%" } }), h("i", { class: "value", style: { left: "45%" } })), "expected, with the range that should hold 90% of runs (logarithmic)"),
                  hasOutcome && h("span", null, h("i", { class: "span", style: { width: "14px", "min-width": "14px" } }, h("i", { class: "actual", style: { left: "50%" } })), "what it was"));

                """#
        ),
        Asset(
            path: "parts/dialog.js",
            digest: "3a0c20ca8cac3ed1",
            text: #"""
                // A question before something is changed.

                import { h, render } from "../core/dom.js";

                /** Resolves to `{reason}` when confirmed, else to `null`. */
                export function ask({ title, text, action, tone, wantsReason = false }) {
                  return new Promise((resolve) => {
                    const dialog = document.createElement("dialog");
                    dialog.setAttribute("aria-labelledby", "dialog-title");
                    document.body.append(dialog);
                    const finish = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
                    dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(null); });
                    render(dialog, h("form", {
                      method: "dialog",
                      onsubmit: (event) => {
                        event.preventDefault();
                        finish({ reason: dialog.querySelector("input")?.value.trim() || null });
                      },
                    },
                      h("h2", { id: "dialog-title" }, title),
                      h("p", { class: "soft" }, text),
                      wantsReason && h("div", { class: "field" },
                        h("label", { for: "dialog-reason" }, "Reason, for the audit log (optional)"),
                        h("input", { type: "text", id: "dialog-reason", maxlength: 500, autocomplete: "off" })),
                      h("div", { class: "row" },
                        h("button", { type: "button", class: "button", onclick: () => finish(null) }, "Cancel"),
                        h("button", { type: "submit", class: tone === "bad" ? "button danger" : "button main-action" }, action))));
                    dialog.showModal();
                  });
                }

                """#
        ),
        Asset(
            path: "parts/fleet.js",
            digest: "2d2cb6a74d5840f5",
            text: #"""
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

                """#
        ),
        Asset(
            path: "parts/icons.js",
            digest: "94fef89cd91d5b24",
            text: #"""
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

                """#
        ),
        Asset(
            path: "parts/outcome.js",
            digest: "26b9a136e912fa72",
            text: #"""
                // A task as its submitter sees it: where it ran, how sure that was, what it took, what came out.

                import { h } from "../core/dom.js";
                import { duration, heading, money, none, number, percent, short, spelled, words } from "../core/format.js";
                import { live } from "../core/live.js";
                import { bars, twoSidedBars } from "../charts/bars.js";
                import { emulated, facts, hasEnded, kindMark, kindName, taskBadge, when } from "./basics.js";

                /** Sentences of an explanation. */
                export const sentences = (text) => {
                  const list = Array.isArray(text) ? text : String(text ?? "").split(/\n|(?<=[.!?])\s+(?=[A-Z'])/).filter(Boolean);
                  return list.length ? h("ul", { class: "reasons" }, list.map((sentence, index) => h("li", { key: index }, short(sentence)))) : null;
                };

                export function verdict(task) {
                  return h("div", { class: "verdict" },
                    h("span", { class: "place kind", "data-kind": String(task.chosen_node ?? "").toLowerCase() },
                      task.chosen_node && h("i", { class: "swatch" }), task.chosen_node ? kindName(task.chosen_node) : "No node yet"),
                    task.node && h("a", { href: `/nodes/${encodeURIComponent(task.node)}` }, task.node),
                    taskBadge(task), emulated(task.emulated?.length ? task.emulated : live.nodes?.find((node) => node.node === task.node)?.emulated));
                }

                export function progress(task) {
                  if (hasEnded(task)) return null;
                  const share = task.progress?.share;
                  const known = typeof share === "number";
                  const text = task.progress?.message ?? (task.status === "queued" ? "Waiting for a free slot" : "Running");
                  const figures = Object.entries(task.progress?.figures ?? {});
                  return h("div", { class: "progress" },
                    h("span", { class: "meter", "data-tone": "busy", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": known ? Math.round(share * 100) : null, "aria-valuetext": text },
                      h("i", { style: { width: `${known ? share * 100 : 0}%` } })),
                    h("span", { class: "row spread" }, h("span", null, text),
                      h("span", null, figures.map(([name, value]) => `${spelled(name)} ${number(value)}`).join(" · ") || (known ? percent(share, 0) : ""))));
                }

                export const taskFigures = (task) => facts([
                  ["Confidence", percent(task.confidence), true],
                  ["Execution time", duration(task.execution_time), true],
                  ["Cost", money(task.cost), true],
                  ["Waited", duration(task.queued_time), true],
                  ["In all", duration(task.total_time), true],
                ]);

                export function expectedAgainstActual(task) {
                  if (!task.predicted) return null;
                  const factor = (actual, expected) => (actual && expected ? `${number(actual / expected, 2)} ×` : none);
                  const run = typeof task.execution_time === "number" && typeof task.queued_time === "number" ? task.total_time ?? task.execution_time : task.execution_time;
                  const rows = [
                    ["Time", duration(task.predicted.time), hasEnded(task) ? duration(run) : none, factor(run, task.predicted.time)],
                    ["Cost", money(task.predicted.cost), hasEnded(task) ? money(task.cost) : none, factor(task.cost, task.predicted.cost)],
                    ["Success", percent(task.predicted.successRate), hasEnded(task) ? words(task.status) : none, ""],
                  ];
                  return h("div", { class: "scroll" }, h("table", { class: "table" }, h("caption", { class: "unseen" }, "Expected and actual"),
                    h("thead", null, h("tr", null, ["", "Expected", "Actual", "Ratio"].map((name, index) => h("th", { key: index, scope: "col", class: index ? "number" : null }, name)))),
                    h("tbody", null, rows.map((row) => h("tr", { key: row[0] }, row.map((cell, index) => index ? h("td", { key: index, class: "number" }, cell) : h("th", { key: index, scope: "row" }, cell)))))));
                }

                /** What a task came to, read field by field; of any type. */
                export function result(value) {
                  if (value === null || value === undefined) return null;
                  return h("div", { class: "stack" }, readable(value),
                    h("details", null, h("summary", null, "As JSON"), json(value)));
                }

                export const json = (value) => h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": "JSON" }, JSON.stringify(value, shortened, 2));
                const shortened = (_, value) => (typeof value === "string" && value.length > 600 ? `${value.slice(0, 120)}… (${value.length} characters)` : value);

                function readable(value) {
                  if (typeof value !== "object") return h("p", null, String(value));
                  const entries = Object.entries(value);
                  const plain = entries.filter(([, one]) => one === null || typeof one !== "object");
                  const parts = entries.filter(([, one]) => one && typeof one === "object");
                  return [
                    plain.length > 0 && facts(plain.slice(0, 18).map(([name, one]) => [heading(name), plainValue(name, one)])),
                    parts.slice(0, 5).map(([name, one]) => part(name, one)),
                  ];
                }

                /** A list of like things is drawn where each has a name and a figure; else it is told in lines. */
                function part(name, value) {
                  const titled = (view) => h("div", { key: name, class: "stack" }, h("h3", null, heading(name)), view);
                  if (!Array.isArray(value)) {
                    const list = Object.entries(value);
                    if (list.length && list.every(([, one]) => one && typeof one === "object" && !Array.isArray(one))) {
                      return part(name, list.map(([key, one]) => ({ name: key, ...one })));
                    }
                    if (/probabilit/i.test(name)) return titled(figures(list.map(([key, one]) => [words(key), one]), percent, name));
                    return titled(facts(list.map(([key, one]) => [heading(key), typeof one === "object" ? oneLine(one ?? {}) : plainValue(key, one)])));
                  }
                  if (!value.length) return titled(h("p", { class: "soft" }, "none"));
                  const fields = Object.keys(value[0] ?? {});
                  const figure = ["probability", "revenue", "contribution", "amount", "total"].find((field) => typeof value[0]?.[field] === "number");
                  const label = ["feature", "label", "name"].find((field) => fields.includes(field))
                    ?? fields.find((field) => typeof value[0][field] === "string") ?? fields.find((field) => field !== figure);
                  if (figure && label) {
                    const list = value.slice(0, 24).map((one) => [heading(one[label]), one[figure], extras(one, figure, label)]);
                    if (figure === "contribution") return titled(twoSidedBars(list.map(([text, one, note]) => ({ name: text, note, value: one, text: number(one) })), { label: name }));
                    return titled(figures(list.slice(0, 12), figure === "probability" ? percent : (one) => number(one, 4), name));
                  }
                  return titled(sentences(value.slice(0, 12).map((one) => (one && typeof one === "object" ? oneLine(one) : String(one)))));
                }

                const figures = (list, format, name) => bars(list.map(([key, one]) => ({ name: key, value: one, text: format(one) })), { label: spelled(name) });
                const extras = (one, ...without) => Object.entries(one).filter(([name]) => !without.includes(name) && name !== "effect").map(([, value]) => plainText(value)).join(", ") || null;
                const plainText = (value) => (typeof value === "number" ? number(value) : typeof value === "object" ? JSON.stringify(value) : String(value));
                const oneLine = (one) => Object.entries(one).map(([name, value]) => `${spelled(name)} ${plainText(value)}`).join(", ");

                function plainValue(name, value) {
                  if (typeof value === "boolean") return value ? "yes" : "no";
                  if (typeof value !== "number") return value === null ? none : String(value);
                  if (/^(probability|confidence|accuracy|heldOutAccuracy|trainingAccuracy)$|Accuracy$/i.test(name)) return percent(value);
                  if (/seconds$/i.test(name)) return duration(value);
                  return number(value, 4);
                }

                export const asked = (task) => facts([
                  ["Priority", `${task.priority} of 10`], ["Latency need", `${task.latency} of 10`], ["Cost sensitivity", `${task.cost_sensitivity} of 10`],
                  ["GPU", task.requiresGPU ? "required" : "not required"], ["Submitted", when(task.submittedAt)], ["Ended", when(task.endedAt)],
                  ["Attempts", task.losses ? `${task.attempts} (${task.losses} lost with a node)` : String(task.attempts ?? none)],
                ]);

                export { kindMark };

                """#
        ),
        Asset(
            path: "parts/shell.js",
            digest: "ca93d6bb167dfbca",
            text: #"""
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

                """#
        ),
        Asset(
            path: "parts/states.js",
            digest: "0ecb3bdc842e1317",
            text: #"""
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

                """#
        ),
        Asset(
            path: "parts/table.js",
            digest: "d69e18add53a7677",
            text: #"""
                // Tables: sortable heads, rows that lead somewhere, cards on a phone, pages.

                import { h } from "../core/dom.js";
                import { navigate } from "../core/router.js";

                /**
                 * `columns`: `{id, name, cell(row), sort?(row), number?, fold?: "end" | "full" | "hidden", label?, headCell?}`.
                 * `sort`: `{id, isAscending}`; `changeSort` is called with a new one. `tail(row)` may give `{from, cell}`: one cell in
                 * place of the columns from there on.
                 */
                export function table({ caption, columns, rows, id, href, sort, changeSort, isChosen, fresh, tail, className = "", isScrolling = false }) {
                  const shown = columns.filter(Boolean);
                  const cellsOf = (row) => {
                    const end = tail?.(row);
                    return end ? [...shown.slice(0, end.from), { id: "tail", span: shown.length - end.from, fold: "full", cell: () => end.cell }] : shown;
                  };
                  const body = h("table", { class: `table${isScrolling ? "" : " folds"} ${className}`.trim() },
                    h("caption", { class: "unseen" }, caption),
                    h("thead", null, h("tr", null, shown.map((column) => {
                      const isSorted = sort && sort.id === column.id;
                      return h("th", {
                        key: column.id, scope: "col", class: column.number ? "number" : null,
                        "aria-sort": isSorted ? (sort.isAscending ? "ascending" : "descending") : null,
                      }, column.sort && changeSort
                        ? h("button", { type: "button", onclick: () => changeSort({ id: column.id, isAscending: isSorted ? !sort.isAscending : !column.number }) }, column.name)
                        : column.name, column.headCell);
                    }))),
                    h("tbody", null, rows.map((row) => {
                      const leads = href?.(row);
                      return h("tr", {
                        key: id(row), class: leads ? "leads" : null, "data-chosen": isChosen?.(row) ?? false, "data-fresh": fresh?.(row) ?? false,
                        // The link in the row is what keyboards and readers use; the rest of the row is a larger place to click.
                        onclick: leads ? (event) => {
                          if (event.target.closest("a, button, input, select") || String(getSelection())) return;
                          navigate(leads);
                        } : undefined,
                      }, cellsOf(row).map((column) => h("td", {
                        colspan: column.span,
                        key: column.id,
                        class: [column.number && "number", column.fold === "end" && "end", column.fold === "full" && "full", column.fold === "hidden" && "phone-hidden"].filter(Boolean).join(" ") || null,
                        "data-label": column.label === undefined ? null : column.label,
                      }, column.cell(row))));
                    })));
                  return h("div", isScrolling ? { class: "scroll", tabindex: 0, role: "region", "aria-label": caption } : { class: "scroll" }, body);
                }

                export function sorted(rows, columns, sort) {
                  const column = sort && columns.find((candidate) => candidate && candidate.id === sort.id);
                  if (!column?.sort) return rows;
                  const way = sort.isAscending ? 1 : -1;
                  return rows.slice().sort((a, b) => {
                    const left = column.sort(a);
                    const right = column.sort(b);
                    if (left === right) return 0;
                    // What is not known comes last either way.
                    if (left === null || left === undefined) return 1;
                    if (right === null || right === undefined) return -1;
                    return (typeof left === "string" ? left.localeCompare(right, "en", { numeric: true }) : left - right) * way;
                  });
                }

                export const pager = (text, { previous, next, first }) => h("div", { class: "pager" },
                  h("span", null, text),
                  h("div", { class: "row" },
                    first !== undefined && h("button", { type: "button", class: "button", disabled: !first, onclick: first || undefined }, "Newest"),
                    h("button", { type: "button", class: "button", disabled: !previous, onclick: previous || undefined }, "Previous"),
                    h("button", { type: "button", class: "button", disabled: !next, onclick: next || undefined }, "Next")));

                """#
        ),
        Asset(
            path: "parts/taskform.js",
            digest: "cc79c72eee5e5c07",
            text: #"""
                // The form of any task, made from what GET /api/task-types declares.

                import { h } from "../core/dom.js";
                import { heading, spelled } from "../core/format.js";

                /** What the form holds. `values` are texts as typed; what is left empty is not sent. */
                export function emptyForm(draw) {
                  return {
                    type: "", values: {}, priority: 5, latency: 5, cost_sensitivity: 5, requiresGPU: false, timeoutSeconds: "", fault: null, draw,
                    take(type, ask = {}) {
                      this.type = type.name;
                      this.values = exampleOf(type);
                      Object.assign(this, { priority: 5, latency: 5, cost_sensitivity: 5, requiresGPU: false }, ask, { fault: null });
                      draw();
                    },
                  };
                }

                /** Calls `send` with the body, or notes the fault in the form. */
                export function formBody(form, types, send) {
                  const type = types.find((one) => one.name === form.type) ?? types[0];
                  const payload = {};
                  for (const field of type.fields) {
                    const typed = form.values[field.name];
                    if (typed === undefined || typed === "" || typed === null) {
                      if (field.required) return refuse(form, field.name, "Required.");
                      continue;
                    }
                    const value = parsed(field, typed);
                    if (value === undefined) return refuse(form, field.name, "This cannot be read as numbers.");
                    payload[field.name] = value;
                  }
                  form.fault = null;
                  send({
                    taskType: type.name, priority: form.priority, latency: form.latency, requiresGPU: form.requiresGPU, cost_sensitivity: form.cost_sensitivity, payload,
                    ...(form.timeoutSeconds ? { timeoutSeconds: Number(form.timeoutSeconds) } : {}),
                  });
                }

                function refuse(form, name, text) {
                  form.fault = { field: `payload.${name}`, text };
                  form.draw();
                  document.getElementById(`f-${name}`)?.focus();
                }

                function parsed(field, typed) {
                  switch (field.kind) {
                    case "number": case "wholeNumber": { const value = Number(typed); return Number.isFinite(value) ? value : undefined; }
                    case "flag": return Boolean(typed);
                    case "numbers": { const list = String(typed).split(/[\s,;]+/).filter(Boolean).map(Number); return list.every(Number.isFinite) ? list : undefined; }
                    case "texts": return String(typed).split("\n").map((line) => line.trim()).filter(Boolean);
                    default: return String(typed);
                  }
                }

                export function taskForm(form, types, { isOff, isBusy, send }) {
                  const type = types.find((one) => one.name === form.type) ?? types[0];
                  if (!form.type) Object.assign(form, { type: type.name, values: exampleOf(type) });
                  return h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); if (!isOff && !isBusy) send(); } },
                    h("div", { class: "field whole" }, h("label", { for: "f-task-type" }, "Task type"),
                      h("select", { id: "f-task-type", value: type.name, onchange: (event) => form.take(types.find((one) => one.name === event.target.value)) },
                        types.map((one) => h("option", { key: one.name, value: one.name, selected: one.name === type.name }, one.title))),
                      h("span", { class: "hint" }, type.summary, type.isIdempotent ? "" : " It is never run twice.")),
                    slider(form, "priority", "Priority", "10 is the most urgent"),
                    slider(form, "latency", "Latency need", "10 needs it right away"),
                    slider(form, "cost_sensitivity", "Cost sensitivity", "10 counts every cent"),
                    h("div", { class: "field" }, h("span", { class: "label" }, "Hardware"),
                      h("label", { class: "check" }, h("input", { type: "checkbox", id: "f-gpu", checked: form.requiresGPU, onchange: (event) => { form.requiresGPU = event.target.checked; form.draw(); } }), "Needs a GPU")),
                    h("fieldset", { key: type.name }, h("legend", null, "Payload"), type.fields.map((field) => payloadField(form, field))),
                    h("div", { class: "whole row" },
                      h("button", { type: "submit", class: "button main-action", disabled: isOff || isBusy }, isBusy ? "Sending" : "Submit"),
                      h("button", { type: "button", class: "button plain", onclick: () => form.take(type) }, "Fill in the example")));
                }

                const exampleOf = (type) => Object.fromEntries(Object.entries(type.example ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));

                const slider = (form, name, label, hint) => h("div", { class: "field", key: name },
                  h("label", { for: `f-${name}` }, label),
                  h("span", { class: "slider" },
                    h("input", { type: "range", id: `f-${name}`, min: 1, max: 10, step: 1, value: form[name], "aria-describedby": `h-${name}`, oninput: (event) => { form[name] = Number(event.target.value); form.draw(); } }),
                    h("output", { for: `f-${name}` }, form[name])),
                  h("span", { class: "hint", id: `h-${name}` }, hint));

                function payloadField(form, field) {
                  const id = `f-${field.name}`;
                  const fault = form.fault && (form.fault.field === `payload.${field.name}` || form.fault.field === field.name) ? form.fault.text : null;
                  const value = form.values[field.name];
                  const change = (next) => { form.values[field.name] = next; form.draw(); };
                  const isWide = ["numbers", "texts"].includes(field.kind) || field.name === "png" || field.maximum > 4096 && field.kind === "text";
                  const described = { id, "aria-describedby": `h-${field.name}`, "aria-invalid": fault ? "true" : null, required: field.required };
                  const name = heading(labelled(field)) + (field.unit ? `, ${field.unit}` : "");
                  const hint = h("span", { class: "hint", id: `h-${field.name}` }, field.summary, limits(field), fault && h("span", { class: "fault" }, ` ${fault}`));
                  if (field.kind === "flag") {
                    return h("div", { class: "field", key: field.name },
                      h("label", { class: "check" }, h("input", { type: "checkbox", ...described, checked: value === true, onchange: (event) => change(event.target.checked) }), name), hint);
                  }
                  return h("div", { class: `field${isWide ? " whole" : ""}`, key: field.name },
                    h("label", { for: id }, name, field.required && h("span", { class: "soft" }, " (needed)")), control(field, described, value, change), hint);
                }

                /** `distanceKm` in km is the distance. */
                function labelled(field) {
                  const name = spelled(field.name);
                  const isSaidTwice = field.unit && name.toLowerCase().endsWith(` ${field.unit.toLowerCase()}`);
                  return isSaidTwice ? name.slice(0, -field.unit.length - 1) : name;
                }

                function control(field, described, value, change) {
                  if (field.name === "png") return picture(described, value, change);
                  switch (field.kind) {
                    case "word":
                      return h("select", { ...described, value: value ?? "", onchange: (event) => change(event.target.value) },
                        h("option", { value: "" }, field.required ? "Choose" : "Not given"),
                        (field.allowed ?? []).map((one) => h("option", { key: one, value: one, selected: one === value }, spelled(one))));
                    case "number": case "wholeNumber":
                      return h("input", { type: "number", ...described, value: value ?? "", step: field.kind === "wholeNumber" ? 1 : "any", min: field.minimum, max: field.maximum, placeholder: field.default ?? "", oninput: (event) => change(event.target.value) });
                    case "numbers": case "texts":
                      return h("textarea", { ...described, value: value ?? "", placeholder: field.kind === "texts" ? "one per line" : "20.1, 20.3, 19.8", oninput: (event) => change(event.target.value) });
                    default:
                      return h("input", { type: "text", ...described, value: value ?? "", placeholder: field.default ?? "", autocomplete: "off", oninput: (event) => change(event.target.value) });
                  }
                }

                const picture = (described, value, change) => h("div", { class: "row" },
                  h("input", {
                    type: "file", accept: "image/png", ...described, required: false,
                    onchange: (event) => {
                      const [file] = event.target.files;
                      if (!file) return change("");
                      const reader = new FileReader();
                      reader.onload = () => change(String(reader.result).replace(/^data:[^,]*,/, ""));
                      reader.readAsDataURL(file);
                    },
                  }),
                  value && h("img", { class: "preview", alt: "The chosen picture", src: `data:image/png;base64,${value}` }));

                function limits(field) {
                  const isNumber = field.kind === "number" || field.kind === "wholeNumber";
                  const say = (value) => (Math.abs(value) >= 10000 ? value.toLocaleString("en") : String(value));
                  if (isNumber && field.minimum !== undefined && field.minimum !== null && field.maximum !== null && field.maximum !== undefined) {
                    return ` ${say(field.minimum)} to ${say(field.maximum)}${field.default !== null && field.default !== undefined ? `, else ${say(field.default)}` : ""}.`;
                  }
                  return "";
                }

                """#
        ),
        Asset(
            path: "style/base.css",
            digest: "d0c843dc2886423b",
            text: #"""
                /* Elements as they are everywhere. */
                *, *::before, *::after { box-sizing: border-box; }
                html { font-size: 100%; -webkit-text-size-adjust: 100%; scrollbar-gutter: stable; }
                body {
                  margin: 0;
                  background: var(--page);
                  color: var(--text);
                  font: 400 var(--size-3)/1.5 var(--sans);
                  font-variant-numeric: tabular-nums;
                  font-feature-settings: "cv05", "ss03";
                  -webkit-font-smoothing: antialiased;
                  overflow-wrap: break-word;
                }
                h1, h2, h3, h4, p, ul, ol, dl, dd, figure, pre { margin: 0; padding: 0; }
                ul, ol { list-style: none; }
                h1 { font-size: var(--size-5); font-weight: 620; line-height: 1.3; letter-spacing: -0.012em; }
                h2 { font-size: var(--size-3); font-weight: 600; line-height: 1.4; }
                h3 { font-size: var(--size-2); font-weight: 600; line-height: 1.4; }
                a { color: var(--accent); text-decoration-color: transparent; text-underline-offset: 3px; }
                a:hover { text-decoration-color: currentcolor; }
                code, pre, .mono { overflow-wrap: anywhere; font-family: var(--mono); font-size: 0.94em; font-feature-settings: normal; }
                button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
                svg { display: block; }
                time { white-space: nowrap; }
                :focus { outline: none; }
                :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
                [hidden] { display: none !important; }
                .unseen {
                  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
                  clip-path: inset(50%); white-space: nowrap;
                }
                .soft { color: var(--text-soft); }
                .small { font-size: var(--size-1); }
                .number { text-align: right; white-space: nowrap; }
                .nowrap { white-space: nowrap; }
                .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
                @media (prefers-reduced-motion: reduce) {
                  *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; }
                }

                """#
        ),
        Asset(
            path: "style/charts.css",
            digest: "c163ba0df34a73f7",
            text: #"""
                /* Charts: lines, bars, rings and the tooltip they share. */
                .chart { position: relative; min-width: 0; }
                .chart svg { width: 100%; overflow: visible; border-radius: 4px; }
                .chart svg:focus-visible { outline-offset: 4px; }
                .chart text { font-family: var(--sans); font-size: 11px; fill: var(--text-soft); font-variant-numeric: tabular-nums; }
                .chart .gridline { stroke: var(--grid); stroke-width: 1; shape-rendering: crispEdges; }
                .chart .baseline { stroke: var(--line-strong); stroke-width: 1; shape-rendering: crispEdges; }
                .chart .curve { fill: none; stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; }
                .chart .lone { stroke: none; }
                .chart .fill { opacity: 0.1; stroke: none; }
                .chart .cursor { stroke: var(--line-strong); stroke-width: 1; shape-rendering: crispEdges; }
                .chart .dot { stroke: var(--surface); stroke-width: 1.5; }
                .chart .reference { stroke: var(--line-strong); stroke-dasharray: 4 4; fill: none; }
                .chart .point { fill: var(--accent); fill-opacity: 0.5; stroke: var(--surface); stroke-width: 0.5; }
                .chart .bar { fill: var(--accent); }
                .chart .bar[data-on] { fill: var(--accent-strong); }
                .chart .none { font-size: 12px; }
                .tip { position: absolute; z-index: 5; top: 0; left: 0; min-width: 120px; max-width: 280px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); box-shadow: var(--shadow); font-size: var(--size-1); line-height: 1.5; pointer-events: none; }
                .tip .when { color: var(--text-soft); }
                .tip .line { display: flex; align-items: center; gap: 6px; }
                .tip .line b { margin-left: auto; padding-left: 12px; font-weight: 600; white-space: nowrap; }
                .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin-bottom: 6px; font-size: var(--size-1); color: var(--text-soft); }
                .legend li { display: inline-flex; align-items: center; gap: 6px; }

                .ring { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s4) var(--s5); }
                .ring svg { flex: none; width: 148px; height: 148px; }
                .ring text { font-family: var(--sans); fill: var(--text-soft); font-size: 11px; text-anchor: middle; }
                .ring text.total { fill: var(--text); font-size: 22px; font-weight: 600; letter-spacing: -0.02em; }
                .ring path { stroke: var(--surface); stroke-width: 2; }
                .ring .parts { flex: 1 1 210px; display: grid; gap: 6px; font-size: var(--size-2); }
                .ring .parts li { display: grid; grid-template-columns: auto 1fr auto auto; gap: 8px; align-items: center; }
                .ring .parts .share { min-width: 4.2em; text-align: right; color: var(--text-soft); }

                .bars { display: grid; gap: 7px; font-size: var(--size-2); }
                .bars li { display: grid; grid-template-columns: minmax(80px, 34%) minmax(0, 1fr) minmax(64px, auto); gap: 10px; align-items: center; }
                .bars .track { position: relative; height: 12px; border-radius: 3px; background: var(--sunken); }
                .bars .track i { position: absolute; inset-block: 0; min-width: 2px; border-radius: 3px; background: var(--accent); }
                .bars .track i.minus { background: var(--gpu); }
                .bars .track i.plus { background: var(--accent); }
                .bars .track .zero { position: absolute; top: -3px; bottom: -3px; width: 1px; background: var(--line-strong); border-radius: 0; min-width: 0; }
                .bars .value { text-align: right; white-space: nowrap; }
                .bars .what { min-width: 0; line-height: 1.3; }
                .bars .what small { display: block; color: var(--text-soft); font-size: var(--size-1); }
                @media (max-width: 620px) {
                  .bars li { grid-template-columns: minmax(0, 1fr) auto; gap: 2px 10px; }
                  .bars .track { grid-row: 2; grid-column: 1 / -1; }
                }

                .gauge { position: relative; width: 76px; text-align: center; }
                .gauge svg { width: 76px; height: 63px; }
                .gauge .track { fill: none; stroke: var(--sunken); stroke-width: 7; stroke-linecap: round; }
                .gauge .hand { fill: none; stroke: var(--good); stroke-width: 7; stroke-linecap: round; }
                .gauge[data-tone="warn"] .hand { stroke: var(--warn); }
                .gauge[data-tone="bad"] .hand { stroke: var(--bad); }
                .gauge[data-tone="idle"] .hand { stroke: var(--line-strong); }
                .gauge text { font-family: var(--sans); font-size: 15px; font-weight: 600; fill: var(--text); text-anchor: middle; font-variant-numeric: tabular-nums; }
                .gauge .caption { display: block; margin-top: -2px; font-size: var(--size-1); color: var(--text-soft); }
                .meter { display: inline-block; width: 100%; min-width: 48px; height: 6px; border-radius: 3px; background: var(--sunken); overflow: hidden; vertical-align: middle; }
                .meter i { display: block; height: 100%; border-radius: 3px; background: var(--good); }
                .meter[data-tone="warn"] i { background: var(--warn); }
                .meter[data-tone="bad"] i { background: var(--bad); }
                .meter[data-tone="busy"] i { background: var(--accent); }

                .span { position: relative; display: block; height: 18px; min-width: 110px; }
                .span i { position: absolute; border-radius: 2px; }
                .span .range { top: 7px; height: 4px; background: var(--line-strong); opacity: 0.55; border-radius: 2px; }
                .span .value { top: 3px; width: 3px; height: 12px; margin-left: -1.5px; background: var(--text); }
                .span .actual { top: 4px; width: 10px; height: 10px; margin-left: -5px; background: var(--gpu); transform: rotate(45deg); border: 1.5px solid var(--surface); border-radius: 1px; }
                tr[data-chosen] .span .range { background: var(--accent); opacity: 0.6; }
                tr[data-chosen] .span .value { background: var(--accent-strong); }
                .scale { position: relative; display: block; height: 15px; min-width: 110px; font-size: 10.5px; }
                .scale span { position: absolute; transform: translateX(-50%); }
                td > .expected { display: inline-block; width: 86px; vertical-align: middle; text-align: right; white-space: nowrap; }
                td > .expected + .span { display: inline-block; vertical-align: middle; width: calc(100% - 100px); margin-left: 12px; min-width: 90px; }
                th > .scale { width: calc(100% - 100px); margin-left: 98px; margin-top: -15px; min-width: 90px; font-weight: 400; }
                .panel .table th { min-width: 0; }
                @media (max-width: 760px) {
                  td[data-label="time"]::before, td[data-label="cost"]::before { flex: none; width: 34px; }
                  .table.folds td > .expected { flex: none; width: 78px; }
                  .table.folds td > .expected + .span { flex: 1; width: auto; margin-left: 4px; }
                }

                """#
        ),
        Asset(
            path: "style/pages.css",
            digest: "ec05f82ed2a0f240",
            text: #"""
                /* What only one page has. */
                .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(184px, 1fr)); gap: var(--s3); }
                .card { display: grid; grid-template-rows: auto 1fr auto auto; gap: 6px; min-width: 0; padding: 14px var(--s4); border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
                .card[data-chosen] { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
                .card p { color: var(--text-soft); font-size: var(--size-2); }
                .card .wants { display: flex; flex-wrap: wrap; gap: 4px; margin: 4px 0 6px; }
                .card h3 { font-size: var(--size-3); }

                .form { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--s3) var(--s4); }
                .form .whole { grid-column: 1 / -1; }
                .form fieldset { grid-column: 1 / -1; display: grid; grid-template-columns: subgrid; gap: var(--s3) var(--s4); margin: 0; padding: var(--s3) 0 0; border: 0; border-top: 1px solid var(--line); }
                .form legend { float: left; grid-column: 1 / -1; padding: 0; font-weight: 600; font-size: var(--size-2); }
                .slider { display: grid; grid-template-columns: 1fr 2.2em; align-items: center; gap: 8px; }
                .slider output { text-align: right; font-weight: 600; }
                .preview { width: 96px; height: 96px; object-fit: contain; image-rendering: pixelated; border: 1px solid var(--line); border-radius: 5px; background: var(--sunken); }
                @media (max-width: 520px) { .form { grid-template-columns: minmax(0, 1fr); } }

                .verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; }
                .verdict .place { font-size: var(--size-6); font-weight: 640; letter-spacing: -0.02em; line-height: 1.2; }
                .progress { display: grid; gap: 5px; font-size: var(--size-1); color: var(--text-soft); }
                .progress .meter { height: 8px; border-radius: 4px; }
                .progress .meter i { transition: width 0.25s linear; }

                .fleet { display: grid; grid-template-columns: repeat(auto-fill, minmax(13px, 1fr)); gap: 3px; }
                .fleet.roomy { grid-template-columns: repeat(auto-fill, minmax(26px, 1fr)); }
                .fleet i { display: block; aspect-ratio: 1; border-radius: 3px; background: var(--sunken); }
                .fleet i[data-level="0"] { background: color-mix(in srgb, var(--good) 22%, var(--surface)); }
                .fleet i[data-level="1"] { background: color-mix(in srgb, var(--good) 45%, var(--surface)); }
                .fleet i[data-level="2"] { background: color-mix(in srgb, var(--good) 72%, var(--surface)); }
                .fleet i[data-level="3"] { background: var(--warn); }
                .fleet i[data-level="4"] { background: var(--bad); }
                .fleet i[data-level="lost"] { background: none; box-shadow: inset 0 0 0 2px var(--bad); }
                .fleet i[data-level="draining"] { background: repeating-linear-gradient(135deg, var(--line-strong) 0 2px, var(--sunken) 2px 5px); }
                .key { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: var(--s3); font-size: var(--size-1); color: var(--text-soft); }
                .key span { display: inline-flex; align-items: center; gap: 6px; }
                .key .fleet { display: inline-grid; grid-template-columns: 11px; width: 11px; }

                .node-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(296px, 1fr)); gap: var(--s3); }
                .node-card { display: grid; gap: var(--s3); align-content: start; padding: 14px var(--s4); border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); min-width: 0; }
                .node-card .gauges { display: flex; justify-content: space-between; gap: 6px; }
                .node-card h3 a { color: var(--text); }
                .node-card .pairs { grid-template-columns: auto 1fr auto 1fr; gap: 3px 8px; font-size: var(--size-1); }
                .node-card .pairs dd { text-align: right; padding-right: 6px; white-space: nowrap; }
                .node-card[data-status="lost"] .gauges, .node-card[data-status="lost"] .pairs { opacity: 0.6; }

                .alerts { display: grid; gap: var(--s2); }
                .alerts li { display: grid; grid-template-columns: auto 1fr; gap: 10px; font-size: var(--size-2); }
                .alerts svg { width: 14px; height: 14px; margin-top: 3px; }
                .alerts [data-tone="good"] svg { color: var(--good); }
                .alerts [data-tone="warn"] svg { color: var(--warn); }
                .alerts [data-tone="bad"] svg { color: var(--bad); }
                .picture { image-rendering: pixelated; }
                .key-text { display: block; max-width: 190px; }
                @media (max-width: 760px) { .key-text { max-width: 100%; } }

                """#
        ),
        Asset(
            path: "style/parts.css",
            digest: "799418a08992a7c8",
            text: #"""
                /* Panels, figures, badges, buttons, fields, states, dialogs. */
                .panel { min-width: 0; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
                .panel > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 2px var(--s3); padding: 14px var(--s4) 0; }
                .panel > header .note { color: var(--text-soft); font-size: var(--size-1); }
                .panel > .body, .panel > .flush > .body { padding: var(--s3) var(--s4) var(--s4); }
                .panel > .flush { padding: var(--s2) 0 0; }
                .grid { display: grid; gap: var(--s4); grid-template-columns: repeat(12, minmax(0, 1fr)); }
                .grid > * { grid-column: span 12; }
                .grid.top { align-items: start; }
                .stack { display: grid; gap: var(--s3); grid-template-columns: minmax(0, 1fr); align-content: start; }
                .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2); }
                .spread { justify-content: space-between; }
                @media (min-width: 1080px) {
                  .grid > .of-3 { grid-column: span 3; } .grid > .of-4 { grid-column: span 4; } .grid > .of-5 { grid-column: span 5; }
                  .grid > .of-6 { grid-column: span 6; } .grid > .of-7 { grid-column: span 7; } .grid > .of-8 { grid-column: span 8; }
                }

                .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(172px, 1fr)); background: var(--line); gap: 1px; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
                .tile { display: grid; grid-template-rows: auto auto auto 1fr; gap: 1px; min-width: 0; padding: 14px var(--s4) 12px; background: var(--surface); }
                .tiles:has(.spark) .tile { min-height: 132px; }
                .tile .label { color: var(--text-soft); font-size: var(--size-2); }
                .tile .figure { font-size: var(--size-6); font-weight: 600; line-height: 1.25; letter-spacing: -0.02em; white-space: nowrap; }
                .tile .figure small { margin-left: 3px; font-size: var(--size-3); font-weight: 500; letter-spacing: 0; color: var(--text-soft); }
                .tile .more { font-size: var(--size-1); color: var(--text-soft); }
                .tile .spark { align-self: end; width: 100%; height: 28px; margin-top: 8px; }
                @media (max-width: 620px) {
                  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
                  .tiles > .tile:nth-child(odd):last-child { grid-column: span 2; }
                  .tile { padding: 12px var(--s3) 10px; min-height: 104px; }
                  .tile .figure { font-size: 1.375rem; }
                }

                .badge { display: inline-flex; align-items: center; gap: 6px; padding: 1px 8px 1px 7px; border-radius: 999px; background: var(--idle-soft); color: var(--text); font-size: var(--size-1); font-weight: 500; line-height: 20px; white-space: nowrap; }
                .badge svg { width: 10px; height: 10px; flex: none; }
                .badge[data-tone="good"] { background: var(--good-soft); color: var(--good); }
                .badge[data-tone="warn"] { background: var(--warn-soft); color: var(--warn); }
                .badge[data-tone="bad"] { background: var(--bad-soft); color: var(--bad); }
                .badge[data-tone="busy"] { background: var(--accent-soft); color: var(--accent-strong); }
                .tag { display: inline-block; padding: 0 6px; border: 1px solid var(--line); border-radius: 4px; color: var(--text-soft); font-size: var(--size-1); line-height: 18px; white-space: nowrap; justify-self: start; }
                .tag.emulated { border-style: dashed; border-color: var(--line-strong); }
                .kind { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
                .swatch { display: inline-block; width: 9px; height: 9px; border-radius: 2px; flex: none; background: var(--series-6); }
                [data-kind="edge"] > .swatch { background: var(--edge); }
                [data-kind="cloud"] > .swatch { background: var(--cloud); }
                [data-kind="gpu"] > .swatch { background: var(--gpu); }

                .button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 32px; padding: 0 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: var(--text); font-size: var(--size-2); font-weight: 500; white-space: nowrap; cursor: pointer; text-decoration: none; }
                .button:hover { border-color: var(--line-strong); }
                .button.main-action { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
                .button.main-action:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
                .button.danger { color: var(--bad); }
                .button.plain { border-color: transparent; background: none; padding: 0 8px; color: var(--accent); }
                .button.plain:hover { background: var(--sunken); }
                .button.icon { width: 32px; padding: 0; }
                .button svg { width: 15px; height: 15px; }
                .button:disabled, .button[aria-disabled="true"] { opacity: 0.55; cursor: not-allowed; }
                .choice { display: inline-flex; padding: 2px; border: 1px solid var(--line); border-radius: 7px; background: var(--surface); max-width: 100%; overflow-x: auto; }
                .choice button { min-height: 26px; padding: 0 10px; border: 0; border-radius: 5px; background: none; color: var(--text-soft); font-size: var(--size-2); font-weight: 500; white-space: nowrap; cursor: pointer; }
                .choice button:hover { color: var(--text); }
                .choice button[aria-pressed="true"] { background: var(--sunken); color: var(--text); }
                @media (pointer: coarse) { .button, .choice button { min-height: 38px; } .button.icon { width: 38px; } }

                .field { display: grid; gap: 4px; align-content: start; min-width: 0; }
                .field > label, .field > .label { font-size: var(--size-2); font-weight: 500; }
                .field .hint { color: var(--text-soft); font-size: var(--size-1); line-height: 1.4; }
                .field .fault { color: var(--bad); font-size: var(--size-1); }
                input[type="text"], input[type="search"], input[type="number"], input[type="datetime-local"], select, textarea {
                  width: 100%; min-width: 0; min-height: 32px; padding: 4px 10px; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--surface); font-size: var(--size-2);
                }
                select { appearance: none; padding-right: 28px; background-image: linear-gradient(45deg, transparent 50%, var(--text-soft) 50%), linear-gradient(135deg, var(--text-soft) 50%, transparent 50%); background-position: right 15px center, right 10px center; background-size: 5px 5px; background-repeat: no-repeat; text-overflow: ellipsis; }
                textarea { min-height: 72px; resize: vertical; font-family: var(--mono); font-size: var(--size-1); }
                input::placeholder, textarea::placeholder { color: var(--text-soft); opacity: 1; }
                input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: -1px; border-radius: 6px; }
                input[aria-invalid="true"], select[aria-invalid="true"], textarea[aria-invalid="true"] { border-color: var(--bad); }
                input[type="range"] { width: 100%; margin: 4px 0; accent-color: var(--accent); }
                .check { display: flex; gap: 8px; align-items: flex-start; font-size: var(--size-2); }
                .check input { width: 16px; height: 16px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
                input[type="file"] { font-size: var(--size-1); max-width: 100%; }
                .filters { display: flex; flex-wrap: wrap; gap: var(--s2); align-items: end; }
                .filters .field { flex: 0 1 150px; }
                .filters .field.wide { flex: 1 1 200px; }
                .filters .field > label { font-size: var(--size-1); color: var(--text-soft); font-weight: 400; }
                @media (max-width: 620px) { .filters .field, .filters .field.wide { flex: 1 1 calc(50% - 4px); } }

                .state { display: grid; justify-items: center; gap: var(--s2); padding: var(--s6) var(--s4); text-align: center; color: var(--text-soft); }
                .state strong { color: var(--text); font-weight: 600; font-size: var(--size-3); }
                .state p { max-width: 56ch; }
                .notice { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; padding: 10px 14px; border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 6px; background: var(--surface); font-size: var(--size-2); }
                .notice[data-tone="bad"] { border-left-color: var(--bad); }
                .notice[data-tone="warn"] { border-left-color: var(--warn); }
                .notice .button { margin-left: auto; }
                .skeleton { border-radius: 5px; background: var(--sunken); animation: breathe 1.6s ease-in-out infinite; }
                @keyframes breathe { 50% { opacity: 0.5; } }
                .command { display: flex; width: 100%; max-width: 720px; align-items: stretch; border: 1px solid var(--line); border-radius: 6px; background: var(--sunken); text-align: left; color: var(--text); }
                .command code { flex: 1; min-width: 0; padding: 8px 12px; font-size: var(--size-1); line-height: 1.6; white-space: pre-wrap; }
                .command button { flex: none; border: 0; border-left: 1px solid var(--line); background: none; padding: 0 12px; font-size: var(--size-1); color: var(--accent); cursor: pointer; border-radius: 0 6px 6px 0; }
                .json { max-height: 420px; overflow: auto; padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--sunken); font-size: var(--size-1); line-height: 1.55; white-space: pre-wrap; }
                details > summary { cursor: pointer; color: var(--accent); font-size: var(--size-2); font-weight: 500; }
                details[open] > summary { margin-bottom: var(--s2); }
                .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(126px, 1fr)); gap: var(--s3) var(--s4); }
                .facts > div { min-width: 0; }
                .facts dt { color: var(--text-soft); font-size: var(--size-1); }
                .facts dd { font-size: var(--size-3); }
                .facts dd.big { font-size: 1.125rem; font-weight: 600; letter-spacing: -0.01em; }
                .pairs { display: grid; grid-template-columns: minmax(90px, max-content) minmax(0, 1fr); gap: 4px var(--s4); font-size: var(--size-2); }
                .pairs dt { color: var(--text-soft); }
                .reasons { display: grid; gap: 6px; }
                .reasons li { padding-left: 14px; position: relative; }
                .reasons li::before { content: ""; position: absolute; left: 0; top: 0.66em; width: 5px; height: 5px; border-radius: 50%; background: var(--line-strong); }
                .reasons li:first-child { font-weight: 550; }

                dialog { width: min(440px, calc(100vw - 32px)); padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--raised); color: var(--text); box-shadow: var(--shadow); }
                dialog::backdrop { background: rgb(10 16 22 / 45%); }
                dialog form { display: grid; gap: var(--s4); padding: 20px; }
                dialog .row { justify-content: flex-end; }
                .toasts { position: fixed; right: 16px; bottom: 16px; z-index: 40; display: grid; gap: 8px; max-width: min(420px, calc(100vw - 32px)); }
                .toast { padding: 10px 14px; border: 1px solid var(--line); border-left: 3px solid var(--good); border-radius: 6px; background: var(--raised); box-shadow: var(--shadow); font-size: var(--size-2); }
                .toast[data-tone="bad"] { border-left-color: var(--bad); }

                """#
        ),
        Asset(
            path: "style/shell.css",
            digest: "c6d2c19909278b39",
            text: #"""
                /* What stays while pages change: bar, menu, the place of the page. */
                body { display: grid; grid-template: auto 1fr / 208px minmax(0, 1fr); min-height: 100vh; min-height: 100dvh; }
                .skip:not(:focus) { clip-path: inset(50%); }
                .skip { position: fixed; left: var(--s3); top: -60px; z-index: 30; padding: var(--s2) var(--s4); background: var(--accent); color: var(--on-accent); border-radius: var(--radius-small); }
                .skip:focus { top: var(--s3); }

                .bar { grid-column: 1; display: flex; align-items: center; gap: var(--s2); padding: 18px var(--s4) var(--s3) 20px; border-right: 1px solid var(--line); background: var(--surface); }
                .bar .name { display: inline-flex; align-items: center; gap: 10px; font-size: var(--size-4); font-weight: 650; letter-spacing: -0.015em; color: var(--text); text-decoration: none; }
                .bar .name svg { width: 24px; height: 24px; }
                .bar .toggle { display: none; margin-left: auto; }

                .menu { grid-column: 1; grid-row: 2; display: flex; flex-direction: column; gap: var(--s1); padding: var(--s2) 10px var(--s4); border-right: 1px solid var(--line); background: var(--surface); }
                .menu > .inner { position: sticky; top: var(--s2); display: flex; flex-direction: column; gap: var(--s4); min-height: calc(100dvh - 84px); }
                .menu ul { display: grid; gap: 1px; }
                .menu .group { padding: 0 10px 4px; font-size: var(--size-1); color: var(--text-soft); }
                .menu li a { display: flex; align-items: center; gap: 10px; min-height: 34px; padding: 0 10px; border-radius: 6px; color: var(--text-soft); font-size: var(--size-2); font-weight: 500; text-decoration: none; }
                .menu li a:hover { background: var(--sunken); color: var(--text); }
                .menu li a[aria-current] { background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; }
                .menu li a svg { width: 16px; height: 16px; flex: none; }
                .menu li a .tally { margin-left: auto; font-size: var(--size-1); font-weight: 500; }
                .menu .foot { margin-top: auto; display: grid; gap: var(--s2); padding: 0 10px; font-size: var(--size-1); color: var(--text-soft); }
                .menu .foot a { color: var(--text-soft); }
                .theme { display: inline-grid; grid-auto-flow: column; padding: 2px; border: 1px solid var(--line); border-radius: 7px; justify-self: start; }
                .theme button { display: grid; place-items: center; width: 30px; height: 24px; border: 0; border-radius: 5px; background: none; color: var(--text-soft); cursor: pointer; }
                .theme button:hover { color: var(--text); }
                .theme button[aria-pressed="true"] { background: var(--sunken); color: var(--text); }
                .theme svg { width: 14px; height: 14px; }

                .connection { display: inline-flex; align-items: center; gap: 7px; }
                .connection i { width: 8px; height: 8px; border-radius: 50%; background: var(--text-soft); }
                .connection[data-state="live"] i { background: var(--good); }
                .connection[data-state="polling"] i { background: var(--accent); }
                .connection[data-state="lost"] { color: var(--bad); }
                .connection[data-state="lost"] i { background: none; box-shadow: inset 0 0 0 2px var(--bad); }
                .connection[data-state="connecting"] i { background: none; box-shadow: inset 0 0 0 2px var(--text-soft); }

                .main { grid-column: 2; grid-row: 1 / 3; min-width: 0; padding: 22px var(--s6) var(--s7); }
                .main:focus-visible { outline: none; }
                .page { max-width: 1320px; margin: 0 auto; display: grid; gap: var(--s4); grid-template-columns: minmax(0, 1fr); }
                .head { display: flex; flex-wrap: wrap; align-items: flex-end; justify-content: space-between; gap: var(--s2) var(--s4); min-height: 44px; }
                .head .lead { max-width: 64ch; color: var(--text-soft); }
                .head .actions { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2); }
                .head .title { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; }
                .crumb { font-size: var(--size-2); }

                @media (max-width: 860px) {
                  body { grid-template: auto auto 1fr / minmax(0, 1fr); }
                  .bar { position: sticky; top: 0; z-index: 20; padding: 10px var(--s4); border-right: 0; border-bottom: 1px solid var(--line); }
                  .bar .toggle { display: inline-flex; }
                  .menu { grid-row: 2; padding: var(--s2) var(--s3) var(--s4); border-right: 0; border-bottom: 1px solid var(--line); }
                  .menu:not([data-open]) { display: none; }
                  .menu > .inner { position: static; min-height: 0; }
                  .menu li a { min-height: 42px; }
                  .main { grid-column: 1; grid-row: 3; padding: var(--s4) var(--s4) var(--s6); }
                  .head { align-items: flex-start; }
                }
                @media (min-width: 861px) { .bar .connection { display: none; } }

                """#
        ),
        Asset(
            path: "style/tables.css",
            digest: "221d4d2c1eaf7d7e",
            text: #"""
                /* Tables that become lists of cards on a phone. */
                .table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: var(--size-2); }
                .table th { padding: 6px 10px; border-bottom: 1px solid var(--line); color: var(--text-soft); font-size: var(--size-1); font-weight: 500; text-align: left; white-space: nowrap; vertical-align: bottom; }
                .table td { padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: middle; }
                .table tr > :first-child { padding-left: var(--s4); }
                .table tr > :last-child { padding-right: var(--s4); }
                .table tbody tr:last-child > * { border-bottom: 0; }
                .table tbody th { font-size: var(--size-2); vertical-align: middle; }
                .table th.number, .table td.number { text-align: right; }
                .table th button { display: inline-flex; align-items: center; gap: 4px; padding: 0; border: 0; background: none; font-weight: inherit; cursor: pointer; }
                .table th button:hover { color: var(--text); }
                .table th[aria-sort] button { color: var(--text); }
                .table th button::after { content: ""; width: 8px; height: 8px; opacity: 0; background: currentcolor; clip-path: polygon(50% 90%, 0 20%, 100% 20%); }
                .table th[aria-sort] button::after { opacity: 1; }
                .table th[aria-sort="ascending"] button::after { transform: rotate(180deg); }
                .table tbody tr.leads { cursor: pointer; }
                .table tbody tr.leads:hover > td { background: var(--sunken); }
                .table tbody tr[data-chosen] > td { background: var(--accent-soft); }
                .table tbody tr[data-fresh] > td { animation: fresh 1.8s ease-out; }
                @keyframes fresh { from { background: var(--accent-soft); } }
                .table td a.primary { color: var(--text); font-weight: 500; white-space: nowrap; }
                .table td .under { display: block; color: var(--text-soft); font-size: var(--size-1); }
                .pager { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--s2); padding: 10px var(--s4); border-top: 1px solid var(--line); font-size: var(--size-1); color: var(--text-soft); }
                .pager .row { gap: 6px; }
                .scroll { overflow-x: auto; }
                .bleed { margin-inline: calc(-1 * var(--s4)); }
                @media (min-width: 761px) {
                  .candidates:not(.compact) th:nth-child(1) { width: 17%; }
                  .candidates:not(.compact) th:nth-child(2) { width: 92px; }
                  .candidates:not(.compact) th:nth-child(3), .candidates:not(.compact) th:nth-child(4) { width: 30%; }
                  .candidates.compact th { width: 36%; }
                  .candidates.compact th:first-child { width: 28%; }
                  .candidates.compact td:first-child .badge { margin-left: 8px; }
                }

                @media (max-width: 760px) {
                  .table.folds, .table.folds tbody { display: block; }
                  .table.folds thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
                  .table.folds tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 3px var(--s3); padding: 10px var(--s4); border-bottom: 1px solid var(--line); }
                  .table.folds tbody tr:last-child { border-bottom: 0; }
                  .table.folds td, .table.folds tr > :first-child, .table.folds tr > :last-child { display: flex; align-items: baseline; gap: 8px; min-width: 0; padding: 0; border: 0; background: none; text-align: left; }
                  .table.folds td.number, .table.folds td.end { justify-content: flex-end; }
                  .table.folds td.full { grid-column: 1 / -1; }
                  .table.folds td.phone-hidden { display: none; }
                  .table.folds td[data-label]::before { content: attr(data-label); color: var(--text-soft); font-size: var(--size-1); white-space: nowrap; }
                  .table.folds tr[data-chosen] { background: var(--accent-soft); }
                }
                .beside { margin-left: 8px; color: var(--text-soft); font-size: var(--size-1); font-weight: 400; }
                @media (max-width: 420px) { .table:not(.folds) th, .table:not(.folds) td { padding-inline: 6px; } }

                """#
        ),
        Asset(
            path: "style/tokens.css",
            digest: "180da1f3044386cc",
            text: #"""
                /* Colours, type and space. Everything else names what is here. Contrast is checked by Tests/Browser/contrast.py. */
                :root {
                  color-scheme: light;
                  --page: #f6f8f9;
                  --surface: #ffffff;
                  --raised: #ffffff;
                  --sunken: #eff2f4;
                  --line: #dde3e8;
                  --line-strong: #868f99;
                  --text: #16202a;
                  --text-soft: #4f5d6a;
                  --accent: #1b6685;
                  --accent-strong: #124f69;
                  --accent-soft: #e2f0f6;
                  --on-accent: #ffffff;
                  --good: #19733f;
                  --good-soft: #e2f3e8;
                  --warn: #865700;
                  --warn-soft: #fbf0d6;
                  --bad: #b32a26;
                  --bad-soft: #fbe7e5;
                  --idle-soft: #e9edf0;
                  --edge: #1b7aa0;
                  --cloud: #7a5bbd;
                  --gpu: #b26a00;
                  --series-4: #2e8556;
                  --series-5: #b8447b;
                  --series-6: #5f6f7d;
                  --grid: #e6eaee;
                  --shadow: 0 1px 2px rgb(22 32 42 / 6%), 0 8px 24px rgb(22 32 42 / 12%);

                  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
                  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
                  --size-1: 0.75rem;
                  --size-2: 0.8125rem;
                  --size-3: 0.875rem;
                  --size-4: 1rem;
                  --size-5: 1.25rem;
                  --size-6: 1.625rem;

                  --s1: 4px;
                  --s2: 8px;
                  --s3: 12px;
                  --s4: 16px;
                  --s5: 24px;
                  --s6: 32px;
                  --s7: 48px;
                  --radius: 8px;
                  --radius-small: 5px;
                }

                @media (prefers-color-scheme: dark) {
                  :root:not([data-theme="light"]) {
                    color-scheme: dark;
                    --page: #0d1217;
                    --surface: #141a21;
                    --raised: #1b232c;
                    --sunken: #1b232c;
                    --line: #28323c;
                    --line-strong: #6d7a87;
                    --text: #e5ebf1;
                    --text-soft: #9fadba;
                    --accent: #69bbdb;
                    --accent-strong: #93d1ea;
                    --accent-soft: #15303d;
                    --on-accent: #08202b;
                    --good: #5fc88a;
                    --good-soft: #14301f;
                    --warn: #e0ac4b;
                    --warn-soft: #33270f;
                    --bad: #f28b82;
                    --bad-soft: #3b1d1c;
                    --idle-soft: #222c36;
                    --edge: #56b0d4;
                    --cloud: #ab92e6;
                    --gpu: #dd9a3c;
                    --series-4: #62ba89;
                    --series-5: #e583b0;
                    --series-6: #93a3b1;
                    --grid: #232d37;
                    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 50%);
                  }
                }

                :root[data-theme="dark"] {
                  color-scheme: dark;
                  --page: #0d1217;
                  --surface: #141a21;
                  --raised: #1b232c;
                  --sunken: #1b232c;
                  --line: #28323c;
                  --line-strong: #6d7a87;
                  --text: #e5ebf1;
                  --text-soft: #9fadba;
                  --accent: #69bbdb;
                  --accent-strong: #93d1ea;
                  --accent-soft: #15303d;
                  --on-accent: #08202b;
                  --good: #5fc88a;
                  --good-soft: #14301f;
                  --warn: #e0ac4b;
                  --warn-soft: #33270f;
                  --bad: #f28b82;
                  --bad-soft: #3b1d1c;
                  --idle-soft: #222c36;
                  --edge: #56b0d4;
                  --cloud: #ab92e6;
                  --gpu: #dd9a3c;
                  --series-4: #62ba89;
                  --series-5: #e583b0;
                  --series-6: #93a3b1;
                  --grid: #232d37;
                  --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 50%);
                }

                """#
        ),
        Asset(
            path: "theme.js",
            digest: "9bdd042c406921e5",
            text: #"""
                // Before anything is painted: the theme that was chosen here, or the system's.
                (() => {
                  let chosen = null;
                  try { chosen = localStorage.getItem("berth.theme"); } catch { /* storage may be forbidden */ }
                  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
                })();

                """#
        ),
    ]
}
