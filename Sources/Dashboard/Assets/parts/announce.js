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
