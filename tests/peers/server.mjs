// A bridge made with socket.io 0.9: what any Node programmer would have written in 2012.
// `node server.mjs NAMESPACE` prints its port, then each call that it gets; a line
// `KEY VALUE` on standard input raises a signal. What is not as the bridge has it is printed as a
// complaint.
import http from "node:http";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { namespaces, resource, servicesOf } from "./protocol.mjs";
import { robot } from "./robot.mjs";

const [namespace] = process.argv.slice(2);
const { member: memberKey, connect } = namespaces[namespace];
const services = servicesOf(namespace);
const answer = robot(services);
const require = createRequire(import.meta.url);
// Other paths are answered as the robot's web server does.
const server = http.createServer((_, response) => response.writeHead(404).end());
const io = require("socket.io").listen(server, { log: false });
io.set("resource", `/${resource(namespace)}`);
io.set("transports", ["websocket"]);

const print = (line) => console.log(JSON.stringify(line));
const [connecting, connectArgs] = connect("signal");
// 64-bit, as on the real bridge.
let lastLink = 429496729631;
const raisers = new Set();

io.sockets.on("connection", (socket) => {
  const objects = [];
  const remember = (what) => ({ pyobject: objects.push(what) - 1, metaobject: { methods: {} } });
  socket.on("call", ({ idm, params }) => {
    const { obj, args } = params;
    const member = params[memberKey];
    if (member === undefined || !Array.isArray(args)) return print({ complaint: params });
    const reply = (result) => socket.emit("reply", result === undefined ? { idm } : { idm, result });
    const refuse = (result) => socket.emit("error", { idm, result });
    if (obj === "ServiceDirectory") {
      const [service] = args;
      if (service in services) return reply(remember({ service }));
      return refuse(`Cannot find service '${service}' in index`);
    }
    const { service, key } = objects[obj] ?? {};
    if (key !== undefined) {
      if (member !== connecting || JSON.stringify(args) !== JSON.stringify(connectArgs)) {
        return print({ complaint: params });
      }
      const link = ++lastLink;
      raisers.add((raised, value) => {
        if (raised !== key) return;
        socket.emit("signal", { result: { obj, signal: "signal", data: [value], link } });
      });
      print({ followed: key });
      return reply(link);
    }
    if (service === undefined) return print({ complaint: params });
    if (service === "ALMemory" && member === "subscriber") return reply(remember({ key: args[0] }));
    print({ service, member, args });
    try {
      reply(answer(service, member, args));
    } catch (error) {
      refuse(error.message);
    }
  });
});

server.listen(0, "127.0.0.1", () => print({ port: server.address().port }));
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [key, value] = line.split(" ");
    raisers.forEach((raise) => raise(key, Number(value)));
  })
  .on("close", () => process.exit(0));
