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
