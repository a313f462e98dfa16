// Lists hosts with a client that is generated from the description of the interface: what a row has, and of which type, is known before it runs.
import createClient from "openapi-fetch";
import type { components, paths } from "./bootservice.js";

type Host = components["schemas"]["ListHostRow"];

declare const process: { env: Record<string, string> };
const { SERVER, KEY } = process.env;
const client = createClient<paths>({ baseUrl: SERVER, headers: { Authorization: `Bearer ${KEY}` } });

const listed = await client.GET("/v1/commands/list.host", { params: { query: { arg: ["backend"], limit: 2 } } });
if (listed.error) {
  throw new Error(listed.error.detail);
}

const hosts: Host[] = listed.data;
for (const host of hosts) {
  const environment: string = host.environment ?? "none";
  console.log(host.host, typeof host.rank, host.appliance, environment);
}

console.log("of", listed.response.headers.get("x-total-count"));

const refused = await client.GET("/v1/commands/list.host", { params: { query: { arg: ["nobody"] } } });
console.log(refused.response.status, refused.error?.detail);

// @ts-expect-error: a row has no such field
export type NoField = Host["rakc"];

// @ts-expect-error: a page has so many rows, and not a word
export const noPage: paths["/v1/commands/list.host"]["get"]["parameters"]["query"] = { limit: "many" };

// @ts-expect-error: there is no such verb
export type NoVerb = paths["/v1/commands/list.hosts"];
