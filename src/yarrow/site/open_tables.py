"""Tables that row-level security leaves open, and why: they are needed before a project is known.

Everything else is fenced (`vault.policies`); a model that is neither fenced nor here stops the start.
"""

# Read and written whichever project a statement is for.
OPEN_TABLES = {
    "staff.Project": "a project is found by its code in the address before anything else is known",
    "staff.Worker": "who signs in is known before where they work; a worker may work in several projects",
    "vault.HolderKey": "the passphrase opens it as somebody signs in",
    "vault.DueJob": "a worker claims what is due in every project at once: kinds, days, random ids",
    "vault.SealedSession": "a request begins with its session, and a session may visit several projects",
    "account.EmailAddress": "allauth: an account is of the installation",
    "account.EmailConfirmation": "allauth: an account is of the installation; never used",
    "mfa.Authenticator": "the second factor is shown before a project is chosen",
    "auth.Permission": "Django's own; never used",
    "auth.Group": "Django's own; never used",
    "auth.Group_permissions": "Django's own; never used",
    "contenttypes.ContentType": "Django's own list of models",
    "sessions.Session": "Django's own; never used, sessions are sealed ones",
}
# Read whichever project a statement is for, and written only for their own.
READ_TABLES = {
    "alerts.Echo": "whether another project has a report that names the same: keyed tags and random ids",
    "alerts.Passed": "a project lets the others here send its warning: words sealed with the server's key, codes, days",
    "alerts.Released": "whoever reported may let members of other projects find it: keyed tags, codes and random ids",
    "alerts.MemberDoor": "members sign in where the token in their address leads, without a session or a project",
    "languages.SignOff": "a language is signed off for the whole installation; the sign-in page says if it is a draft",
    "safety.Choice": "whether another project's report may still be told is read as it is looked up: ids, codes, days",
    "safety.ChallengeDoor": "a challenge is known by the token in its link, without a session or a project",
    "safety.Door": "a report page is known by the token in its link, without a session or a project",
    "sharing.PackageLink": "a package is known by the token in its link, without a session or a project",
    "staff.Membership": "the places of a worker are looked for to find the project",
    "staff.Invitation": "an invitation is found by the token in its link",
    "surveys.SurveyLink": "an answer is known by the token in its link, without a session or a project",
    "vault.Device": "a delivery is known by the device that signed it, without a session or a project",
    "vault.TrailHead": "the vault's list of projects: an id, a number and a hash",
}
