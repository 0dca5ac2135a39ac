"""Access rules of the pages that come with libraries, by URL name."""

from yarrow.staff.access import allow_named

allow_named("account_login", purpose="sign in: e-mail and passphrase", state="open")
allow_named("mfa_authenticate", purpose="sign in: second factor", state="open")
allow_named("account_logout", purpose="sign out", state="open")

allow_named("mfa_index", purpose="see one's second factors", state="add_only")
allow_named("mfa_reauthenticate", purpose="show the second factor again", state="add_only")
allow_named("mfa_reauthenticate_webauthn", purpose="show the passkey again", state="add_only")
allow_named("mfa_view_recovery_codes", purpose="see one's recovery codes", state="add_only")
allow_named("mfa_generate_recovery_codes", purpose="make new recovery codes", state="add_only")
allow_named("mfa_list_webauthn", purpose="see one's passkeys", state="add_only")
allow_named("mfa_edit_webauthn", purpose="rename a passkey", state="add_only")
