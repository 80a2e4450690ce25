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
