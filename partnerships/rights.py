"""What this room adds to the rights of editors (platform_site/accounts/roles.py)."""

from platform_site.accounts.roles import EDITOR, WRITER, Right

ORGANISATIONS = Right(
    "Organisaties bijhouden",
    (EDITOR,),
    models=tuple(f"partnerships.{verb}_organisation" for verb in ("add", "change", "delete")),
)
IMPORT = Right("DUO-bestanden inlezen", (EDITOR,), models=ORGANISATIONS.models[:2])
INVITE = Right("Coördinatoren van partnerschappen uitnodigen en weghalen", (WRITER, EDITOR))
