"""Coordinators keep their profile true: what they write is saved, handed in, read by an editor, and only then public."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from partnerships.examples import a_coordinator, a_partnership, an_organisation
from partnerships.models import Organisation, PartnershipPage, ProfileDraft
from platform_site.accounts import roles
from platform_site.examples import a_user
from platform_site.rich_texts import normal
from tests.editor import Editor, values
from tests.portal_visit import Coordinator, on_site, review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def partnership():
    return a_partnership("Opleidingsschool De Brug", about="<p>Zo was het.</p>", mailbox="brug@voorbeeld.nl")


@pytest.fixture
def coordinator(partnership):
    return Coordinator(partnership)


@pytest.fixture
def reviewer():
    return Editor(a_user(role=roles.EDITOR))


def test_what_is_saved_is_not_public_and_comes_back_in_the_form(partnership, coordinator):
    response = coordinator.send("wie-wij-zijn", about="Wij zijn **nieuw**.\n\n- een\n- twee")
    assert response.url == coordinator.step("samenwerking")
    assert on_site(partnership).about == "<p>Zo was het.</p>"
    assert "**nieuw**" in coordinator.opened("wie-wij-zijn")["about"]
    assert "Dit zijn wij" in coordinator.told()


def test_a_look_at_every_step_changes_nothing(partnership, coordinator):
    for step in ("wie-wij-zijn", "samenwerking", "speerpunten", "trots", "partners", "cijfers", "contact"):
        coordinator.send(step)
    assert not ProfileDraft.objects.exists()


def test_what_was_handed_in_is_exactly_what_goes_live(partnership, coordinator, reviewer):
    coordinator.send("wie-wij-zijn", about="Wij zijn **nieuw**.", summary="In één zin.")
    coordinator.send("cijfers", students="260", reference_year="2025", routes=["pabo", "pdg"])
    coordinator.hand_in()
    assert on_site(partnership).students is None
    coordinator.send("cijfers", students="999")  # later words wait for the next time
    mail.outbox.clear()
    assert review(reviewer, partnership).status_code == 302
    live = on_site(partnership)
    assert (live.about, live.summary, live.students) == ("<p>Wij zijn <b>nieuw</b>.</p>", "In één zin.", 260)
    assert live.routes == ["pabo", "pdg"]
    assert live.checked_on
    assert [(message.to, message.subject) for message in mail.outbox if "bijgewerkt" in message.subject] == [
        ([coordinator.user.email], "Het profiel van Opleidingsschool De Brug is bijgewerkt")
    ]
    assert not [
        message for message in mail.outbox if coordinator.user.email in message.to and "/beheer/" in message.body
    ]
    assert coordinator.opened("cijfers")["students"] == "999"


def test_what_is_returned_shows_the_remark_and_can_be_handed_in_again(partnership, coordinator, reviewer):
    coordinator.send("trots", pride="Alles.")
    coordinator.hand_in()
    mail.outbox.clear()
    review(reviewer, partnership, "reject", "Noem één voorbeeld.")
    (message,) = [message for message in mail.outbox if coordinator.user.email in message.to]
    assert "Noem één voorbeeld." in message.body
    assert "/beheer/" not in message.body
    assert "Noem één voorbeeld." in coordinator.told()
    assert "Noem één voorbeeld." in coordinator.look(coordinator.step("trots")).get_text()
    coordinator.send("trots", pride="Zeventien van de negentien starters bleven.")
    coordinator.hand_in()
    assert "ligt bij de redactie" in coordinator.told()
    review(reviewer, partnership)
    assert on_site(partnership).pride == "<p>Zeventien van de negentien starters bleven.</p>"
    assert not ProfileDraft.objects.exists()


def test_a_stale_approval_of_an_earlier_hand_in_publishes_nothing(partnership, coordinator, reviewer):
    coordinator.send("trots", pride="Eerst.")
    coordinator.hand_in()
    earlier = on_site(partnership).current_workflow_task_state.pk
    coordinator.send("trots", pride="Daarna.")
    coordinator.hand_in()
    reviewer.client.post(reverse("wagtailadmin_pages:workflow_action", args=[partnership.pk, "approve", earlier]))
    assert on_site(partnership).pride == ""
    review(reviewer, partnership)
    assert on_site(partnership).pride == "<p>Daarna.</p>"


def test_handing_in_twice_by_a_double_click_is_once(partnership, coordinator):
    coordinator.send("trots", pride="Iets.")
    page = coordinator.look(coordinator.url("hand-in"))
    seen = page.find("input", attrs={"name": "gezien"})["value"]
    for _ in range(2):
        assert coordinator.client.post(coordinator.url("hand-in"), {"gezien": seen}).status_code == 302
    assert on_site(partnership).revisions.count() == 1
    assert on_site(partnership).workflow_states.count() == 1


def test_what_is_withdrawn_is_no_longer_waiting_and_still_in_the_form(partnership, coordinator):
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    coordinator.client.post(coordinator.url("withdraw"))
    assert on_site(partnership).current_workflow_state is None
    assert not on_site(partnership).has_unpublished_changes
    assert on_site(partnership).get_latest_revision_as_object().pride == ""
    assert coordinator.opened("trots")["pride"] == "Iets."
    coordinator.client.post(coordinator.url("discard"))
    assert coordinator.opened("trots")["pride"] == ""


def test_an_editors_open_draft_is_neither_published_along_nor_lost(partnership, coordinator, reviewer):
    reviewer.edit(partnership, abbreviation="OSB", students="80", reference_year="2024")
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    review(reviewer, partnership)
    live = on_site(partnership)
    assert (live.abbreviation, live.students, live.pride) == ("", None, "<p>Iets.</p>")
    draft = live.get_latest_revision_as_object()
    assert (draft.abbreviation, draft.students, draft.pride) == ("OSB", 80, "<p>Iets.</p>")
    assert live.has_unpublished_changes


def test_an_editors_open_draft_comes_back_after_withdrawing(partnership, coordinator, reviewer):
    reviewer.edit(partnership, abbreviation="OSB")
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    coordinator.client.post(coordinator.url("withdraw"))
    draft = on_site(partnership).get_latest_revision_as_object()
    assert (draft.abbreviation, normal(draft.pride)) == ("OSB", "")


def test_an_editor_who_publishes_meanwhile_does_not_lose_the_coordinators_words(partnership, coordinator, reviewer):
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    mail.outbox.clear()
    own = on_site(partnership)
    own.abbreviation = "OSB"
    own.save_revision(user=reviewer.user).publish(user=reviewer.user)
    assert on_site(partnership).pride == ""
    assert [message.subject for message in mail.outbox if coordinator.user.email in message.to] == [
        "Kijk nog even naar het profiel van Opleidingsschool De Brug"
    ]
    assert "Lever nog een keer in" in coordinator.told()
    coordinator.hand_in()
    review(reviewer, partnership)
    assert (on_site(partnership).abbreviation, on_site(partnership).pride) == ("OSB", "<p>Iets.</p>")


def test_an_editor_who_publishes_the_very_words_has_approved_them(partnership, coordinator, reviewer):
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    reviewer.edit(on_site(partnership).get_latest_revision_as_object(), **{"action-publish": "1"})
    assert normal(on_site(partnership).pride) == "<p>Iets.</p>"
    assert not ProfileDraft.objects.exists()


def test_the_reviewer_is_led_to_what_differs(partnership, coordinator, reviewer):
    coordinator.send("trots", pride="Iets.")
    coordinator.hand_in()
    page = reviewer.look(reverse("wagtailadmin_pages:edit", args=[partnership.pk]))
    link = next(link["href"] for link in page.find_all("a") if link.get_text(strip=True) == "Vergelijk met de site")
    assert "Iets." in reviewer.look(link).get_text()


def test_both_changed_the_same_and_the_coordinator_sees_it_before_handing_in(partnership, coordinator, reviewer):
    coordinator.send("wie-wij-zijn", about="Van ons.")
    seen = coordinator.look(coordinator.url("hand-in")).find("input", attrs={"name": "gezien"})["value"]
    reviewer.edit(partnership, mailbox="nieuw@voorbeeld.nl", **{"action-publish": "1"})
    own = on_site(partnership)
    own.about = "<p>Van de redactie.</p>"
    own.save_revision().publish()
    coordinator.client.post(coordinator.url("hand-in"), {"gezien": seen})
    assert on_site(partnership).current_workflow_state is None
    words = coordinator.look(coordinator.url("hand-in")).get_text()
    assert "Van de redactie." in words
    assert "intussen ook iets gewijzigd" in words
    coordinator.hand_in()
    review(reviewer, partnership)
    assert (on_site(partnership).about, on_site(partnership).mailbox) == ("<p>Van ons.</p>", "nieuw@voorbeeld.nl")


def test_two_coordinators_answer_the_same_question_and_nothing_is_lost(partnership, coordinator):
    other = Coordinator(partnership)
    mine, theirs = coordinator.opened("trots"), other.opened("trots")
    coordinator.send("trots", mine, pride="Van mij.")
    response = other.send("trots", theirs, pride="Van de ander.")
    assert response.status_code == 409
    words = response.content.decode()
    assert "Van mij." in words
    assert "Van de ander." in words
    assert coordinator.opened("trots")["pride"] == "Van mij."
    told = other.send("trots", theirs, json=True, pride="Van de ander.").json()
    assert told["botsing"] == ["Hier zijn wij trots op"]
    both = values(BeautifulSoup(words, "html.parser").find("form", attrs={"data-keep": True}))
    assert other.send("trots", both, json=True, doen="bewaar").json()["botsing"]  # saving by itself chooses nothing
    coordinator.send("trots", pride="Weer van mij.")
    assert other.send("trots", both).status_code == 409  # nor does a button choose over what was never shown
    assert coordinator.opened("trots")["pride"] == "Weer van mij."


@pytest.mark.parametrize(
    ("button", "stays", "gave_way"),
    [("overzicht", "Van de ander.", "Van mij."), ("houd-pride", "Van mij.", "Van de ander.")],
)
def test_who_saw_both_answers_chooses_and_the_other_one_can_be_fetched(
    partnership, coordinator, button, stays, gave_way
):
    other = Coordinator(partnership)
    mine, theirs = coordinator.opened("trots"), other.opened("trots")
    coordinator.send("trots", mine, pride="Van mij.")
    page = BeautifulSoup(other.send("trots", theirs, pride="Van de ander.").content.decode(), "html.parser")
    both = values(page.find("form", attrs={"data-keep": True}))
    assert other.send("trots", both, doen=button).status_code == 302
    assert coordinator.opened("trots")["pride"] == stays
    words = [fold.get_text(" ") for fold in coordinator.look(coordinator.step("trots")).find_all("details")]
    assert [gave_way in text for text in words if "Maakte plaats" in text] == [True]


def test_two_coordinators_answer_different_questions_of_one_page(partnership, coordinator):
    other = Coordinator(partnership)
    mine, theirs = coordinator.opened("wie-wij-zijn"), other.opened("wie-wij-zijn")
    coordinator.send("wie-wij-zijn", mine, about="Van mij.")
    assert other.send("wie-wij-zijn", theirs, summary="Van de ander.").status_code == 302
    now = coordinator.opened("wie-wij-zijn")
    assert (now["about"], now["summary"]) == ("Van mij.", "Van de ander.")


def test_an_old_tab_sent_once_more_does_not_bring_back_old_words(partnership, coordinator):
    old = coordinator.opened("trots")
    coordinator.send("trots", pride="Nieuw.")
    assert coordinator.send("trots", old).status_code == 302
    assert coordinator.opened("trots")["pride"] == "Nieuw."


def test_saving_by_itself_tells_what_is_saved_and_what_is_wrong(partnership, coordinator):
    told = coordinator.send("cijfers", json=True, students="veel", routes=["pabo"], doen="bewaar").json()
    assert list(told["fouten"]) == ["students"]
    assert "getal" in told["fouten"]["students"][0]
    assert set(told["gezien"]) == {"routes", "reference_year"}
    assert coordinator.look(coordinator.step("cijfers")).find("input", value="pabo").has_attr("checked")


@pytest.mark.parametrize(("typed", "number"), [("1.260", 1260), ("1 260", 1260), (" 240 ", 240), ("12.340", 12340)])
def test_a_number_may_be_typed_as_one_writes_it(partnership, coordinator, typed, number):
    assert coordinator.send("cijfers", students=typed, reference_year="2025").status_code == 302
    assert ProfileDraft.objects.get().answers["students"] == number


def test_ones_own_other_tab_is_called_that(partnership, coordinator):
    old_tab = coordinator.opened("trots")
    coordinator.send("trots", pride="Uit het ene tabblad.")
    words = coordinator.send("trots", old_tab, pride="Uit het andere.").content.decode()
    assert "Je hebt dit in een ander tabblad veranderd" in words
    assert "Iemand anders was je voor" not in words
    assert coordinator.send("trots", old_tab, json=True, pride="Uit het andere.").json()["zelf"] is True


def test_partners_are_found_added_proposed_and_ended(partnership, coordinator, reviewer):
    school, board = (
        an_organisation("De Wegwijzer", place="Utrecht"),
        an_organisation("Stichting Ver", kind="schoolbestuur"),
    )
    an_organisation("De Wegwijzer", place="Zeist", closed_on="2020-01-01")
    response = coordinator.send("partners", doen="zoek", zoek="wegwijzer utrecht")
    found = coordinator.look(response.url)
    assert [button["value"] for button in found.find_all("button", value=lambda v: v and v.startswith("voeg-"))] == [
        f"voeg-{school.pk}"
    ]
    coordinator.send("partners", doen=f"voeg-{school.pk}")
    coordinator.row(school, since="2024-08-01")
    coordinator.send("partners", doen=f"voeg-{board.pk}")
    proposal = {"voorstel-name": "Basisschool Nieuw", "voorstel-place": "Houten"}
    assert "Kies welke rol" in coordinator.send("partners", doen="voorstel", **proposal).content.decode()
    coordinator.send("partners", doen="voorstel", **proposal, **{"voorstel-role": "school"})
    assert not Organisation.objects.filter(name="Basisschool Nieuw").exists()
    assert "Basisschool Nieuw" in coordinator.look(coordinator.url("preview")).get_text()
    coordinator.hand_in()
    review(reviewer, partnership)
    partners = {partner.organisation.name: partner for partner in on_site(partnership).partners.all()}
    assert set(partners) == {"De Wegwijzer", "Stichting Ver", "Basisschool Nieuw"}
    assert partners["De Wegwijzer"].since.isoformat() == "2024-08-01"
    assert partners["Stichting Ver"].role == "schoolbestuur"
    assert partners["Basisschool Nieuw"].organisation.proposed
    assert partners["Basisschool Nieuw"].role == partners["Basisschool Nieuw"].organisation.kind == "school"
    kept = {name: partner.pk for name, partner in partners.items()}
    coordinator.send("partners", doen="stop", kies=[str(board.pk)], dag="1-1-2025")
    coordinator.hand_in()
    review(reviewer, partnership)
    page = Coordinator(partnership).client.get(on_site(partnership).url).content.decode()
    assert "De Wegwijzer" in page
    assert "Stichting Ver" not in page.partition("Deden eerder mee")[0]
    assert "Stichting Ver, tot 1 januari 2025" in page
    assert {partner.organisation.name: partner.pk for partner in on_site(partnership).partners.all()} == kept


@pytest.mark.parametrize("several", [False, True])
def test_somebody_with_one_partnership_is_there_at_once_and_with_several_chooses(partnership, several):
    others = [a_partnership("De Andere")] if several else []
    coordinator = Coordinator(partnership, *others)
    response = coordinator.client.get("/mijn-partnerschap/")
    assert (response.status_code, b"De Andere" in response.content) == ((200, True) if several else (302, False))


def test_somebody_without_a_partnership_is_told_what_to_do(client):
    client.force_login(a_user())
    assert "nog geen partnerschap" in client.get("/mijn-partnerschap/").content.decode()


def test_a_coordinator_stays_out_of_the_admin(partnership, coordinator):
    assert coordinator.client.get("/beheer/").status_code == 403
    assert a_coordinator(partnership).has_perm("wagtailadmin.access_admin") is False


def test_the_preview_is_the_page_itself(partnership, coordinator):
    coordinator.send("trots", pride="Zeventien starters.")
    page = coordinator.look(coordinator.url("preview"))
    assert page.find("section", attrs={"aria-labelledby": "trots"}).get_text(strip=True).endswith("Zeventien starters.")
    assert PartnershipPage.objects.get(pk=partnership.pk).pride == ""
