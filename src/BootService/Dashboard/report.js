// All of it on paper: how many stand how, what is wrong, and every node in a table.
import { facts, heading, make, press, row, table } from "./dom.js";
import { board, kind } from "./board.js";
import { visitor } from "./stack.js";
import { local, now } from "./times.js";

const order = ["failing", "overdue", "installing", "waiting", "up", "idle"];

export function show(holder) {
  const bad = board.order.filter(host => kind(host) === "bad");
  holder.append(heading(`Report of ${visitor.frontend}`, press("Print", () => print(), { className: "primary" })),
    make("p", { className: "soft", textContent: `As of ${local(new Date(now()).toISOString())}.` }),
    facts([["Nodes", String(board.order.length)], ...order.map(state => [state, String(board.counts[state] ?? 0)])]));
  if (bad.length) holder.append(make("h2", { textContent: "What needs a look" }), nodes("What needs a look", bad, ["Node", "State", "Since", "Why"], host => [
    host.host, host.state, host.since ? local(host.since) : "", host.why ?? "",
  ]));
  for (const [rack, hosts] of Map.groupBy(board.order, host => host.rack)) {
    const heads = ["Place", "Node", "State", "Since", "Appliance", "Box", "Address", "Card"];
    holder.append(make("h2", { textContent: `Rack ${rack}` }), nodes(`Rack ${rack}`, hosts, heads, host => [
      host.rank, host.host, host.state, host.since ? local(host.since) : "", host.appliance, host.box,
      host.nics.map(nic => nic[2]).filter(one => one).join(" "), host.nics.map(nic => nic[1]).filter(one => one).join(" "),
    ]));
  }
}

const nodes = (name, hosts, heads, cells) => table(name, heads, hosts.map(host => row(cells(host))));
