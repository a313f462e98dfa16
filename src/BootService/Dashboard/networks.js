// Networks, who else answers on them, and the frontends that share the database.
import { empty, heading, make, row, table } from "./dom.js";
import { stack } from "./stack.js";
import { timed } from "./times.js";

const now = { holder: null };

export async function show(holder) {
  now.holder = holder;
  holder.append(heading("Networks"), make("div", { className: "body" }));
  await draw();
}

export function update(change) {
  if (change.site && now.holder) draw();
}

export function leave() {
  now.holder = null;
}

async function draw() {
  const body = now.holder.querySelector(".body");
  const [nets, servers, frontends] = await Promise.all(
    ["list.network", "list.network.server", "list.frontend"].map(verb => stack(verb).catch(error => ({ rows: [], error }))));
  if (!body.isConnected) return;
  body.textContent = "";
  const heads = ["Network", "Address", "Mask", "Gateway", "MTU", "Zone", "Boots from here", "Pool"];
  body.append(nets.rows.length ? table("Networks", heads, nets.rows.map(net => row([
    make("b", { textContent: net.network }), net.address, net.mask, net.gateway, net.mtu, net.zone, net.pxe ? "yes" : "no",
    net.first ? `${net.first} to ${net.last}` : "",
  ]))) : empty(nets.error?.message ?? "There is no network."));
  body.append(make("h2", { textContent: "Other DHCP servers" }), servers.rows.length
    ? table("Other DHCP servers", ["Interface", "Server", "Offers", "Last heard", "Verdict", "What", "What to do"], servers.rows.map(server => row([
      server.interface, server.server, server.offers, timed(server.last), server.verdict, server.result, server["what to do"],
    ], { className: server.verdict === "wrong" ? "bad" : "" })))
    : empty("None was heard. Each boot interface is asked once a minute."));
  body.append(make("h2", { textContent: "Frontends" }), table("Frontends", ["Name", "Address", "State", "Version", ""], frontends.rows.map(one => row([
    make("b", { textContent: one.name }), one.address, one.state, one.version, one.here ? "this one" : "",
  ]))));
}
