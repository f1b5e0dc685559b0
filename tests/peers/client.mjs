// Drives a bridge: looks up every service that our own client uses, calls every method, follows
// every signal, meets errors. `node client.mjs ADDRESS NAMESPACE` prints what it got as JSON.
import { setTimeout } from "node:timers/promises";
import { open } from "./bridge.mjs";
import { known, servicesOf } from "./protocol.mjs";

const [address, namespace] = process.argv.slice(2);
globalThis.setTimeout(() => process.exit(1), 60000).unref();
const { call, service, connect, disconnect, signals, close } = await open(address, namespace);

const results = {};
const objects = {};
for (const [name, methods] of Object.entries(servicesOf(namespace))) {
  const { pyobject, metaobject } = await service(name);
  objects[name] = pyobject;
  const described = Object.values(metaobject.methods).map((method) => method.name);
  for (const [method, { args }] of Object.entries(methods)) {
    const outcome = await call(pyobject, method, ...args).then(
      (result) => (result === undefined ? { void: true } : { result }),
      (error) => ({ error: error.message }),
    );
    results[`${name}.${method}`] = { ...outcome, described: described.includes(method) };
  }
}

const memory = objects.ALMemory;
const followed = [];
for (const key of Object.keys(known.signals)) {
  const { pyobject } = await call(memory, "subscriber", key);
  followed.push({ key, object: pyobject, link: await connect(pyobject, "signal") });
}
for (const { key } of followed) await call(memory, "raiseEvent", key, known.signals[key]);
// A signal may come before the reply to what raised it, or after.
while (signals.length < followed.length) await setTimeout(5);
const raised = signals.map(({ obj, signal, data, link }) => {
  const { key, link: own } = followed.find(({ object }) => object === obj);
  return { key, signal, data, own: link === own, long: link > 2 ** 32 };
});
for (const { object, link } of followed) await disconnect(object, "signal", link);
for (const { key } of followed) await call(memory, "raiseEvent", key, 0);

const absent = [];
for (const name of known.absent[namespace]) {
  const [there, method] = name.split(".");
  const asked = method ? call(objects[there], method) : service(there);
  absent.push(await asked.then(() => null, (error) => error.message));
}
const text = (promise) => promise.then(() => null, (error) => error.message);
const refused = await text(service("NoSuchService"));
const unknown = await text(call(objects.ALTextToSpeech, "noSuchMethod"));
// Several calls at once, of which the one that takes its time does not delay the others.
const order = [];
const long = call(objects.ALTextToSpeech, "say", "Une phrase qui prend son temps").then(() => order.push("say"));
await call(objects.ALTextToSpeech, "getLanguage").then(() => order.push("getLanguage"));
await call(objects.ALTextToSpeech, "stopAll");
await long;

console.log(JSON.stringify({ results, raised, after: signals.length - raised.length, refused, unknown, absent, order }));
close();
process.exit(0);
