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
