"""The one exception a verb refuses with."""


class Refused(Exception):
    """A move that the rules do not allow now. `sentence` is shown to the person, in their language.

    `field` names the form field the sentence belongs to, where there is one.
    """

    def __init__(self, sentence, *, field: str | None = None):
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field
