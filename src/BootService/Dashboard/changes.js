// Who changed what, and taking it back.
import { empty, heading, make, press, say, sure } from "./dom.js";
import { mayChange, stack } from "./stack.js";
import { timed } from "./times.js";

const now = { holder: null, waits: 0 };

export async function show(holder) {
  now.holder = holder;
  holder.append(heading("Changes", make("p", { className: "soft", textContent: "One command makes one change. Secrets show as ********." })));
  const body = await changes([]);
  if (now.holder === holder) holder.append(body);
}

export function update(change) {
  if (!change.site || now.waits || !now.holder) return;
  now.waits = setTimeout(async () => {
    now.waits = 0;
    const holder = now.holder, fresh = holder && await changes([]).catch(() => null), old = holder?.querySelector(".changes");
    if (fresh && old && holder === now.holder && !old.contains(document.activeElement)) old.replaceWith(fresh);
  }, 2000);
}

export function leave() {
  now.holder = null;
}

// Lines of one change are shown together, the newest change first.
export async function changes(hosts) {
  const said = await stack("list.audit", [...hosts, "most=400"]);
  const groups = [...Map.groupBy(said.rows, line => line.change)].reverse();
  if (!groups.length) return make("div", { className: "changes" }, empty("Nothing was changed yet."));
  return make("div", { className: "changes" }, groups.map(([number, lines]) => {
    const [first] = lines;
    const undone = first.undone ? make("small", { textContent: ` undone by change ${first.undone}` }) : null;
    return make("article", {}, make("header", {},
      make("b", { textContent: `${first.who}` }), make("small", { textContent: ` by ${first.via}` }), make("span", { className: "soft" }, timed(first.time)),
      undone, mayUndo(first) ? press("Undo", () => undo(number, first), { className: "quiet" }) : null),
    first.command ? make("code", { textContent: first.command }) : null,
    make("ul", {}, lines.slice(0, 12).map(line => make("li", {}, make("b", { textContent: line.what }), ` ${line.field ?? ""} `,
      line.old ? make("del", { textContent: line.old }) : null, line.old && line.new ? " → " : "", line.new ? make("ins", { textContent: line.new }) : null)),
    lines.length > 12 ? make("li", { className: "soft", textContent: `and ${lines.length - 12} more lines` }) : null));
  }));
}

// What the daemon and the nodes do is no command of anybody's.
const mayUndo = line => mayChange() && !line.undone && line.command;

function undo(number, first) {
  sure({ title: `Undo change ${number}?`, what: `It was: ${first.command || first.what}. All of it is taken back, or nothing.`, word: "Undo" }, async () => {
    try {
      const said = await stack("undo", [`change=${number}`]);
      say(said.messages.join("; "));
    } catch (error) {
      say(error.message, true);
    }
  });
}
