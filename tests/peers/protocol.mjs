// What the peers know of Nao's bridge: the services and signals that our client uses, and how
// each of the two namespaces writes its calls.
import { readFileSync } from "node:fs";

export const known = JSON.parse(readFileSync(new URL("services.json", import.meta.url)));

export const namespaces = {
  2: {
    member: "member",
    connect: (signal) => [signal, ["connect"]],
    disconnect: (signal, link) => [signal, ["disconnect", link]],
  },
  "1.0": {
    member: "method",
    connect: (signal) => ["registerEvent", [signal]],
    disconnect: (signal, link) => ["unregisterEvent", [signal, link]],
  },
};

export const resource = (namespace) => `libs/qimessaging/${namespace}/socket.io`;
