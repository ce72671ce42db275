// Figures as text.
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** 50th, 95th and 99th percentile by nearest rank. */
export function percentiles(values) {
  const sorted = Float64Array.from(values).sort();
  const at = (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
  return { p50: at(50), p95: at(95), p99: at(99) };
}

/** What the figures were measured on. */
export function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0],
  };
}

export function describeMachine({ cpu, cores, memoryBytes, system, node, loadBefore }) {
  const hardware = `${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${hardware}, ${system}, Node ${node}, load before the start ${loadBefore.toFixed(1)}`;
}

/** Rows of text in columns: the first to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]));
  return rows.map((row) => `  ${row.map(pad).join('   ')}`.trimEnd()).join('\n');
}

const show = (value, digits, unit) => (value === undefined ? '–' : `${value.toFixed(digits)} ${unit}`);

export const ms = (value) => show(value, 2, 'ms');
export const perSecond = (value) => show(value, 0, '/s');
export const mebibytes = (bytes) => show(bytes === undefined ? undefined : bytes / 2 ** 20, 0, 'MiB');
