// What the page says in English.

import type { Words } from "./fr";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const en: Words = {
  nao: { drawing: "Nao, as it moves now" },
  back: "Back",
  close: "Close",
  cancel: "Cancel",
  languages: { fr: "French", en: "English", ko: "Korean" },
  guest: "Guest",
  group: "Group",
  points: (score, of) => `${score} / ${of}`,
  minutes: (count) => `${count} min`,

  connection: {
    first: "Connecting to the program…",
    lost: "The program does not answer. Trying again… Nao goes on with what it does: a hand on its head pauses it.",
    lostIdle: "The program does not answer. Trying again…",
  },

  choose: {
    robot: "Which robot?",
    robots: { virtual: "Virtual Nao", away: "Out of reach", busy: "In a session", ready: "Ready" },
    who: "With whom?",
    add: "Add",
    name: "First name or name of the group",
    one: "One person",
    several: "A group",
    speaks: "Language",
    save: "Save",
    nobody: "Nobody is on the list yet. Add a resident or a group, or play with a guest.",
    resultsOf: (name) => `Results of ${name}`,
    erase: (name) => `Erase ${name}`,
    eraseSure: (name) => `Erase ${name} and all their results? This cannot be undone.`,
    eraseYes: "Erase for good",
    what: "What shall we do?",
    all: "All",
    none: "No activity here.",
    start: "Start",
    starting: "Nao gets ready…",
    needWho: "Choose with whom",
    needWhat: "Choose an activity",
    away: "Nao cannot be reached: is it switched on?",
  },
  kinds: { gym: "Gym", memory: "Memory" },
  positions: { sitting: "Sitting", standing: "Standing" },

  models: {
    missing: (language) =>
      `${language}: speech recognition is not installed. Answers are touched on the screen.`,
    loading: (language) => `${language}: speech recognition is loading…`,
    broken: (language) =>
      `${language}: speech recognition does not work. Answers are touched on the screen.`,
  },

  states: {
    speaking: "Nao is speaking",
    moving: "Nao is moving",
    listening: "Listening – your turn",
    resting: "A short rest",
    paused: "Paused",
    robot_lost: "Nao is out of reach",
    ended: "Over",
  },

  running: {
    stop: "Stop",
    pause: "Pause",
    resume: "Go on",
    repeat: "Repeat",
    skip: "Skip",
    next: "Next",
    hears: "Nao hears",
    hint: "Hint",
    attempt: (n) => `Try ${n}`,
    show: "Nao shows the movement",
    set: (n, of) => `Set ${n} of ${of}`,
    repetition: (n, of) => `Repetition ${n} of ${of}`,
    answers: "Answers",
    noAnswers: "Answers will appear here.",
    nothingHeard: "Nothing was heard",
    correct: "Correct it",
    corrected: "corrected",
    other: "Type the answer",
    answerHere: "Answer you heard",
    send: "Send",
    erase: "Erase the digit",
    say: "Let Nao say…",
    sayIt: "Say",
    battery: (percent) => `Battery ${percent}%`,
    low: (percent) => `Nao's battery: ${percent}%. Plug it in soon.`,
    lost: "The connection to Nao is lost. It is being sought all the time.",
  },

  verdicts: {
    right: "Right",
    partly: "Partly",
    wrong: "Another answer",
    unsure: "Not sure it was understood",
    no_answer: "No answer",
  },

  ears: {
    asking: "Please allow the tablet's microphone.",
    blocked: "The tablet's microphone is refused: allow it in the browser, or touch the answers.",
    insecure: "The tablet's microphone needs a secure address (https). Until then, touch the answers.",
    missing: "The tablet has no usable microphone. Touch the answers.",
    lost: "The tablet's sound does not arrive any more. Trying again…",
    turnOn: "Turn on the microphone",
  },
  notices: {
    no_model: "Speech recognition is not ready for this language. Touch the answers.",
    no_microphone: "No microphone can be used. Touch the answers.",
    no_recording: "The recording to listen to cannot be opened.",
  },

  summary: {
    completed: "Well done, that's it!",
    stopped: "The session is stopped",
    fell: "Nao fell",
    over: "The session is over",
    thanks: (name) => `Thank you ${name} for the good time.`,
    fell_help: "Its motors are off. Lift it up before you go on.",
    points: "points",
    go: "Go on",
  },

  results: {
    title: "Results",
    everybody: "Everybody",
    none: "No session yet.",
    loading: "Loading…",
    again: "Try again",
    ended: { completed: "Completed", stopped: "Stopped", fell: "Nao fell" },
    unfinished: "Under way or cut off",
    cues: (count) => plural(count, "hint", "hints"),
    seconds: (seconds) => `${seconds} s`,
    exercises: "Exercises",
    repetitions: (count) => plural(count, "repetition", "repetitions"),
    noAnswers: "No question in this session.",
  },

  failures: {
    unreachable: "The program did not answer. Nothing is lost: try again.",
    unreadable: "The program's answer makes no sense.",
    busy: "This robot is in a session already.",
    idle: "No session runs on this robot.",
    no_question: "No question is open at the moment.",
    unknown_robot: "This robot is not there any more.",
    unknown_routine: "This activity is not there any more.",
    unknown_resident: "This person is not on the list any more.",
    not_found: "Not found.",
  },
  stopFailed: "Stop did not get through! Press again; a hand on Nao's head pauses it.",
};
