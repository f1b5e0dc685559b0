// A client of the bridge made with socket.io-client 0.9, as Aldebaran's own qi.js is.
import { createRequire } from "node:module";
import { namespaces, resource } from "./protocol.mjs";

const require = createRequire(import.meta.url);
const io = require("socket.io-client");

export const open = async (address, namespace) => {
  const { member: memberKey, connect, disconnect } = namespaces[namespace];
  const socket = io.connect(`http://${address}`, {
    resource: resource(namespace),
    transports: ["websocket"],
    reconnect: false,
  });
  let last = 0;
  const waiting = new Map();
  const signals = [];
  const settle = (idm, how, what) => {
    waiting.get(idm)?.[how](what);
    waiting.delete(idm);
  };
  socket.on("reply", ({ idm, result }) => settle(idm, "resolve", result));
  socket.on("error", (error) => {
    if (error?.idm === undefined) throw new Error(`socket: ${JSON.stringify(error)}`);
    settle(error.idm, "reject", new Error(error.result));
  });
  socket.on("signal", ({ result }) => signals.push(result));
  const call = (obj, member, ...args) =>
    new Promise((resolve, reject) => {
      const idm = ++last;
      waiting.set(idm, { resolve, reject });
      socket.emit("call", { idm, params: { obj, [memberKey]: member, args } });
    });
  const route = (obj, [member, args]) => call(obj, member, ...args);
  await new Promise((resolve) => socket.on("connect", resolve));
  return {
    call,
    signals,
    service: (name) => call("ServiceDirectory", "service", name),
    connect: (obj, signal) => route(obj, connect(signal)),
    disconnect: (obj, signal, link) => route(obj, disconnect(signal, link)),
    close: () => socket.disconnect(),
  };
};
