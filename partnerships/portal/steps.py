"""The form in steps, one theme a step, in the order in which one tells about a partnership."""

from dataclasses import dataclass

from partnerships.portal import forms
from partnerships.portal.answers import Answers, changed, gaps


@dataclass(frozen=True)
class FormStep:
    """form: its questions; None for the partners, who are chosen from a list (partnerships.portal.partner_views)."""

    slug: str
    title: str
    lead: str
    fields: tuple[str, ...]
    form: type[forms.StepForm] | None = None


STEPS = [
    FormStep("wie-wij-zijn", "Wie wij zijn", "Waaraan herken je jullie?", ("summary", "about"), forms.AboutForm),
    FormStep("samenwerking", "Zo werken wij samen", "Wie doet wat, en wat merkt een student daarvan?", ("cooperation",), forms.CooperationForm),
    FormStep("speerpunten", "Onze speerpunten", "Waar werken jullie de komende jaren aan?", ("priorities", "themes"), forms.PrioritiesForm),
    FormStep("trots", "Hier zijn wij trots op", "Wat mogen anderen van jullie overnemen?", ("pride",), forms.PrideForm),
    FormStep("partners", "Partners", "Wie doen er mee, en sinds wanneer?", ("partners",)),
    FormStep("cijfers", "Routes en studenten", "Wat kun je bij jullie volgen, en met hoeveel zijn jullie?", ("routes", "students", "reference_year"), forms.FiguresForm),
    FormStep("contact", "Contact en logo", "Waar kunnen lezers terecht?", ("mailbox", "website", "logo", "logo_alt"), forms.ContactForm),
]  # fmt: skip
BY_SLUG = {step.slug: step for step in STEPS}
STEP_OF = {name: step for step in STEPS for name in step.fields}


def after(step: FormStep) -> FormStep | None:
    """The next step; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def of_fields(names: list[str]) -> list[FormStep]:
    """The steps that ask for these fields, in their order."""
    return [step for step in STEPS if set(step.fields) & set(names)]


@dataclass(frozen=True)
class StepState:
    step: FormStep
    words: str
    is_done: bool


def states(live: Answers, answers: Answers) -> list[StepState]:
    """How far each step is, in words."""
    lacking = {STEP_OF[name].slug for name, _ in gaps(answers)}
    different = {STEP_OF[name].slug for name in changed(live, answers)}
    found = []
    for step in STEPS:
        words = "gewijzigd" if step.slug in different else "ongewijzigd"
        if step.slug in lacking:
            words = f"{words}, kan nog vollediger" if step.slug in different else "kan nog vollediger"
        found.append(StepState(step, words, step.slug not in lacking))
    return found
