"use strict";

const at = id => document.getElementById(id);
// The states are those of "stack list host status", in its words; here they have a colour.
const states = { failing: "bad", overdue: "bad", waiting: "wait", installing: "run", up: "ok", idle: "idle" };
const road = ["armed", "offered", "fetched", "installing", "staged", "confirmed"];
const tallies = [["all", "Nodes", ""], ["failing", "Failing", "bad"], ["overdue", "Overdue", "bad"], ["installing", "Installing", "run"], ["waiting", "Waiting", "wait"], ["up", "Up", "ok"]];
const chosen = new Set();
const shown = { hosts: [], filter: "all", open: null, simulating: null, role: null, name: null };

const make = (tag, props = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) key in made ? made[key] = value : made.setAttribute(key, value);
  made.append(...inside.filter(part => part !== null && part !== undefined));
  return made;
};

// One command: its rows, messages and the sentence it ended with.
async function stack(verb, ...args) {
  const answer = await fetch(`/v1/commands/${verb}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ args }) });
  if (answer.status === 401) { shown.role = null; showAccount(); throw new Error("log in to go on"); }
  const said = { rows: [], messages: [] };
  for (const line of (await answer.text()).split("\n").filter(line => line)) {
    const event = JSON.parse(line);
    if (event.event === "row") said.rows.push(event.row ?? event.cells ?? event);
    if (event.event === "message") said.messages.push(event.text);
    if (event.event === "error") said.error = event.text;
  }
  if (said.error) throw Object.assign(new Error(said.error), said);
  return said;
}

// Whoever holds something with the keyboard while news redraw it holds it still afterwards. Null when nothing in there is held.
function hold(area) {
  if (!area.contains(document.activeElement)) return null;
  const held = document.activeElement.dataset.hold;
  return () => { const again = held && area.querySelector(`[data-hold="${CSS.escape(held)}"]:not(:disabled)`); again?.focus({ preventScroll: true }); return Boolean(again); };
}

function say(text, bad, stays) {
  const said = at("said");
  said.textContent = text; said.className = bad ? "bad" : ""; said.hidden = false;
  clearTimeout(say.timer); if (!stays) say.timer = setTimeout(() => said.hidden = true, bad ? 9000 : 4500);
}

const kind = host => states[host.state] ?? "idle";
const rank = host => ["failing", "overdue", "installing", "waiting", "idle", "up"].indexOf(host.state);

async function load() {
  const [hosts, status, servers] = await Promise.all([stack("list.host"), stack("list.host.status"), stack("list.network.server")]);
  const rogue = servers.rows.filter(row => row.verdict === "wrong").map(row => `Another DHCP server answers on ${row.interface}: ${row.result}. To do: ${row["what to do"]}.`).join("\n");
  if (at("rogue").textContent !== rogue) at("rogue").textContent = rogue;
  at("rogue").hidden = !rogue;
  const byName = new Map(status.rows.map(row => [row.host, row]));
  shown.hosts = hosts.rows.filter(row => row.appliance !== "frontend").map(row => ({ ...row, ...byName.get(row.host) }));
  draw();
  if (shown.open) await open(shown.open, false);
}

function progress(host) {
  const now = road.indexOf(host.install);
  const reached = now >= 0 ? now : road.indexOf({ kickstart: "fetched", "": "offered" }[host.step ?? ""] ?? "installing");
  const steps = make("span", { className: "steps", ariaHidden: "true" });
  road.slice(1).forEach((_, step) => steps.append(make("i", { className: (step < reached ? "on" : "") + (step === reached - 1 ? " end" : "") })));
  return steps;
}

function card(host) {
  const name = host.host, state = kind(host);
  const box = make("input", { type: "checkbox", "data-hold": `box ${name}`, checked: chosen.has(name), ariaLabel: `Choose ${name}`, disabled: shown.role !== "admin", hidden: shown.role !== "admin" });
  box.addEventListener("change", () => { box.checked ? chosen.add(name) : chosen.delete(name); drawChosen(); });
  const why = host.why ?? (host.action ? `boots ${host.action === "os" ? "from its disk" : host.action}` : "never installed from here");
  return make("li", { className: `node ${state}${shown.open === name ? " open" : ""}` }, box,
    make("a", { href: `#${name}`, textContent: name, "data-hold": `link ${name}` }),
    make("span", { className: "state", textContent: host.state }),
    make("p", { textContent: why, title: why }), host.install && host.install !== "cancelled" ? progress(host) : null);
}

function draw() {
  const wanted = at("search").value.trim().toLowerCase();
  const tally = at("tally"), tallyHeld = hold(tally); tally.textContent = "";
  for (const [key, word, className] of tallies) {
    const count = shown.hosts.filter(host => key === "all" || host.state === key).length;
    const button = make("button", { type: "button", "data-hold": key, className: className + (count ? "" : " zero"), ariaPressed: String(shown.filter === key) }, make("b", { textContent: count }), word);
    button.addEventListener("click", () => { shown.filter = shown.filter === key ? "all" : key; draw(); });
    tally.append(button);
  }
  tallyHeld?.();
  const hosts = shown.hosts.filter(host => (shown.filter === "all" || host.state === shown.filter) && `${host.host} ${host.appliance} ${host.state ?? ""} rack${host.rack}`.toLowerCase().includes(wanted));
  const racks = Map.groupBy(hosts, host => Number(host.rack));
  const nodes = at("nodes"), held = hold(nodes); nodes.textContent = "";
  const order = [...racks].sort(([a, x], [b, y]) => Math.min(...x.map(rank)) - Math.min(...y.map(rank)) || a - b);
  for (const [rack, inside] of order) {
    inside.sort((a, b) => rank(a) - rank(b) || Number(a.rank) - Number(b.rank));
    const bad = inside.filter(host => kind(host) === "bad").length;
    nodes.append(make("section", { className: "rack" },
      make("h2", {}, `Rack ${rack}`, make("small", { textContent: `${inside.length} node${inside.length === 1 ? "" : "s"}${bad ? `, ${bad} failing` : ""}` })),
      make("ul", { className: "grid" }, ...inside.map(card))));
  }
  if (!hosts.length) nodes.append(make("p", { className: "empty" }, shown.hosts.length ? "No node fits." : make("span", {}, "There are no nodes yet: ", make("code", { textContent: "stack add host backend-0-0" }))));
  held?.();
  drawChosen();
}

function drawChosen() {
  for (const name of chosen) if (!shown.hosts.some(host => host.host === name)) chosen.delete(name);
  at("chosen").hidden = !chosen.size;
  at("count").textContent = `${chosen.size} chosen`;
}

const size = bytes => bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MiB` : bytes >= 1024 ? `${Math.round(bytes / 1024)} KiB` : bytes ? `${bytes} B` : "";
const after = seconds => seconds < 60 ? `+${seconds.toFixed(1)} s` : seconds < 3600 ? `+${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}` : `+${(seconds / 3600).toFixed(1)} h`;

// Each step is a bar from the step before it to itself: where the time went is where the bars are long.
function line(rows) {
  const times = rows.map(row => Date.parse(row.time)).map((time, row, all) => isNaN(time) ? all[row - 1] ?? NaN : time);
  const first = times[0], span = Math.max(1, Math.max(...times.filter(time => !isNaN(time))) - first);
  return make("ol", { className: "line" }, ...rows.map((row, index) => {
    const until = isNaN(times[index]) ? first + span : times[index], from = index ? times[index - 1] : first;
    const className = row.outcome === "ok" ? "ok" : row.outcome === "expected" ? "wait" : "bad";
    const bar = make("i");
    bar.style.left = `${Math.max(0, Math.min(98, (from - first) / span * 100))}%`;
    bar.style.width = `${Math.max(.5, (until - from) / span * 100)}%`;
    return make("li", { className }, make("span", { className: "at", textContent: after((until - first) / 1000) }),
      make("span", { className: "name" }, `${row.what ?? row.stage} `, make("small", { textContent: row.stage })),
      make("span", { className: "size", textContent: size(Number(row.bytes ?? 0)) }),
      make("span", { className: "track" }, bar), row.why && row.outcome !== "ok" ? make("p", { textContent: row.why }) : null);
  }));
}

async function open(name, focus = true) {
  const host = shown.hosts.find(one => one.host === name), detail = at("detail");
  if (!host) { shut(); return; }
  shown.open = name;
  const [timeline, log] = await Promise.all([stack("list.host.timeline", name), stack("list.host.log", name)]);
  if (shown.open !== name) return;
  const scroll = detail.scrollTop, state = kind(host), may = shown.role === "admin";
  const held = hold(detail);
  const close = make("button", { type: "button", textContent: "✕", ariaLabel: "Close", "data-hold": "close" });
  close.addEventListener("click", () => { history.pushState(null, "", location.pathname); shut(); });
  const act = (word, className, run, possible = true) => { const button = make("button", { type: "button", textContent: word, className, "data-hold": word, disabled: !may || !possible, title: may ? "" : "log in with a token of role admin" }); button.addEventListener("click", run); return button; };
  detail.textContent = "";
  detail.append(
    make("header", {}, make("h2", { textContent: name, tabIndex: -1 }), make("span", { className: `state ${state}`, textContent: host.state, title: host.since ? `since ${new Date(host.since).toLocaleString()}` : "" }), close),
    ...(host.why ? [make("p", { className: "why", textContent: host.why })] : []),
    make("dl", {}, ...[["Rack", `${host.rack}, place ${host.rank}`], ["Appliance", host.appliance], ["Next boot", host.action === "install" ? "the installer" : "its disk"], ["Since", host.since && new Date(host.since).toLocaleString()], ["Attempt", host.attempt && `${host.attempt}, ${host.install}, booted ${host.boots}`], ["Last step", host.step], ["Heard", host.heard && new Date(host.heard).toLocaleString()]]
      .filter(([, value]) => value).flatMap(([key, value]) => [make("dt", { textContent: key }), make("dd", { textContent: value })])),
    make("div", { className: "acts" },
      act("Install", "danger", () => install([name]), host.action !== "install"),
      act("Cancel", "", () => boot([name], "os"), host.action === "install"),
      act("Simulate", "", () => simulate(name))),
    make("div", { className: "acts" }, ...Object.entries(powers).map(([command, { word, danger }]) => act(word, danger ? "cuts" : "", () => power([name], command)))),
    make("div", { id: "rehearsal" }),
    ...(log.rows.length ? [make("h3", { textContent: "The log of what failed" }), make("pre", { textContent: log.rows.map(row => row.log).join("\n"), tabIndex: 0 })] : []),
    make("h3", { textContent: "Newest boot" }),
    timeline.rows.length ? line(timeline.rows) : make("p", { className: "empty", textContent: "Nothing was heard of it yet." }));
  if (shown.rehearsal?.name === name) at("rehearsal").replaceWith(shown.rehearsal.drawn);
  detail.hidden = false; document.querySelector("main").classList.add("open");
  detail.scrollTop = scroll;
  document.querySelectorAll(".node").forEach(node => node.classList.toggle("open", node.querySelector("a").textContent === name));
  showSimulating();
  if (focus || held && !held()) detail.querySelector("h2").focus({ preventScroll: innerWidth > 992 });
}

function shut() {
  const name = shown.open; shown.open = null;
  at("detail").hidden = true; document.querySelector("main").classList.remove("open");
  document.querySelectorAll(".node.open").forEach(node => node.classList.remove("open"));
  if (name) document.querySelector(`.node a[href="#${CSS.escape(name)}"]`)?.focus();
}

// The button stays where the keyboard is, and says so while it cannot be pressed again.
function showSimulating() {
  const button = document.querySelector('#detail [data-hold="Simulate"]');
  if (button) { button.ariaBusy = String(shown.simulating === shown.open); button.textContent = shown.simulating === shown.open ? "Simulating…" : "Simulate"; }
}

async function simulate(name) {
  if (shown.simulating) return;
  shown.simulating = name; showSimulating();
  let said, fault;
  try { said = await stack("simulate.boot", name); } catch (error) { said = error; fault = error.message; }
  const rows = (said.rows ?? []).map(row => ({ ...row, outcome: row.verdict === "FAIL" || row.verdict === "failed" ? "bad" : "ok" }));
  const list = make("ol", { className: "line" }, ...rows.map(row => make("li", { className: row.outcome },
    make("span", { className: "at", textContent: row.milliseconds ? `${row.milliseconds} ms` : "" }), make("span", { className: "name" }, `${row.what ?? ""} `, make("small", { textContent: row.stage })),
    make("span", { className: "size", textContent: row.verdict ?? "" }), row.why ? make("p", { textContent: row.why }) : null)));
  shown.simulating = null; showSimulating();
  shown.rehearsal = { name, drawn: make("div", { id: "rehearsal" }, make("h3", { textContent: "Simulated boot" }), list, fault && !rows.length ? make("p", { className: "why", textContent: fault }) : null) };
  if (shown.open === name) at("rehearsal")?.replaceWith(shown.rehearsal.drawn);
  say(fault ?? `${name} passes`, Boolean(fault));
}

const whom = names => names.length === 1 ? names[0] : `${names.length} nodes`;

async function boot(names, action, ...more) {
  try { await stack("set.host.boot", ...names, `action=${action}`, ...more); say(`${whom(names)} will ${action === "install" ? "install at the next network boot" : "boot from disk"}`); chosen.clear(); await load(); }
  catch (error) { say(error.message, true); }
}

// What machines lose by is asked first; of more than ten it must be typed how many they are.
function sure(word, names, what, run) {
  const dialog = at("confirm"), count = names.length > 10, number = at("number");
  dialog.querySelector("h2").textContent = `${word} ${whom(names)}?`;
  dialog.querySelector(".what").textContent = `${what}${names.length > 1 ? `: ${names.slice(0, 8).join(", ")}${names.length > 8 ? " …" : ""}` : "."}`;
  dialog.querySelector(".ask").hidden = !count;
  dialog.querySelector("label").textContent = `Type how many nodes that is:`;
  dialog.querySelector(".danger").textContent = word;
  number.value = "";
  dialog.querySelector("form").onsubmit = event => { if (count && number.value.trim() !== String(names.length)) { event.preventDefault(); number.focus(); return; } run(...(count ? [`confirm=${names.length}`] : [])); };
  dialog.showModal();
}

const install = names => sure("Install", names, "At the next network boot the disk is replaced", (...more) => boot(names, "install", ...more));

const powers = {
  on: { word: "Power on", done: "switched on" },
  reset: { word: "Reset", done: "reset", danger: "Whatever runs there is cut off, and the machine starts anew" },
  off: { word: "Power off", done: "switched off", danger: "Whatever runs there is cut off" },
};

function power(names, command) {
  const { word, done, danger } = powers[command];
  const run = async (...more) => {
    say(`${word}: waiting for ${whom(names)} …`, false, true);
    try { await stack("set.host.power", ...names, `command=${command}`, ...more); say(`${whom(names)}: ${done}`); await load(); }
    catch (error) { say(error.message, true); }
  };
  danger ? sure(word, names, danger, run) : run();
}

function showAccount() {
  at("account").textContent = shown.role === "admin" ? `Log out ${shown.name}` : "Log in";
  if (shown.role === null && !at("login").open) at("login").showModal();
}

async function who() {
  Object.assign(shown, await (await fetch("/v1/me")).json());
  showAccount();
  return shown.role !== null;
}

function follow() {
  const live = at("live"), source = new EventSource("/v1/events");
  const show = (state, text) => { live.className = state; live.querySelector(".text").textContent = text; };
  let waiting = 0;
  const soon = () => { if (!waiting) waiting = setTimeout(() => { waiting = 0; load().catch(() => {}); }, 400); };
  source.onopen = () => { show("on", "live"); soon(); };
  source.onerror = () => show("off", "connection lost, trying again");
  source.addEventListener("boot", soon);
  setInterval(() => { if (shown.role && !document.hidden) soon(); }, 15000);
}

at("account").addEventListener("click", async () => {
  if (shown.role === "admin") { await fetch("/v1/logout", { method: "POST" }); location.reload(); } else { at("login").showModal(); at("key").focus(); }
});
document.querySelectorAll("dialog button[value=cancel]").forEach(button => button.addEventListener("click", () => button.closest("dialog").close()));
at("login").querySelector("form").addEventListener("submit", async event => {
  event.preventDefault();
  const answer = await fetch("/v1/login", { method: "POST", body: at("key").value });
  if (!answer.ok) { at("login").querySelector(".wrong").textContent = (await answer.text()).trim(); return; }
  location.reload();
});
at("theme").addEventListener("click", () => {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark"; localStorage.setItem("theme", root.dataset.theme);
});
at("search").addEventListener("input", draw);
at("chosen").addEventListener("click", event => { const names = [...chosen]; ({ install: () => install(names), os: () => boot(names, "os"), on: () => power(names, "on"), reset: () => power(names, "reset"), none: () => { chosen.clear(); draw(); } })[event.target.dataset.do]?.(); });
addEventListener("hashchange", () => location.hash.length > 1 ? open(decodeURIComponent(location.hash.slice(1))).catch(error => say(error.message, true)) : shut());
addEventListener("keydown", event => {
  if (event.target.matches("input:not([type=checkbox])") || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) { if (event.key === "Escape" && event.target.id === "search") { event.target.value = ""; draw(); } return; }
  const links = [...document.querySelectorAll(".node a")], now = links.indexOf(document.activeElement);
  if (event.key === "/") { event.preventDefault(); at("search").focus(); }
  else if (event.key === "Escape" && shown.open) { history.pushState(null, "", location.pathname); shut(); }
  else if ((event.key === "j" || event.key === "k") && links.length) { event.preventDefault(); links[Math.max(0, Math.min(links.length - 1, now + (event.key === "j" ? 1 : -1)))].focus(); }
  else if (event.key === "x" && now >= 0) document.activeElement.closest(".node").querySelector("input").click();
});

(async () => {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  if (!await who()) return;
  await load();
  follow();
  if (location.hash.length > 1) await open(decodeURIComponent(location.hash.slice(1)), false);
})().catch(error => say(error.message, true));
