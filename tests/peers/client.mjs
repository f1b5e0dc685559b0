// Drives a bridge with socket.io-client 0.9, as Aldebaran's own qi.js does: looks services up,
// calls methods, follows a signal, meets an error. Prints what it got as JSON.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const io = require("socket.io-client");
const [address] = process.argv.slice(2);

const socket = io.connect(`http://${address}`, {
  resource: "libs/qimessaging/2/socket.io",
  transports: ["websocket"],
  reconnect: false,
});
let last = 0;
const waiting = new Map();
const signals = [];

const call = (obj, member, ...args) =>
  new Promise((resolve, reject) => {
    const idm = ++last;
    waiting.set(idm, { resolve, reject });
    socket.emit("call", { idm, params: { obj, member, args } });
  });
socket.on("reply", ({ idm, result }) => waiting.get(idm)?.resolve(result));
socket.on("error", (error) => {
  if (error?.idm === undefined) throw new Error(`socket: ${JSON.stringify(error)}`);
  waiting.get(error.idm)?.reject(new Error(error.result));
});
socket.on("signal", ({ result }) => signals.push(result));
setTimeout(() => process.exit(1), 20000).unref();

await new Promise((resolve) => socket.on("connect", resolve));
const speech = await call("ServiceDirectory", "service", "ALTextToSpeech");
const memory = await call("ServiceDirectory", "service", "ALMemory");
const language = await call(speech.pyobject, "getLanguage");
const said = await call(speech.pyobject, "say", "Oui");
const subscriber = await call(memory.pyobject, "subscriber", "FrontTactilTouched");
const link = await call(subscriber.pyobject, "signal", "connect");
await call(memory.pyobject, "raiseEvent", "FrontTactilTouched", 1.0);
await call(subscriber.pyobject, "signal", "disconnect", link);
await call(memory.pyobject, "raiseEvent", "FrontTactilTouched", 0.0);
const refused = await call("ServiceDirectory", "service", "NoSuchService").catch((e) => e.message);
const unknown = await call(speech.pyobject, "noSuchMethod").catch((e) => e.message);
const methods = Object.values(speech.metaobject.methods).map(({ name }) => name);
console.log(
  JSON.stringify({
    language, void: said === undefined, methods, link, refused, unknown,
    signals: signals.map(({ obj, signal, data, link }) => ({ own: obj === subscriber.pyobject, signal, data, link })),
  }),
);
socket.disconnect();
process.exit(0);
