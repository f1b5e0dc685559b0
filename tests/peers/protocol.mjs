// What the peers know of Nao's bridge: the services and signals that our client uses, and how
// each of the two namespaces writes its calls. Namespace 2 is played as by NAOqi 2.8, namespace
// 1.0 as by NAOqi 2.1: each lacks something of the other.
import { readFileSync } from "node:fs";

export const known = JSON.parse(readFileSync(new URL("services.json", import.meta.url)));

/** Services and methods that are there in a namespace. */
export const servicesOf = (namespace) => {
  const absent = known.absent[namespace];
  const services = {};
  for (const [service, methods] of Object.entries(known.services)) {
    if (absent.includes(service)) continue;
    services[service] = Object.fromEntries(
      Object.entries(methods).filter(([method]) => !absent.includes(`${service}.${method}`)),
    );
  }
  return services;
};

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
