"""Addresses of this room, under /p/<code>/sharing/."""

from django.urls import path

from yarrow.sharing.views import agreements, proposals, shares

app_name = "sharing"
urlpatterns = [
    path("", shares.list_due, name="list_due"),
    path("agreements/", agreements.list_agreements, name="list_agreements"),
    path("agreements/add/", agreements.add_agreement, name="add_agreement"),
    path("agreements/<uuid:agreement_id>/", agreements.show_agreement, name="show_agreement"),
    path("agreements/<uuid:agreement_id>/sign/", agreements.sign_agreement, name="sign_agreement"),
    path("agreements/<uuid:agreement_id>/review/", agreements.review_agreement, name="review_agreement"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end_agreement, name="end_agreement"),
    path(
        "agreements/<uuid:agreement_id>/<uuid:signature_id>/left/",
        agreements.leave_agreement,
        name="leave_agreement",
    ),
    path("of/<uuid:person_id>/", shares.show_shares, name="show_shares"),
    path("of/<uuid:person_id>/print/", shares.print_shares, name="print_shares"),
    path("of/<uuid:person_id>/consents/", shares.export_consents, name="export_consents"),
    path("of/<uuid:person_id>/with/", shares.choose_agency, name="choose_agency"),
    path("of/<uuid:person_id>/with/<uuid:agency_id>/", shares.share_facts, name="share_facts"),
    path("of/<uuid:person_id>/with/<uuid:agency_id>/agree/<slug:purpose>/", shares.agree, name="agree"),
    path("of/<uuid:person_id>/with/<uuid:agency_id>/propose/", proposals.propose_share, name="propose_share"),
    path("of/<uuid:person_id>/proposals/", proposals.show_proposals, name="show_proposals"),
    path(
        "of/<uuid:person_id>/proposals/<uuid:proposal_id>/decide/",
        proposals.decide_proposal,
        name="decide_proposal",
    ),
    path("of/<uuid:person_id>/proposals/<uuid:proposal_id>/send/", proposals.send_facts, name="send_facts"),
    path("of/<uuid:person_id>/told/<uuid:share_id>/", shares.note_recall, name="note_recall"),
    path("of/<uuid:person_id>/links/<uuid:package_id>/end/", shares.end_package, name="end_package"),
]
