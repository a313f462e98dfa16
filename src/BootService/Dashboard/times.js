// Points of time by the reader's clock, and ages by the frontend's: the two may differ by hours.
import { make } from "./dom.js";

let ahead = 0;

export const setClock = now => { ahead = Date.parse(now) - Date.now(); };

export const now = () => Date.now() + ahead;

export function span(milliseconds) {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} days`;
}

export function age(iso) {
  const gone = now() - Date.parse(iso);
  return gone < -1000 ? `in ${span(gone)}` : `${span(Math.max(0, gone))} ago`;
}

export const local = iso => new Date(iso).toLocaleString();

// An age that goes on by itself; the time is behind it.
export const aged = iso => iso ? make("time", { className: "age", dateTime: iso, title: local(iso), textContent: age(iso) }) : "";

export const timed = iso => iso ? make("span", {}, local(iso), " ", make("small", {}, "(", aged(iso), ")")) : "";

setInterval(() => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("time.age")) {
    const text = age(element.dateTime);
    if (element.textContent !== text) element.textContent = text;
  }
}, 5000);
