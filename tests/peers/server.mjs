// A bridge made with socket.io 0.9: what any Node programmer would have written in 2012. It
// prints its port, then each call that it gets; `press` on standard input raises a touch.
import http from "node:http";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const server = http.createServer();
const io = require("socket.io").listen(server, { log: false });
io.set("resource", "/libs/qimessaging/2/socket.io");
io.set("transports", ["websocket"]);

const RESULTS = {
  getAngles: Array(26).fill(0),
  getPosture: "Sit",
  getBatteryCharge: 80,
  getListData: Array(24).fill(38),
  robotName: "Peer",
  systemVersion: "2.1.4",
  goToPosture: true,
};

const touched = new Set();

io.sockets.on("connection", (socket) => {
  const objects = [];
  const remember = (what) => ({ pyobject: objects.push(what) - 1, metaobject: { methods: {} } });
  socket.on("call", ({ idm, params }) => {
    const { obj, member, args } = params;
    const reply = (result) => socket.emit("reply", result === undefined ? { idm } : { idm, result });
    if (obj === "ServiceDirectory") return reply(remember({ service: args[0] }));
    const { service, key } = objects[obj];
    if (key !== undefined) {
      if (key === "FrontTactilTouched") {
        touched.add(() =>
          socket.emit("signal", { result: { obj, signal: "signal", data: [1], link: obj + 1 } }),
        );
      }
      return reply(obj + 1);
    }
    if (member === "subscriber") return reply(remember({ key: args[0] }));
    console.log(JSON.stringify({ service, member, args }));
    if (member === "setEnabled") {
      return socket.emit("error", { idm, result: "no such ability" });
    }
    reply(RESULTS[member]);
  });
});

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
createInterface({ input: process.stdin })
  .on("line", () => touched.forEach((raise) => raise()))
  .on("close", () => process.exit(0));
