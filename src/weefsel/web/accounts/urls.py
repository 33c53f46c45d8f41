"""Addresses of people, houses and rights."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.accounts import invitations, members, new_password, own_account, why

urlpatterns = [
    path(_("rights/"), why.rights, name="rights"),
    path(_("why/"), why.why, name="why"),
    path(_("house/<slug:slug>/members/"), members.members, name="members"),
    path(_("house/<slug:slug>/members/invite/"), invitations.invite, name="invite"),
    path(_("house/<slug:slug>/members/<uuid:key>/role/"), members.role, name="member-role"),
    path(_("house/<slug:slug>/members/<uuid:key>/end/"), members.end, name="member-end"),
    path(
        _("house/<slug:slug>/members/<uuid:key>/second-factor/"),
        members.reset_factor,
        name="member-reset-factor",
    ),
    path(
        _("house/<slug:slug>/invitations/<uuid:key>/withdraw/"),
        invitations.withdraw,
        name="invitation-withdraw",
    ),
    path(_("invitation/<str:token>/"), invitations.accept, name="invitation"),
    path(_("new-password/<uuid:key>/<str:token>/"), new_password.choose, name="new-password"),
    path(_("my-account/"), own_account.account, name="account"),
    path(_("my-account/house/"), members.choose, name="choose-house"),
    path(_("my-account/leave/<uuid:key>/"), members.leave, name="leave-house"),
    path(_("my-account/password/"), own_account.password, name="account-password"),
    path(_("my-account/sessions/end/"), own_account.sessions_end, name="account-sessions-end"),
    path(_("my-account/my-data.json"), own_account.data, name="account-data"),
    path(_("my-account/delete/"), own_account.delete, name="account-delete"),
    path(_("account-deleted/"), own_account.gone, name="account-gone"),
]
