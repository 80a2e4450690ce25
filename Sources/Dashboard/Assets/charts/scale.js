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
