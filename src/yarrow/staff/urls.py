"""Pages of a project's workers, under /p/<code>/workers/."""

from django.urls import path

from yarrow.staff.views import exporting, keys, readiness, roles, workers

app_name = "staff"
urlpatterns = [
    path("", workers.list_workers, name="list_workers"),
    path("invite/", workers.invite_worker, name="invite_worker"),
    path("invitations/<uuid:invitation_id>/renew/", workers.renew_invitation, name="renew_invitation"),
    path(
        "invitations/<uuid:invitation_id>/withdraw/", workers.withdraw_invitation, name="withdraw_invitation"
    ),
    path("waiting/", workers.wait_for_keys, name="wait_for_keys"),
    path("envelope/", workers.use_envelope, name="use_envelope"),
    path("export/", exporting.export_project, name="export_project"),
    path("reports/", workers.hand_on_keys, name="hand_on_keys"),
    path("keys/", keys.list_keys, name="list_keys"),
    path("keys/<slug:compartment>/", keys.rekey_compartment, name="rekey_compartment"),
    path("roles/", roles.list_roles, name="list_roles"),
    path("roles/<slug:role>/", roles.narrow_role, name="narrow_role"),
    path("ready/", readiness.show_readiness, name="show_readiness"),
    path("ready/envelopes/", readiness.print_envelopes, name="print_envelopes"),
    path("ready/renew/", readiness.renew_envelopes, name="renew_envelopes"),
    path("ready/proof/", readiness.prove_recovery, name="prove_recovery"),
    path("ready/live/", readiness.go_live, name="go_live"),
    path("<uuid:membership_id>/", workers.show_worker, name="show_worker"),
    path("<uuid:membership_id>/keys/", workers.grant_keys, name="grant_keys"),
    path("<uuid:membership_id>/role/", workers.change_role, name="change_role"),
    path("<uuid:membership_id>/start-over/", workers.start_over, name="start_over"),
    path("<uuid:membership_id>/leave/", workers.remove_worker, name="remove_worker"),
]
