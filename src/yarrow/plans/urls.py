"""Addresses of this room, under /p/<code>/plans/."""

from django.urls import path

from yarrow.plans.views import leaving, more, needs, plans, project

app_name = "plans"
urlpatterns = [
    path("", project.list_due, name="list_due"),
    path("distance/", project.show_distance, name="show_distance"),
    path("first/", project.set_first_needs, name="set_first_needs"),
    path("first/sign-off/", project.set_sign_off, name="set_sign_off"),
    path("needs/<uuid:person_id>/", needs.show_needs, name="show_needs"),
    path("needs/<uuid:person_id>/turned/", needs.turn_needs, name="turn_needs"),
    path("needs/<uuid:person_id>/ask/<slug:area>/", needs.rate_needs, name="rate_needs"),
    path("needs/<uuid:person_id>/of/<slug:domain>/", needs.show_domain, name="show_domain"),
    path("of/<uuid:person_id>/", plans.show_plan, name="show_plan"),
    path("of/<uuid:person_id>/print/", plans.print_plan, name="print_plan"),
    path("of/<uuid:person_id>/elsewhere/", leaving.export_plan, name="export_plan"),
    path("of/<uuid:person_id>/goals/add/", plans.add_goal, name="add_goal"),
    path("of/<uuid:person_id>/goals/<uuid:goal_id>/change/", plans.change_goal, name="change_goal"),
    path("of/<uuid:person_id>/goals/<uuid:goal_id>/move/", plans.move_goal, name="move_goal"),
    path("of/<uuid:person_id>/goals/<uuid:goal_id>/steps/", plans.add_step, name="add_step"),
    path("of/<uuid:person_id>/steps/<uuid:step_id>/change/", plans.change_step, name="change_step"),
    path("of/<uuid:person_id>/steps/<uuid:step_id>/move/", plans.move_step, name="move_step"),
    path("of/<uuid:person_id>/<uuid:plan_id>/looked-at/", plans.add_review, name="add_review"),
    path("of/<uuid:person_id>/<uuid:plan_id>/move/", plans.move_plan, name="move_plan"),
    path("of/<uuid:person_id>/<uuid:plan_id>/agree/", plans.agree_plan, name="agree_plan"),
    path("of/<uuid:person_id>/<uuid:plan_id>/sign-off/", plans.sign_off_plan, name="sign_off_plan"),
    path("card/<uuid:person_id>/", more.show_card, name="show_card"),
    path("card/<uuid:person_id>/write/", more.make_card, name="make_card"),
    path("card/<uuid:person_id>/print/", more.print_card, name="print_card"),
    path("course/<uuid:person_id>/", more.show_course, name="show_course"),
    path("course/<uuid:person_id>/home/", more.add_housing, name="add_housing"),
    path("course/<uuid:person_id>/home/<uuid:housing_id>/end/", more.end_housing, name="end_housing"),
    path("course/<uuid:person_id>/home/<uuid:housing_id>/still/", more.know_housing, name="know_housing"),
    path("course/<uuid:person_id>/family/", more.add_family_event, name="add_family_event"),
    path("course/<uuid:person_id>/change/", more.note_movement, name="note_movement"),
    path("course/<uuid:person_id>/change/take-away/", more.forget_movements, name="forget_movements"),
    path("course/<uuid:person_id>/circumstances/", more.note_circumstances, name="note_circumstances"),
]
