"""Addresses of this room, under /p/<code>/justice/."""

from django.urls import path

from yarrow.justice.views import away, notes, orders, project

ORDER = "of/<uuid:person_id>/orders/<uuid:order_id>/"
APPOINTMENT = "of/<uuid:person_id>/appointments/<uuid:appointment_id>/"
AWAY = "of/<uuid:person_id>/away/<uuid:away_id>/"

app_name = "justice"
urlpatterns = [
    path("", project.list_round, name="list_round"),
    path("figures/", project.show_figures, name="show_figures"),
    path("of/<uuid:person_id>/", orders.show_justice, name="show_justice"),
    path("of/<uuid:person_id>/orders/add/", orders.add_order, name="add_order"),
    path(ORDER, orders.show_order, name="show_order"),
    path(f"{ORDER}change/", orders.change_order, name="change_order"),
    path(f"{ORDER}light/", orders.agree_light_contact, name="agree_light_contact"),
    path(f"{ORDER}appointment/", orders.plan_appointment, name="plan_appointment"),
    path(f"{ORDER}note/", notes.send_note, name="send_note"),
    path(f"{ORDER}move/<slug:act>/", orders.move_order, name="move_order"),
    path("of/<uuid:person_id>/notes/<uuid:note_id>/", notes.print_note, name="print_note"),
    path(f"{APPOINTMENT}contact/", orders.mark_contact, name="mark_contact"),
    path(f"{APPOINTMENT}<slug:came>/", orders.settle_appointment, name="settle_appointment"),
    path("of/<uuid:person_id>/away/add/", away.add_away, name="add_away"),
    path(AWAY, away.show_away, name="show_away"),
    path(f"{AWAY}leaving/", away.expect_leaving, name="expect_leaving"),
    path(f"{AWAY}left/", away.leave, name="leave"),
    path(f"{AWAY}visit/", away.note_visit, name="note_visit"),
    path(f"{AWAY}gate/", away.plan_pick_up, name="plan_pick_up"),
    path(f"{AWAY}right/<slug:how>/", away.put_right, name="put_right"),
    path("of/<uuid:person_id>/ready/<uuid:check_id>/", away.set_check, name="set_check"),
    path(
        "of/<uuid:person_id>/gate/<uuid:pick_up_id>/<slug:result>/",
        away.settle_pick_up,
        name="settle_pick_up",
    ),
]
