// How every host stands: asked for once, and then followed. Whoever draws is told what has changed, and nothing else.
import { setClock } from "./times.js";
import { reach } from "./stack.js";

// The states are those of "stack list host status", in its words; here they have a colour.
export const kinds = { failing: "bad", overdue: "bad", waiting: "wait", installing: "run", up: "ok", idle: "idle" };

export const kind = host => kinds[host.state] ?? "idle";

export const board = { hosts: new Map(), order: [], counts: {}, frontend: "", running: [], id: "", isLive: false, heard: 0 };

const listeners = new Set();

export const listen = run => listeners.add(run);

// A place is a number or a word; numbers come first, and words go by their letters and numbers.
const words = new Intl.Collator("en", { numeric: true });

function comparePlaces(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  return typeof b === "number" ? 1 : words.compare(a, b);
}

const compare = (a, b) => comparePlaces(a.rack, b.rack) || comparePlaces(a.rank, b.rank) || words.compare(a.host, b.host);

export async function load() {
  take(await (await reach("/v1/board")).json());
}

function take(news) {
  const changed = new Set(), came = [], gone = new Set(news.gone);
  setClock(news.now);
  board.id = news.id;
  board.frontend = news.frontend;
  board.running = news.running;
  board.heard = Date.now();
  if (news.all) {
    for (const name of board.hosts.keys()) gone.add(name);
    board.hosts.clear();
  }
  for (const name of news.gone) board.hosts.delete(name);
  for (const fresh of news.rows) {
    gone.delete(fresh.host);
    changed.add(fresh.host);
    const known = board.hosts.get(fresh.host);
    if (!known || known.rack !== fresh.rack || known.rank !== fresh.rank) came.push(fresh);
    else replace(known, fresh);
    board.hosts.set(fresh.host, fresh);
  }
  if (news.all) board.order = news.rows;
  else if (came.length || gone.size) board.order = [...board.hosts.values()].sort(compare);
  if (news.all || came.length || gone.size) count();
  const change = {
    changed, gone, isMoved: Boolean(news.all || came.length || gone.size), heard: new Set(news.heard),
    site: Boolean(news.site), strangers: Boolean(news.strangers), all: Boolean(news.all),
  };
  for (const run of listeners) run(change);
}

// Where each host stands in the order: one that has changed is put into its place without a look at the others.
const places = new Map();

function count() {
  board.counts = {};
  places.clear();
  board.order.forEach((host, at) => {
    places.set(host.host, at);
    board.counts[host.state] = (board.counts[host.state] ?? 0) + 1;
  });
}

function replace(known, fresh) {
  board.order[places.get(known.host)] = fresh;
  board.counts[known.state]--;
  board.counts[fresh.state] = (board.counts[fresh.state] ?? 0) + 1;
}

// How long nothing may be heard before what is shown counts as old: the frontend says something each five seconds.
const silence = 12_000;

let source = null;

export function follow(onLive) {
  const open = () => {
    source?.close();
    source = new EventSource(`/v1/board/changes?after=${board.id}`);
    source.addEventListener("board", event => { take(JSON.parse(event.data)); live(true); });
    source.addEventListener("ended", () => { source.close(); live(false); document.dispatchEvent(new Event("ended")); });
    source.onerror = () => live(false);
  };
  const live = isLive => {
    if (board.isLive !== isLive) onLive(board.isLive = isLive);
  };
  let tried = 0;
  setInterval(() => {
    if (Date.now() - board.heard < silence || Date.now() - tried < silence) return;
    live(false);
    tried = Date.now();
    // A stream that the frontend has refused is not tried again by the browser; the question says why.
    reach("/v1/me").then(answer => answer.json()).then(me => me.role ? open() : reach("/v1/board")).catch(() => {});
  }, 2000);
  open();
}
