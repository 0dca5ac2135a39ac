"""Addresses of this room, under /p/<code>/people/."""

from django.urls import path

from yarrow.people.views import (
    consent,
    copying,
    duplicates,
    erasing,
    key_workers,
    lists,
    people,
    rows,
    safeguarding,
)

app_name = "people"
urlpatterns = [
    path("", people.list_people, name="list_people"),
    path("search/", people.search_people, name="search_people"),
    path("add/", people.add_person, name="add_person"),
    path("caseload/", key_workers.show_caseload, name="show_caseload"),
    path("caseload/<uuid:worker_id>/", key_workers.show_caseload, name="show_caseload_of"),
    path("caseload/<uuid:worker_id>/hand-over/", key_workers.hand_over, name="hand_over"),
    path("settings/", lists.list_settings, name="list_settings"),
    path("settings/<int:kind_id>/retire/", lists.retire_setting_kind, name="retire_setting_kind"),
    path("duplicates/", duplicates.list_duplicates, name="list_duplicates"),
    path("duplicates/<uuid:person_id>/<uuid:other_id>/", duplicates.compare_people, name="compare_people"),
    path("duplicates/<uuid:person_id>/<uuid:other_id>/apart/", duplicates.tell_apart, name="tell_apart"),
    path("merges/<uuid:merge_id>/", duplicates.show_merge, name="show_merge"),
    path("<uuid:person_id>/alike/", duplicates.list_alike, name="list_alike"),
    path("<uuid:person_id>/", people.show_person, name="show_person"),
    path("<uuid:person_id>/change/", people.change_person, name="change_person"),
    path("<uuid:person_id>/why/", people.give_reason, name="give_reason"),
    path("<uuid:person_id>/opened/", people.show_openings, name="show_openings"),
    path("<uuid:person_id>/safeguarding/", safeguarding.note_safeguarding, name="note_safeguarding"),
    path("<uuid:person_id>/consents/", consent.list_consents, name="list_consents"),
    path("<uuid:person_id>/consents/<slug:purpose>/give/", consent.give_consent, name="give_consent"),
    path(
        "<uuid:person_id>/consents/<slug:purpose>/withdraw/",
        consent.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<uuid:person_id>/history/", people.show_history, name="show_history"),
    path("<uuid:person_id>/copy/", copying.copy_person, name="copy_person"),
    path("<uuid:person_id>/erase/", erasing.erase_person, name="erase_person"),
    path("<uuid:person_id>/names/add/", rows.add_alias, name="add_alias"),
    path("<uuid:person_id>/names/<uuid:alias_id>/end/", rows.end_alias, name="end_alias"),
    path("<uuid:person_id>/settings/add/", rows.add_setting, name="add_setting"),
    path("<uuid:person_id>/settings/<uuid:setting_id>/end/", rows.end_setting, name="end_setting"),
    path("<uuid:person_id>/ways/add/", rows.add_way_to_reach, name="add_way_to_reach"),
    path("<uuid:person_id>/ways/<uuid:way_id>/", rows.change_way_to_reach, name="change_way_to_reach"),
    path("<uuid:person_id>/ways/<uuid:way_id>/end/", rows.end_way_to_reach, name="end_way_to_reach"),
    path("<uuid:person_id>/key-worker/", key_workers.assign_key_worker, name="assign_key_worker"),
    path("<uuid:person_id>/key-worker/end/", key_workers.end_key_worker, name="end_key_worker"),
]
