"""The form that a questionnaire makes, page by page, and what its answers say."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.calls.conditions import as_data, asked, sentence
from projects.calls.questions import question_of


@dataclass
class Page:
    """A section of the questionnaire: its wording, headings and questions in order."""

    id: str = ""
    heading: str = ""
    help: str = ""
    parts: list = field(default_factory=list)

    @property
    def name(self):
        return f"answers-{self.id}" if self.id else "answers"

    @property
    def questions(self):
        return [part for part in self.parts if hasattr(part, "kind")]


def pages(stream):
    """What stands before the first section is a page, too."""
    found = []
    for child in stream:
        if child.block_type == "section":
            found.append(Page(child.id, child.value.label, child.value.help))
            continue
        if not found:
            found.append(Page(heading=_("Questions of the call")))
        found[-1].parts.append(question_of(child) or child.value)
    return found


def questions_of(stream):
    found = (question_of(child) for child in stream)
    return [question for question in found if question]


class AnswersForm:
    """Part of a form class: the fields of one page, shown and judged by conditions.

    `page` and `questions` (of all pages) are set by whoever makes the class;
    `stored` are the answers that there are already, to all pages.
    """

    page = None
    questions = ()
    stored = {}
    fields_template = "projects/calls/questions.html"

    class Media:
        css = {"all": ["projects/questions.css"]}
        js = ["projects/questions.js"]

    def start(self, answers, files=()):
        """Show what was answered; `files` are those that the record has."""
        self.stored = answers
        for question in self.page.questions:
            field, answer = self.fields[question.name], answers.get(question.id)
            if question.kind == "file":
                field.widget.files = [
                    file for file in files if file.pk in (answer or ())
                ]
            elif answer is not None and field.is_sound(answer):
                self.initial[question.name] = field.value(answer)

    def answers(self):
        """The answers of all pages as they would be with what is right on this one."""
        answers = dict(self.stored)
        for question in self.page.questions:
            if question.kind == "file":
                continue
            answers.pop(question.id, None)
            if question.name in self.cleaned_data:
                value = self.cleaned_data[question.name]
                answer = self.fields[question.name].answer(value)
                if answer is not None:
                    answers[question.id] = answer
        return answers

    def clean(self):
        """What is wrong in a question that is not asked troubles nobody."""
        here = asked(self.questions, self.answers())
        for question in self.page.questions:
            if question.id not in here:
                self._errors.pop(question.name, None)
        return super().clean()

    @property
    def current(self):
        """The answers by which the page shows or hides its questions."""
        if not self.is_bound:
            return self.stored
        self.is_valid()
        return self.answers()

    @property
    def parts(self):
        """Headings and questions in order, for the template."""
        by_id = {question.id: question for question in self.questions}
        here = asked(self.questions, self.current)
        for part in self.page.parts:
            if not hasattr(part, "kind"):
                yield {"heading": part}
                continue
            shown = {"question": part, "field": self[part.name]}
            earlier = part.condition and by_id.get(part.condition["question"])
            if earlier:
                is_met = part.id in here
                shown["data"] = as_data(part.condition, is_met=is_met)
                shown["only_if"] = sentence(part.condition, earlier)
            yield shown


def form_class(base, page, questions):
    """A form of one page: a field for each question, named by the question's id."""
    fields = {question.name: question.formfield() for question in page.questions}
    return type(
        "PageForm",
        (AnswersForm, base),
        {**fields, "page": page, "questions": questions},
    )


class TrialForm(forms.Form):
    """For an officer who tries the questionnaire: nothing is stored."""

    use_required_attribute = False

    def __init__(self, *args, answers=None, files=(), **options):
        super().__init__(*args, **options)
        self.start(answers or {}, files)

    def clean(self):
        return self.cleaned_data


def problem(question, answer):
    """What is missing or wrong in an answer to a question that is asked, or nothing."""
    if answer is None:
        return lacking(question) if question.is_required else ""
    if not question.field.is_sound(answer):
        return _("“%(question)s”: answer this anew.") % {
            "question": question.value.label
        }
    too_little = question.field.too_little(answer)
    if too_little:
        params = {"question": question.value.label, "problem": too_little}
        return _("“%(question)s”: %(problem)s") % params
    return ""


def lacking(question):
    params = {"question": question.value.label}
    match question.kind:
        case "consent":
            return _("Tick “%(question)s”.") % params
        case "file":
            return _("Hand in the file for “%(question)s”.") % params
        case "choice" | "multiple_choice":
            return _("Choose an answer to “%(question)s”.") % params
        case _other:
            return _("Answer “%(question)s”.") % params


def problems(stream, answers):
    """Pairs of a field's name and a sentence; empty where all that is asked is answered."""
    here = asked(questions_of(stream), answers)
    found = (
        (question.name, problem(question, answers.get(question.id)))
        for question in here.values()
    )
    return [(name, text) for name, text in found if text]


def in_both(function):
    """What a function says in Chinese and in English."""
    with override("zh-hans"):
        chinese = function()
    with override("en"):
        return chinese, function()


def readable(stream, answers, files=()):
    """All that was asked and answered, as plain data in order, for good.

    A row holds the wording of then, so that it can be read when the questionnaire
    has changed or is gone.
    """
    here = asked(questions_of(stream), answers)
    for child in stream:
        question = question_of(child)
        if question is None:
            yield heading_row(child)
        elif question.id in here:
            yield answer_row(question, answers.get(question.id), files)


def row(child, kind, **more):
    value = child.value
    return {
        "id": child.id,
        "kind": kind,
        "label_zh": value["label_zh"],
        "label_en": value["label_en"],
        "value": None,
        "text_zh": "",
        "text_en": "",
    } | more


def heading_row(child):
    value = child.value
    english = value["help_en"] or value["help_zh"]
    chinese = value["help_zh"] or value["help_en"]
    return row(child, child.block_type, text_zh=chinese, text_en=english)


def answer_row(question, answer, files):
    """With the answer in words; tables with their cells, files with their fingerprints."""
    field = question.field
    if answer is None or not field.is_sound(answer):
        return row(question, question.kind)
    more = {"value": answer}
    if question.kind == "file":
        field.widget.files = [file for file in files if file.pk in answer]
        more["value"] = [
            {"id": file.pk, "name": file.name, "size": file.size, "sha256": file.sha256}
            for file in field.widget.files
        ]
    if question.kind == "table":
        more["table_zh"], more["table_en"] = in_both(lambda: field.grid(answer))
    text_zh, text_en = in_both(lambda: field.words(answer))
    return row(question, question.kind, text_zh=text_zh, text_en=text_en, **more)


def words(question, answer):
    """An answer as people read it, in the language of the moment."""
    return "" if answer is None else question.field.words(answer)
