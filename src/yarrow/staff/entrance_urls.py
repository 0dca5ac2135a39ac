"""Getting in, and one's own account."""

from django.urls import path

from yarrow.staff.views import account, entrance

app_name = "entrance"
urlpatterns = [
    path("", entrance.choose_project, name="choose_project"),
    path("unlock/", entrance.unlock_session, name="unlock_session"),
    path("lock/", entrance.lock_session, name="lock_session"),
    path("join/<str:token>/", entrance.accept_invitation, name="accept_invitation"),
    path("account/", account.show_account, name="show_account"),
    path("account/passphrase/", account.change_passphrase, name="change_passphrase"),
]
