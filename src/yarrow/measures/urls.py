"""The room's addresses, under /p/<project>/forms/."""

from django.urls import path

from yarrow.measures.views import arranging, filling, forms, results, signals

app_name = "measures"
urlpatterns = [
    path("", forms.list_forms, name="list_forms"),
    path("bring/", forms.bring_form, name="bring_form"),
    path("write/", forms.make_form, name="make_form"),
    path("ours/<slug:form_code>/", forms.take_up_form, name="take_up_form"),
    path("sheets/<slug:pack_id>/", forms.take_up_sheet, name="take_up_sheet"),
    path("versions/<uuid:version_id>/", forms.show_version, name="show_version"),
    path("versions/<uuid:version_id>/use/", forms.publish_version, name="publish_version"),
    path("versions/<uuid:version_id>/withdraw/", forms.withdraw_version, name="withdraw_version"),
    path("versions/<uuid:version_id>/carry/", forms.carry_form, name="carry_form"),
    path("versions/<uuid:version_id>/safe/", forms.mark_dangers, name="mark_dangers"),
    path("versions/<uuid:version_id>/questionnaire/", forms.export_version, name="export_version"),
    path("use/", arranging.keep_licences, name="keep_licences"),
    path("permissions/<uuid:permission_id>/end/", arranging.end_permission, name="end_permission"),
    path("safe/", arranging.keep_safe, name="keep_safe"),
    path("safe/routes/<uuid:route_id>/retire/", arranging.retire_route, name="retire_route"),
    path("safe/drill/", arranging.raise_drill, name="raise_drill"),
    path("signals/", signals.list_signals, name="list_signals"),
    path("signals/<uuid:signal_id>/", signals.show_signal, name="show_signal"),
    path("signals/<uuid:signal_id>/<slug:act>/", signals.step_signal, name="step_signal"),
    path("of/<uuid:person_id>/", filling.list_fillings, name="list_fillings"),
    path("of/<uuid:person_id>/take/", results.export_fillings, name="export_fillings"),
    path("of/<uuid:person_id>/begin/<uuid:version_id>/", filling.begin_filling, name="begin_filling"),
    path("of/<uuid:person_id>/<uuid:filling_id>/", results.show_filling, name="show_filling"),
    path("of/<uuid:person_id>/<uuid:filling_id>/turned/", results.turn_filling, name="turn_filling"),
    path("of/<uuid:person_id>/<uuid:draft_id>/fill/", filling.fill, name="fill"),
    path("of/<uuid:person_id>/<uuid:draft_id>/help/", filling.show_routes, name="show_routes"),
    path("of/<uuid:person_id>/<uuid:draft_id>/contact/", filling.ask_for_contact, name="ask_for_contact"),
    path("of/<uuid:person_id>/<uuid:draft_id>/finish/", filling.finish_filling, name="finish_filling"),
    path("of/<uuid:person_id>/<uuid:filling_id>/done/", filling.hand_back, name="hand_back"),
    path("of/<uuid:person_id>/<uuid:filling_id>/right/", results.amend_answers, name="amend_answers"),
    path("of/<uuid:person_id>/<uuid:filling_id>/error/", results.void_filling, name="void_filling"),
]
