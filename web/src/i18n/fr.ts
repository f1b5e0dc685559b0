// What the page says in French: the model for the other languages.

const plural = (count: number, one: string, many: string) =>
  `${count} ${Math.abs(count) < 2 ? one : many}`;

export const fr = {
  nao: { drawing: "Nao, tel qu'il bouge en ce moment" },
  back: "Retour",
  close: "Fermer",
  cancel: "Annuler",
  languages: { fr: "Français", en: "Anglais", ko: "Coréen" } as Record<string, string>,
  guest: "Invité",
  group: "Groupe",
  points: (score: number, of: number) => `${score} / ${of}`,
  minutes: (count: number) => `${count} min`,

  connection: {
    first: "Connexion au programme…",
    lost: "Le programme ne répond pas. Nouvel essai en cours… Nao continue ce qu'il fait : une main sur sa tête le met en pause.",
    lostIdle: "Le programme ne répond pas. Nouvel essai en cours…",
  },

  choose: {
    robot: "Quel robot ?",
    robots: { virtual: "Nao virtuel", away: "Non joignable", busy: "En séance", ready: "Prêt" },
    who: "Avec qui ?",
    add: "Ajouter",
    name: "Prénom ou nom du groupe",
    one: "Une personne",
    several: "Un groupe",
    speaks: "Langue",
    save: "Enregistrer",
    nobody: "Personne n'est encore inscrit. Ajoutez un résident ou un groupe, ou jouez avec un invité.",
    resultsOf: (name: string) => `Résultats de ${name}`,
    erase: (name: string) => `Effacer ${name}`,
    eraseSure: (name: string) =>
      `Effacer ${name} et tous ses résultats ? On ne peut pas revenir en arrière.`,
    eraseYes: "Effacer définitivement",
    what: "Que fait-on ?",
    all: "Tout",
    none: "Aucune activité ici.",
    start: "Commencer",
    starting: "Nao se prépare…",
    needWho: "Choisissez avec qui",
    needWhat: "Choisissez une activité",
    away: "Nao n'est pas joignable : est-il allumé ?",
  },
  kinds: { gym: "Gym", memory: "Mémoire" } as Record<string, string>,
  positions: { sitting: "Assis", standing: "Debout" } as Record<string, string>,

  models: {
    missing: (language: string) =>
      `${language} : la reconnaissance vocale n'est pas installée. Les réponses se touchent à l'écran.`,
    loading: (language: string) => `${language} : la reconnaissance vocale se charge…`,
    broken: (language: string) =>
      `${language} : la reconnaissance vocale ne marche pas. Les réponses se touchent à l'écran.`,
  } as Record<string, (language: string) => string>,

  states: {
    speaking: "Nao parle",
    moving: "Nao bouge",
    listening: "À vous – Nao écoute",
    resting: "Petite pause",
    paused: "En pause",
    robot_lost: "Nao n'est plus joignable",
    ended: "Terminé",
  } as Record<string, string>,

  running: {
    stop: "Arrêter",
    pause: "Pause",
    resume: "Reprendre",
    repeat: "Répéter",
    skip: "Passer",
    next: "Ensuite",
    hears: "Nao entend",
    hint: "Indice",
    attempt: (n: number) => `Essai ${n}`,
    show: "Nao montre le mouvement",
    set: (n: number, of: number) => `Série ${n} sur ${of}`,
    repetition: (n: number, of: number) => `Répétition ${n} sur ${of}`,
    answers: "Réponses",
    noAnswers: "Les réponses apparaîtront ici.",
    nothingHeard: "Rien n'a été entendu",
    correct: "Corriger",
    corrected: "corrigé",
    other: "Écrire la réponse",
    answerHere: "Réponse entendue",
    send: "Envoyer",
    erase: "Effacer le chiffre",
    say: "Faire dire à Nao…",
    sayIt: "Dire",
    battery: (percent: number) => `Batterie ${percent} %`,
    low: (percent: number) => `Batterie de Nao : ${percent} %. Branchez-le bientôt.`,
    lost: "La liaison avec Nao est coupée. Elle est cherchée sans cesse.",
  },

  verdicts: {
    right: "Juste",
    partly: "En partie",
    wrong: "Autre réponse",
    unsure: "Pas sûr d'avoir compris",
    no_answer: "Sans réponse",
  } as Record<string, string>,

  ears: {
    asking: "Autorisez le micro de la tablette.",
    blocked: "Le micro de la tablette est refusé : autorisez-le dans le navigateur, ou touchez les réponses.",
    insecure: "Le micro de la tablette demande une adresse sûre (https). En attendant, touchez les réponses.",
    missing: "La tablette n'a pas de micro utilisable. Touchez les réponses.",
    lost: "Le son de la tablette n'arrive plus. Nouvel essai…",
    turnOn: "Allumer le micro",
  },
  notices: {
    no_sound: "Cet ordinateur n'a pas de haut-parleur : ni musique ni carillons.",
    no_robot: "Le robot ne répond pas. Est-il allumé, et sur le même réseau ?",
    no_model: "La reconnaissance vocale de cette langue n'est pas prête. Touchez les réponses.",
    no_microphone: "Aucun micro n'est utilisable. Touchez les réponses.",
    no_recording: "L'enregistrement à écouter ne s'ouvre pas.",
  } as Record<string, string>,

  summary: {
    completed: "Bravo, c'est fini !",
    stopped: "La séance est arrêtée",
    fell: "Nao est tombé",
    over: "La séance est finie",
    thanks: (name: string) => `Merci ${name} pour ce bon moment.`,
    fell_help: "Ses moteurs sont relâchés. Relevez-le avant de continuer.",
    points: "points",
    go: "Continuer",
  },

  results: {
    title: "Résultats",
    everybody: "Tout le monde",
    none: "Pas encore de séance.",
    loading: "Chargement…",
    again: "Réessayer",
    ended: {
      completed: "Terminée",
      stopped: "Arrêtée",
      fell: "Chute de Nao",
    } as Record<string, string>,
    unfinished: "En cours ou interrompue",
    cues: (count: number) => plural(count, "indice", "indices"),
    seconds: (seconds: string) => `${seconds} s`,
    exercises: "Exercices",
    repetitions: (count: number) => plural(count, "répétition", "répétitions"),
    noAnswers: "Aucune question dans cette séance.",
  },

  failures: {
    unreachable: "Le programme n'a pas répondu. Rien n'est perdu : réessayez.",
    unreadable: "La réponse du programme est incompréhensible.",
    busy: "Ce robot est déjà en séance.",
    idle: "Aucune séance n'est en cours sur ce robot.",
    no_question: "Aucune question n'est ouverte en ce moment.",
    unknown_robot: "Ce robot n'existe plus.",
    unknown_routine: "Cette activité n'existe plus.",
    unknown_resident: "Cette personne n'est plus inscrite.",
    not_found: "Introuvable.",
  } as Record<string, string>,
  stopFailed:
    "L'arrêt n'est pas passé ! Appuyez encore ; une main sur la tête de Nao le met en pause.",
};

export type Words = typeof fr;
