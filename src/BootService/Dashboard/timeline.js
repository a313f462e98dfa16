// Steps of a boot on a scale of time. The scale begins at the first packet; long waits are folded, and say how long they were.
import { make } from "./dom.js";
import { local, span } from "./times.js";

const packets = new Set(["dhcp", "bootserver", "tftp", "http", "configuration", "kernel", "kickstart", "installer", "done", "up"]);
const longest = 60_000;

function size(bytes) {
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MiB`;
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KiB`;
  return bytes ? `${bytes} B` : "";
}

export function offset(milliseconds) {
  const sign = milliseconds < 0 ? "−" : "+", seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 60) return `${sign}${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  return `${sign}${(seconds / 3600).toFixed(1)} h`;
}

// Where each step stands on the scale, 0 to 1, and whether the way to it is folded. Pure.
export function scale(rows) {
  const times = [];
  rows.forEach((row, at) => times.push(isNaN(Date.parse(row.time)) ? times[at - 1] ?? 0 : Date.parse(row.time)));
  const first = Math.max(0, rows.findIndex(row => packets.has(row.stage)));
  const gaps = times.map((time, at) => at <= first ? 0 : Math.max(0, time - times[at - 1]));
  const active = gaps.filter(gap => gap <= longest).reduce((sum, gap) => sum + gap, 0);
  const folded = gaps.map(gap => gap > longest && gap > active / 2 ? Math.max(active * .15, 1000) : gap);
  const total = Math.max(1, folded.reduce((sum, gap) => sum + gap, 0));
  let until = 0;
  return rows.map((row, at) => {
    const from = until;
    until += folded[at] / total;
    return { from, until, isFolded: folded[at] < gaps[at], gap: gaps[at], since: times[at] - times[first], isBefore: at < first };
  });
}

const outcomes = { ok: "ok", expected: "wait" };

export function draw(rows) {
  const places = scale(rows);
  return make("ol", { className: "line" }, rows.map((row, at) => {
    const place = places[at], bar = make("i", { className: place.isFolded ? "folded" : "" });
    bar.style.left = `${Math.min(98, place.from * 100)}%`;
    bar.style.width = `${Math.max(.5, (place.until - place.from) * 100)}%`;
    return make("li", { className: `${outcomes[row.outcome] ?? "bad"}${place.isBefore ? " before" : ""}` },
      make("span", { className: "at", title: local(row.time), textContent: offset(place.since) }),
      make("span", { className: "name" }, `${row.what ?? row.stage ?? ""} `, make("small", { textContent: row.stage ?? row.outcome })),
      make("span", { className: "size", textContent: [size(Number(row.bytes ?? 0)), row.rate].filter(part => part).join(", ") }),
      place.isBefore ? null : make("span", { className: "track" }, bar),
      place.isFolded ? make("p", { className: "soft", textContent: `${span(place.gap)} of waiting, drawn short` }) : null,
      row.why && row.outcome !== "ok" ? make("p", { textContent: row.why }) : null);
  }));
}
