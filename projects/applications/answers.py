"""The call's own questions in an application: sections of its form, gaps, the record."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.attachments.attaching import attach, problems_of
from portal.attachments.models import Attachment
from portal.drafts.forms import DraftForm
from portal.drafts.saving import locked
from portal.drafts.sections import Section
from projects.calls import answering


def stream_of(call):
    return call.questionnaire.questions if call.questionnaire else ()


def answer_sections(call):
    """A section of the applicant's form for each page of the call's questionnaire."""
    stream = stream_of(call)
    questions = answering.questions_of(stream)
    return [
        section_of(page, questions)
        for page in answering.pages(stream)
        if page.questions or page.help
    ]


def section_of(page, questions):
    form = answering.form_class(application_form(), page, questions)
    return AnswerSection(
        page.name, page.heading, form=form, help=page.help, questions=page.questions
    )


@dataclass(frozen=True)
class AnswerSection(Section):
    """Its files belong to single questions, so that it takes them itself."""

    questions: list = field(default_factory=list)

    @property
    def is_multipart(self):
        return any(question.kind == "file" for question in self.questions)

    def take_files(self, record, files, *, by):
        """Keep what came with the form, each file by itself; sentences about the rest."""
        problems = []
        for question in self.questions:
            for file in files.getlist(question.name) if question.kind == "file" else ():
                try:
                    take(record, question, file, by=by)
                except ValidationError as error:
                    problems += problems_of(file, error)
        return problems


@transaction.atomic
def take(record, question, file, *, by):
    """Attach a file and write it into the answer, whoever else is saving meanwhile."""
    now = locked(record)
    present = [file.pk for file in files_for(now, question)]
    question.field.refuse(file, present=len(present))
    label = question.value
    attachment = attach(
        now,
        file,
        by=by,
        caption_zh=label["label_zh"][:200],
        caption_en=label["label_en"][:200],
    )
    now.answers[question.id] = [*present, attachment.pk]
    now.save(update_fields=["answers", "updated_at"])
    record.answers = now.answers


def files_for(record, question):
    """The files of an answer that are still there: any of them may have been deleted."""
    keys = record.answers.get(question.id) or ()
    return [file for file in Attachment.objects.of(record) if file.pk in keys]


def application_form():
    """Made when asked for: the application's model asks this file for its gaps."""
    from projects.applications.models import Application

    class Form(ApplicationAnswers):
        class Meta:
            model = Application
            fields = ()

    return Form


class ApplicationAnswers(DraftForm):
    """One page of the questions; the answers are a column of the application."""

    def __init__(self, *args, instance, **options):
        super().__init__(*args, instance=instance, **options)
        self.start(instance.answers, files_of(instance, self.page.questions))
        for question in self.page.questions:
            self.fields[question.name].is_needed = question.is_required

    @classmethod
    def is_blank(cls, record):
        return not any(question.id in record.answers for question in cls.page.questions)

    def stored_value(self, name):
        return self.initial.get(name)

    def write(self, record):
        """Put what is right on the record; what is no longer asked stays, too."""
        good, answers = self.good_values(), dict(record.answers)
        for question in self.page.questions:
            if question.name not in good:
                continue
            value = good[question.name]
            if question.kind == "file":
                self.remove_files(record, question, value, answers)
                continue
            answer = self.fields[question.name].answer(value)
            if answer is None:
                answers.pop(question.id, None)
            else:
                answers[question.id] = answer
        record.answers = answers

    def remove_files(self, record, question, keys, answers):
        if not keys:
            return
        present = files_for(record, question)
        gone = [file for file in present if file.pk in keys]
        left = [file.pk for file in present if file.pk not in keys]
        Attachment.objects.filter(pk__in=[file.pk for file in gone]).delete()
        answers.pop(question.id, None)
        if left:
            answers[question.id] = left


def files_of(application, questions):
    """The application's attachments, if any of these questions asks for files."""
    if not any(question.kind == "file" for question in questions):
        return ()
    if application.pk is None:
        return ()
    return application.attachments.all()


def sound_answers(application):
    """The stored answers, of files only those that are still there; and the files."""
    questions = answering.questions_of(stream_of(application.call))
    files = list(files_of(application, questions))
    known, answers = {file.pk for file in files}, dict(application.answers)
    for question in questions:
        if question.kind == "file" and question.id in answers:
            left = [key for key in answers[question.id] if key in known]
            answers[question.id] = left or None
    return answers, files


def gaps(application):
    """Pairs of a field's name and a sentence: what the call's questions still lack."""
    answers, _files = sound_answers(application)
    return answering.problems(stream_of(application.call), answers)


def snapshot(application):
    """What was asked and answered, with the wording of now, as plain data in order."""
    answers, files = sound_answers(application)
    return list(answering.readable(stream_of(application.call), answers, files))


def answered_files(application):
    """Keys of the attachments that are answers, which other lists may leave out."""
    questions = answering.questions_of(stream_of(application.call))
    return {
        key
        for question in questions
        if question.kind == "file"
        for key in application.answers.get(question.id) or ()
    }
