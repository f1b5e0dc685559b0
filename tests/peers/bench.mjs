// How fast socket.io-client 0.9 calls: `node bench.mjs ADDRESS CALLS DEEP SINGLE` prints calls
// per second with DEEP calls under way, what a call costs (µs of the processor), and the round
// trips (µs) of SINGLE calls one by one.
import { open } from "./bridge.mjs";

const [address, ...numbers] = process.argv.slice(2);
const [calls, deep, single] = numbers.map(Number);
const { call, service, close } = await open(address, "2");
const { pyobject } = await service("ALTextToSpeech");
const ask = () => call(pyobject, "getLanguage");

const pipelined = async (count) => {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await ask();
  };
  const began = process.hrtime.bigint();
  await Promise.all(Array.from({ length: deep }, lane));
  return count / (Number(process.hrtime.bigint() - began) / 1e9);
};

await pipelined(Math.ceil(calls / 5));
const before = process.cpuUsage();
const perSecond = await pipelined(calls);
const { user, system } = process.cpuUsage(before);
const cost = (user + system) / calls;
const trips = [];
for (let n = 0; n < single; n++) {
  const began = process.hrtime.bigint();
  await ask();
  trips.push(Number(process.hrtime.bigint() - began) / 1e3);
}
console.log(JSON.stringify({ perSecond, cost, trips }));
close();
process.exit(0);
