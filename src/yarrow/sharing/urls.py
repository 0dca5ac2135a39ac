"""Addresses of this room, under /p/<code>/sharing/."""

from django.urls import path

from yarrow.sharing.views import agreements, guests, hearing, letters, proposals, shares

app_name = "sharing"
urlpatterns = [
    path("", shares.list_due, name="list_due"),
    path("told/<uuid:parting_id>/", shares.note_parting, name="note_parting"),
    path("sent/", guests.list_sent, name="list_sent"),
    path("sent/<uuid:package_id>/", guests.open_sent, name="open_sent"),
    path("sent/<uuid:package_id>/file/", guests.fetch_sent, name="fetch_sent"),
    path("sent/<uuid:package_id>/answer/", guests.answer_sent, name="answer_sent"),
    path("guests/", guests.list_guests, name="list_guests"),
    path("guests/<uuid:membership_id>/", guests.seat_guest, name="seat_guest"),
    path("letters/", letters.list_templates, name="list_templates"),
    path("letters/new/", letters.write_template, name="write_template"),
    path("letters/<slug:code>/take-up/", letters.take_up_template, name="take_up_template"),
    path("letters/<uuid:template_id>/", letters.change_template, name="change_template"),
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
    path(
        "of/<uuid:person_id>/with/<uuid:agency_id>/letters/", letters.choose_template, name="choose_template"
    ),
    path(
        "of/<uuid:person_id>/with/<uuid:agency_id>/letters/<uuid:template_id>/",
        letters.write_letter,
        name="write_letter",
    ),
    path("of/<uuid:person_id>/letters/<uuid:letter_id>/", letters.show_letter, name="show_letter"),
    path("of/<uuid:person_id>/proposals/", proposals.show_proposals, name="show_proposals"),
    path(
        "of/<uuid:person_id>/proposals/<uuid:proposal_id>/decide/",
        proposals.decide_proposal,
        name="decide_proposal",
    ),
    path("of/<uuid:person_id>/proposals/<uuid:proposal_id>/send/", proposals.send_facts, name="send_facts"),
    path(
        "of/<uuid:person_id>/proposals/<uuid:proposal_id>/heard/",
        hearing.hear_decision,
        name="hear_decision",
    ),
    path("of/<uuid:person_id>/links/<uuid:package_id>/seen/", hearing.see_answers, name="see_answers"),
    path("of/<uuid:person_id>/told/<uuid:share_id>/", shares.note_recall, name="note_recall"),
    path(
        "of/<uuid:person_id>/links/<uuid:package_id>/original/", shares.fetch_original, name="fetch_original"
    ),
    path("of/<uuid:person_id>/links/<uuid:package_id>/end/", shares.end_package, name="end_package"),
]
