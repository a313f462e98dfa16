// Which nodes are chosen, and what is done with all of them.
import { at, say, sure } from "./dom.js";
import { mayChange, stack } from "./stack.js";
import { board } from "./board.js";

export const chosen = new Set();

const listeners = [];

export const onChosen = run => listeners.push(run);

export function choose(names, isChosen) {
  for (const name of names) isChosen ? chosen.add(name) : chosen.delete(name);
  drawChosen();
}

export function drawChosen() {
  for (const name of chosen) if (!board.hosts.has(name)) chosen.delete(name);
  const bar = at("chosen"), text = `${chosen.size} chosen`;
  bar.hidden = !chosen.size || !mayChange();
  if (at("count").textContent !== text) at("count").textContent = text;
  for (const run of listeners) run();
}

const whom = names => names.length === 1 ? names[0] : `${names.length} nodes`;

const listed = names => names.length === 1 ? "" : `: ${names.slice(0, 8).join(", ")}${names.length > 8 ? " …" : ""}`;

export async function boot(names, action, ...more) {
  try {
    const said = await stack("set.host.boot", [...names, `action=${action}`, ...more]);
    say(said.messages.join("; ") || `${whom(names)} will ${action === "install" ? "install at the next network boot" : "boot from disk"}`);
    choose([...chosen], false);
  } catch (error) {
    say(error.message, true);
  }
}

// What machines lose by is asked first; of more than ten it must be typed how many they are.
function ask(word, names, what, run) {
  const many = names.length > 10 ? names.length : null;
  sure({ title: `${word} ${whom(names)}?`, what: `${what}${listed(names)}.`, word, number: many }, () => run(...(many ? [`confirm=${many}`] : [])));
}

export const install = names => ask("Install", names, "At the next network boot the disk is replaced", (...more) => boot(names, "install", ...more));

export const powers = {
  on: { word: "Power on", done: "switched on" },
  reset: { word: "Reset", done: "reset", danger: "Whatever runs there is cut off, and the machine starts anew" },
  off: { word: "Power off", done: "switched off", danger: "Whatever runs there is cut off" },
};

export function power(names, command) {
  const { word, done, danger } = powers[command];
  const run = async (...more) => {
    say(`${word}: waiting for ${whom(names)} …`, false, true);
    try {
      await stack("set.host.power", [...names, `command=${command}`, ...more], event => say(event.text, false, true));
      say(`${whom(names)}: ${done}`);
    } catch (error) {
      say(error.message, true);
    }
  };
  danger ? ask(word, names, danger, run) : run();
}

at("chosen").addEventListener("click", event => {
  const names = [...chosen], todo = {
    install: () => install(names), os: () => boot(names, "os"), on: () => power(names, "on"), reset: () => power(names, "reset"),
    off: () => power(names, "off"), none: () => choose(names, false),
  };
  todo[event.target.dataset.do]?.();
});
