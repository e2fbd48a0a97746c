/**
 * What people read who are accompanied: short sentences, "vous", no word of the administration. The other languages answer
 * the type this file makes. Times, dates and sums come already printed in the language.
 */
export const fr = {
  languages: 'Lire cette page dans une autre langue',
  skip: 'Aller au contenu',
  plan: {
    title: 'Vos étapes',
    lead: 'Voici ce qui est prévu pour vos trajets. Vous pouvez refuser ou demander un changement à tout moment.',
    updated: (date: string) => `Mis à jour le ${date}`,
    empty: 'Aucune étape pour le moment.',
    numbered: (number: number, kind: string) => `Étape ${number} : ${kind}`,
    kinds: {
      bridge: 'une solution pour commencer',
      training: 'apprendre',
      licence: 'le permis',
      repair: 'réparer un véhicule',
      purchase: 'acheter un véhicule',
      funding: 'une aide pour payer',
      autonomy: 'vous déplacer sans aide',
      free: 'à faire',
    },
    statuses: { todo: 'À faire', doing: 'En cours', done: 'Fait' },
    when: 'Quand',
    from: (date: string) => `À partir du ${date}`,
    until: (date: string) => `Jusqu’au ${date}`,
    between: (from: string, until: string) => `Du ${from} au ${until}`,
    noDate: 'La date n’est pas encore fixée.',
    where: 'Où',
    hours: 'Ouvert',
    departures: 'Départs',
    outbound: 'Aller',
    return: 'Retour',
    around: (from: string, to: string) => `entre ${from} et ${to}`,
    dayAfter: 'le lendemain',
    allDay: '24 heures sur 24',
    who: 'Qui s’en occupe',
    actors: {
      person: 'Vous',
      professional: 'La personne qui vous accompagne',
      provider: 'Le service',
      employer: 'Votre employeur',
      other: 'Une autre personne',
    },
    call: 'Appeler',
    callNobody: 'Pas de numéro ici : demandez à la personne qui vous accompagne.',
    example: 'Exemple inventé : ce service n’existe pas.',
    bring: 'À apporter',
    brought: {
      identity: 'votre pièce d’identité',
      licenceB: 'votre permis B',
      licenceAM: 'votre permis AM (ou BSR)',
      proof: 'le papier que la personne qui vous accompagne vous a indiqué',
      deposit: (sum: string) => `une caution de ${sum}, rendue à la fin`,
      referral: 'la lettre de la personne qui vous accompagne',
    },
    pay: 'Reste à payer pour vous',
    sum: (sum: string) => sum,
    sumPerMonth: (sum: string) => `${sum} par mois`,
    nothing: 'Rien',
    unknown: 'On ne sait pas encore. Demandez avant d’accepter.',
    mayFall: (sum: string) => `${sum} si les aides demandées sont accordées`,
    gone: 'Ce service n’est plus proposé. N’y allez pas avant d’avoir appelé la personne qui vous accompagne.',
    written: 'Un mot de la personne qui vous accompagne :',
    help: 'Une question ? Appelez la personne qui vous accompagne.',
    private: 'Gardez ce lien pour vous : qui l’a peut lire cette page.',
  },
  gone: {
    title: 'Ce lien ne marche plus',
    text: 'Il est trop ancien, ou il a été arrêté, ou l’adresse est incomplète. Demandez un nouveau lien à la personne qui vous accompagne.',
  },
  print: {
    title: 'Plan d’action',
    for: 'Pour',
    goal: 'Objectif',
    signatures: 'Signatures',
    person: 'La personne',
    professional: 'Le ou la professionnelle',
    date: 'Date',
    fundingTitle: 'Qui paie quoi',
    table: 'Tableau des coûts et des aides',
    step: 'Étape',
    cost: 'Coût',
    funders: 'Aides',
    left: 'Reste à payer',
    sourceStatuses: { toAsk: 'à demander', asked: 'demandée', granted: 'accordée', refused: 'refusée' },
    total: 'En tout',
    totalPerMonth: 'En tout, chaque mois',
    unknownCosts: 'Le coût d’au moins une étape n’est pas encore connu : le total est incomplet.',
    printedOn: (date: string) => `Imprimé le ${date}`,
  },
  mail: {
    subject: 'Vos étapes',
    body: (link: string, until: string) =>
      `Bonjour,\n\nVos étapes sont ici :\n${link}\n\nCe lien marche jusqu’au ${until}. Gardez-le pour vous.\nNe répondez pas à ce message : appelez la personne qui vous accompagne.\n`,
  },
};

type Widened<T> = T extends string
  ? string
  : T extends (...given: infer G) => string
    ? (...given: G) => string
    : { [K in keyof T]: Widened<T[K]> };
export type PersonMessages = Widened<typeof fr>;
