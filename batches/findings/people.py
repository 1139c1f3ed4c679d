"""What there is to say about people: sign-in, second factors, rights and accounts."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "P-CREDENTIALS": Text(
        "User ID, password or code is not right. Check each and try again.",
        "L'identifiant, le mot de passe ou le code n'est pas juste. Vérifiez et recommencez.",
    ),
    "P-WAIT": Text(
        "Too many wrong tries. Wait {seconds} s, then try again.",
        "Trop d'essais erronés. Attendez {seconds} s, puis recommencez.",
    ),
    "P-LOCKED": Text(
        "After {failures} wrong tries, access is locked for {minutes} min. Wait, or ask an "
        "administrator to unlock it.",
        "Après {failures} essais erronés, l'accès est verrouillé pour {minutes} min. Attendez, ou "
        "demandez le déverrouillage à un administrateur.",
    ),
    "P-FAILED": Text(
        "A wrong user ID, password or code was given ({purpose}, try {failures}).",
        "Un identifiant, un mot de passe ou un code erroné a été donné ({purpose}, essai "
        "{failures}).",
    ),
    "P-UNKNOWN": Text(
        "Someone tried to enter with a user ID that does not exist (try {failures}).",
        "Un accès a été tenté avec un identifiant qui n'existe pas (essai {failures}).",
    ),
    "P-CODE-USED": Text(
        "This code was already used; each code works once. Wait for the next one (at most "
        "{seconds} s) and enter it.",
        "Ce code a déjà servi ; un code ne sert qu'une fois. Attendez le suivant ({seconds} s au "
        "plus) et saisissez-le.",
    ),
    "P-NO-FACTOR": Text(
        "No second factor is enrolled for this account. Enrol one on the page of your account.",
        "Aucun second facteur n'est enregistré pour ce compte. Enregistrez-en un sur la page de "
        "votre compte.",
    ),
    "P-CODE-WRONG": Text(
        "The code does not match. Check the time of your device and enter the code it shows now.",
        "Le code ne correspond pas. Vérifiez l'heure de votre appareil et saisissez le code affiché.",
    ),
    "P-SHORT": Text(
        "The password is too short. Take at least {min} characters; four words in a row do.",
        "Le mot de passe est trop court. Prenez au moins {min} caractères ; quatre mots à la suite "
        "conviennent.",
    ),
    "P-LONG": Text(
        "The password is too long. Take at most {max} characters.",
        "Le mot de passe est trop long. Prenez au plus {max} caractères.",
    ),
    "P-EASY": Text(
        "This password is easy to guess (a common word, a name, a date or a row of keys). Take four "
        "words that have nothing to do with each other.",
        "Ce mot de passe se devine facilement (mot courant, nom, date ou suite de touches). Prenez "
        "quatre mots sans rapport entre eux.",
    ),
    "P-SAME": Text(
        "The new password is the old one. Choose another.",
        "Le nouveau mot de passe est l'ancien. Choisissez-en un autre.",
    ),
    "P-LOGIN-FORM": Text(
        'The user ID "{found}" cannot be used. Take 2 to 40 small letters, digits, points or '
        "hyphens, beginning with a letter.",
        "L'identifiant « {found} » ne convient pas. Prenez de 2 à 40 minuscules, chiffres, points "
        "ou traits d'union, en commençant par une lettre.",
    ),
    "P-CODE-FORM": Text(
        'The code "{found}" cannot be used. Take 2 to 24 letters, digits or hyphens.',
        "Le code « {found} » ne convient pas. Prenez de 2 à 24 lettres, chiffres ou traits d'union.",
    ),
    "P-TAKEN": Text(
        '"{found}" exists already. Choose another.',
        "« {found} » existe déjà. Choisissez-en un autre.",
    ),
    "P-NO-EVIDENCE": Text(
        "Say how the identity of the person was verified, for example with which document.",
        "Indiquez comment l'identité de la personne a été vérifiée, par exemple avec quel document.",
    ),
    "P-NO-ROLE": Text('There is no role "{found}".', "Il n'y a pas de rôle « {found} »."),
    "P-NO-SITE": Text('There is no site "{found}".', "Il n'y a pas de centre « {found} »."),
    "P-NO-STUDY": Text('There is no study "{found}".', "Il n'y a pas d'étude « {found} »."),
    "P-ZONE": Text(
        '"{found}" is no time zone. Give one such as Europe/Paris.',
        "« {found} » n'est pas un fuseau horaire. Donnez-en un tel que Europe/Paris.",
    ),
    "P-GRANT-HELD": Text(
        "This role is held already for this site and study.",
        "Ce rôle est déjà attribué pour ce centre et cette étude.",
    ),
    "P-GRANT-GONE": Text("This role was already revoked.", "Ce rôle a déjà été retiré."),
    "P-MIXED-ROLES": Text(
        "An administrator holds no other role, and nobody else may become one: use a second "
        "account.",
        "Un administrateur n'a aucun autre rôle, et qui a un autre rôle ne peut l'être : utilisez "
        "un second compte.",
    ),
    "P-INACTIVE": Text(
        "This account is deactivated and stays so.",
        "Ce compte est désactivé et le reste.",
    ),
    "P-NOT-LOCKED": Text("This account is not locked.", "Ce compte n'est pas verrouillé."),
    "P-SELF": Text(
        "Nobody does this to the own account. Ask another administrator.",
        "Personne ne fait cela sur son propre compte. Demandez à un autre administrateur.",
    ),
    "POLICY-ROLE": Text(
        "None of your roles allows this here. It takes: {roles}.",
        "Aucun de vos rôles ne le permet ici. Il faut : {roles}.",
    ),
    "POLICY-STATE": Text(
        "This cannot be done while the record is: {state}. It can while it is: {states}.",
        "C'est impossible tant que l'état est : {state}. C'est possible dans l'état : {states}.",
    ),
    "POLICY-VERB": Text(
        'Nobody may do "{verb}": it has no rule.', "Personne ne peut faire « {verb} » : sans règle."
    ),
}
