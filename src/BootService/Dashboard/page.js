// The page: who looks, which view is shown, and what stands above all of them.
import { at, failed, make, put, say } from "./dom.js";
import { board, follow, listen, load } from "./board.js";
import { meet, reach, stack, visitor } from "./stack.js";
import { span } from "./times.js";
import * as nodes from "./nodes.js";

const others = {
  host: "./host.js", unknown: "./unknown.js", networks: "./networks.js", pallets: "./pallets.js", doctor: "./doctor.js", changes: "./changes.js",
  tokens: "./tokens.js", report: "./report.js",
};
const now = { view: null, module: null, scrolled: 0, turn: 0 };

async function route() {
  const [path, question] = location.hash.slice(1).split("?");
  const [view, ...rest] = path.split("/").filter(part => part).map(decodeURIComponent);
  const params = new URLSearchParams(question ?? "");
  const turn = ++now.turn, isNodes = !others[view], other = at("other");
  if (now.view === "nodes" && !isNodes) now.scrolled = scrollY;
  at("nodes-view").hidden = !isNodes;
  other.hidden = isNodes;
  mark(isNodes || view === "host" ? "nodes" : view);
  now.module?.leave?.();
  now.module = null;
  if (isNodes) {
    other.textContent = "";
    const came = now.view && now.view !== "nodes";
    now.view = "nodes";
    nodes.show(params);
    if (came) scrollTo(0, now.scrolled);
    title();
    return;
  }
  const isSame = now.view === view && view === "host";
  now.view = view;
  if (!isSame) {
    other.textContent = "";
    scrollTo(0, 0);
  }
  try {
    const module = await import(others[view]);
    if (turn !== now.turn) return;
    now.module = module;
    await module.show(other, rest, params);
    if (!isSame) other.querySelector("h1")?.setAttribute("tabindex", "-1");
    if (!isSame && visits) other.querySelector("h1")?.focus({ preventScroll: true });
  } catch (error) {
    if (turn === now.turn) other.append(failed(error));
  }
  title();
}

// Whoever came here by a key or a click is led to what is new; whoever has just opened the page is not.
let visits = 0;

function mark(view) {
  for (const link of document.querySelectorAll("nav[aria-label=Views] a")) {
    link.getAttribute("href").split("?")[0] === `#/${view}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
}

function title() {
  const failing = (board.counts.failing ?? 0) + (board.counts.overdue ?? 0);
  const view = at("other").hidden ? "" : at("other").querySelector("h1")?.textContent ?? "";
  const text = `${failing ? `(${failing} failing) ` : ""}${view ? `${view} · ` : ""}${board.frontend || "BootService"}`;
  if (document.title !== text) document.title = text;
}

function running() {
  const area = at("running");
  area.hidden = !board.running.length;
  while (area.children.length > board.running.length) area.lastChild.remove();
  board.running.forEach((command, at) => {
    const line = area.children[at] ?? area.appendChild(make("p", {}, make("b", {}), make("span", {}), make("progress", { ariaLabel: "How far it is" })));
    const [name, text, bar] = line.children;
    put(name, `${command.who}: ${command.line}`);
    put(text, command.text);
    bar.hidden = !command.total;
    if (command.total) Object.assign(bar, { max: command.total, value: command.done });
  });
}

async function servers() {
  const said = await stack("list.network.server").catch(() => ({ rows: [] }));
  put(at("rogue"), said.rows.filter(row => row.verdict === "wrong")
    .map(row => `Another DHCP server answers on ${row.interface}: ${row.result}. To do: ${row["what to do"]}.`).join("\n"));
  at("rogue").hidden = !at("rogue").textContent;
}

function live(isLive) {
  at("live").className = isLive ? "on" : "off";
  document.body.classList.toggle("stale", !isLive);
  stale();
}

// What is shown while nothing is heard is old, and says how old.
function stale() {
  put(at("live").querySelector(".text"), board.isLive ? "live" : board.heard ? `connection lost; as of ${span(Date.now() - board.heard)} ago` : "connecting");
}

function account() {
  const isToken = visitor.via !== null && visitor.via !== "loopback";
  put(at("visitor"), visitor.role === null ? "" : isToken ? `${visitor.name}${visitor.role === "read" ? " (may look)" : ""}${visitor.hosts ? `, ${visitor.hosts}` : ""}` : "looking only");
  put(at("account"), isToken && visitor.role ? "Log out" : "Log in");
  put(at("frontend"), visitor.frontend);
}

function ask(why) {
  const dialog = at("login");
  put(dialog.querySelector(".wrong"), why ?? "");
  dialog.querySelector(".other").hidden = !visitor.login;
  dialog.querySelector(".other a").href = visitor.login ?? "";
  if (!dialog.open) dialog.showModal();
  at("key").focus();
}

at("account").addEventListener("click", async () => {
  if (at("account").textContent !== "Log out") return ask("");
  await fetch("/v1/logout", { method: "POST" });
  location.reload();
});
document.addEventListener("locked", event => { account(); live(false); ask(event.detail); });
document.addEventListener("ended", async () => {
  await meet().catch(() => {});
  account();
  ask(visitor.why ?? "what you were let in with has ended");
});
document.addEventListener("moved", () => title());
document.querySelectorAll("dialog button[value=cancel]").forEach(button => button.addEventListener("click", () => button.closest("dialog").close()));
at("login").querySelector("form").addEventListener("submit", async event => {
  event.preventDefault();
  const wrong = at("login").querySelector(".wrong");
  put(wrong, "looking at it …");
  try {
    const answer = await fetch("/v1/login", { method: "POST", body: at("key").value });
    if (answer.ok) location.reload();
    else put(wrong, (await answer.text()).trim());
  } catch {
    put(wrong, "the frontend does not answer");
  }
});
at("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});
addEventListener("hashchange", () => { visits++; route(); });
addEventListener("keydown", event => {
  if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")
    || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Escape" && event.target.id === "search" && event.target.value) {
      event.target.value = "";
      event.target.dispatchEvent(new Event("input"));
    }
    return;
  }
  if (event.key === "/" && now.view === "nodes") {
    event.preventDefault();
    at("search").focus();
  } else if (event.key === "Escape" && now.view === "host") {
    history.length > 1 && visits ? history.back() : location.hash = "#/nodes";
  } else if (now.view === "nodes") {
    nodes.key(event);
  }
});

(async () => {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const isKnown = meet();
  const first = load().catch(error => error);
  if (!await isKnown) {
    account();
    return ask(visitor.why ?? "");
  }
  account();
  const fault = await first;
  if (fault) throw fault;
  listen(change => {
    title();
    running();
    if (!at("nodes-view").hidden) nodes.update(change);
    now.module?.update?.(change);
    if (change.site) servers();
  });
  await route();
  performance.mark("nodes drawn");
  running();
  servers();
  setInterval(servers, 60_000);
  setInterval(stale, 1000);
  follow(live);
  if (visitor.why) ask(visitor.why);
})().catch(error => say(error.message, true, true));
