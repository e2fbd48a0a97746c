/** What is written to professionals about their accounts: plain text, nothing of anybody's file. */

type Mail = { subject: string; body: string };

export function linkMail({ name, url }: { name: string; url: string }): Mail {
  return {
    subject: 'Votre lien de connexion à Pouvoir Bouger',
    body: [
      `Bonjour ${name},`,
      'Voici le lien que vous avez demandé pour vous connecter à Pouvoir Bouger. Il sert une fois et reste valable 20 minutes\u00a0:',
      url,
      'Si vous n’avez rien demandé, ne faites rien\u00a0: sans ce lien, personne ne peut se connecter à votre place. Ne le transmettez à personne.',
    ].join('\n\n'),
  };
}

export function invitationMail(words: {
  name: string;
  organisation: string;
  role: string;
  by: string;
  url: string;
  until: string;
}): Mail {
  return {
    subject: `Invitation à rejoindre ${words.organisation} sur Pouvoir Bouger`,
    body: [
      `Bonjour ${words.name},`,
      `${words.by} vous invite à rejoindre «\u00a0${words.organisation}\u00a0» sur Pouvoir Bouger, la plateforme de mobilité solidaire, avec le rôle «\u00a0${words.role}\u00a0».`,
      `Pour accepter, ouvrez ce lien avant le ${words.until}\u00a0:`,
      words.url,
      'Il sert une fois et n’est que pour vous\u00a0: ne le transmettez pas. Vous pourrez ensuite choisir un mot de passe. Si vous n’attendiez pas cette invitation, ne faites rien.',
    ].join('\n\n'),
  };
}
