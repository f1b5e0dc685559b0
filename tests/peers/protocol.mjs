// How each of the bridge's two namespaces writes its calls, and where it is.
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
