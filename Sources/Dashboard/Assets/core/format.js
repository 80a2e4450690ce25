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
