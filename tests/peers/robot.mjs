// The little that a robot of the peers remembers: whether it is awake, and what was put into its
// memory. All else is answered from the list, always the same.
export const robot = (services) => {
  let awake = false;
  const memory = new Map();
  const remembered = (key) => {
    if (key.endsWith("/Temperature/Sensor/Value")) return 38;
    if (key.endsWith("/Temperature/Sensor/Status")) return 0;
    return memory.get(key) ?? null;
  };
  const own = {
    "ALMotion.wakeUp": () => void (awake = true),
    "ALMotion.rest": () => void (awake = false),
    "ALMotion.robotIsWakeUp": () => awake,
    "ALMotion.getStiffnesses": (names) => names.map(() => 1),
    "ALMemory.insertData": (key, value) => void memory.set(key, value),
    "ALMemory.getListData": (keys) => keys.map(remembered),
    "ALMemory.getData": (key) => {
      const value = remembered(key);
      if (value === null) throw new Error(`RuntimeError: ALMemory::getData  key not found: ${key}`);
      return value;
    },
  };
  return (service, member, args) => {
    const method = services[service][member];
    if (method === undefined) {
      throw new Error(`'qi.qi_python.Object' object has no attribute '${member}'`);
    }
    const mine = own[`${service}.${member}`];
    if (mine) return mine(...args);
    const { result, each } = method;
    return each === undefined ? result : Array(each).fill(result[0]);
  };
};
