"""The room's addresses, under /p/<project>/contacts/."""

from django.urls import path

from yarrow.contacts.views import (
    arranging,
    contacts,
    following_up,
    importing,
    linking,
    sessions,
    shift,
    stock,
)
from yarrow.methods.stock import COUNT, DELIVERY, LOSS

app_name = "contacts"
urlpatterns = [
    path("", sessions.list_sessions, name="list_sessions"),
    path("plan/", sessions.plan_session, name="plan_session"),
    path("open/", sessions.open_session, name="open_session"),
    path("sessions/<uuid:session_id>/", sessions.show_session, name="show_session"),
    path("sessions/<uuid:session_id>/change/", sessions.change_session, name="change_session"),
    path("sessions/<uuid:session_id>/run/", sessions.run_session, name="run_session"),
    path("sessions/<uuid:session_id>/note/", sessions.note_session, name="note_session"),
    path("sessions/<uuid:session_id>/sheet/", shift.shift_sheet, name="shift_sheet"),
    path("sessions/<uuid:session_id>/undo/", shift.undo_contact, name="undo_contact"),
    path("record/", contacts.choose_person, name="choose_person"),
    path("record/not-known/", contacts.record_contact, name="record_contact"),
    path("record/<uuid:person_id>/", contacts.record_for_person, name="record_for_person"),
    path("not-known/", linking.list_unnamed, name="list_unnamed"),
    path("follow-ups/", following_up.list_follow_ups, name="list_follow_ups"),
    path("follow-ups/add/<uuid:person_id>/", following_up.add_follow_up, name="add_follow_up"),
    path("follow-ups/<uuid:follow_up_id>/done/", following_up.complete_follow_up, name="complete_follow_up"),
    path("spreadsheets/", importing.start_import, name="start_import"),
    path("spreadsheets/<uuid:batch_id>/", importing.show_import, name="show_import"),
    path("spreadsheets/<uuid:batch_id>/columns/", importing.correct_import, name="correct_import"),
    path("spreadsheets/<uuid:batch_id>/go-on/", importing.continue_import, name="continue_import"),
    path("spreadsheets/<uuid:batch_id>/drop/", importing.drop_import, name="drop_import"),
    path("spreadsheets/<uuid:batch_id>/take-back/", importing.undo_import, name="undo_import"),
    path("spreadsheets/<uuid:batch_id>/not-taken/", importing.list_not_taken, name="list_not_taken"),
    path("stock/", stock.show_stock, name="show_stock"),
    path("stock/came-in/", stock.move_stock, {"what": DELIVERY}, name="add_delivery"),
    path("stock/counted/", stock.move_stock, {"what": COUNT}, name="add_count"),
    path("stock/lost/", stock.move_stock, {"what": LOSS}, name="add_loss"),
    path("stock/keeper/", stock.keep_cupboard, name="keep_cupboard"),
    path("stock/of/<slug:supply>/", stock.show_supply, name="show_supply"),
    path("stock/lines/<uuid:movement_id>/take-back/", stock.take_back_movement, name="take_back_movement"),
    path("lists/", arranging.arrange, name="arrange"),
    path("lists/zones/", arranging.add_zone, name="add_zone"),
    path("lists/kinds/", arranging.add_kind, name="add_kind"),
    path("lists/zones/<uuid:zone_id>/retire/", arranging.retire_zone, name="retire_zone"),
    path("lists/kinds/<uuid:kind_id>/retire/", arranging.retire_kind, name="retire_kind"),
    path("<uuid:contact_id>/", contacts.show_contact, name="show_contact"),
    path("<uuid:contact_id>/correct/", contacts.correct_contact, name="correct_contact"),
    path("<uuid:contact_id>/link/", linking.link_contact, name="link_contact"),
    path("<uuid:contact_id>/remove/", contacts.remove_contact, name="remove_contact"),
]
