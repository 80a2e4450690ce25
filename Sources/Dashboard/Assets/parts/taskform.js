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
