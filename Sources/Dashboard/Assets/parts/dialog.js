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
