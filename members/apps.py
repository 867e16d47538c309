from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "People"

    def ready(self) -> None:
        import members.adapter  # noqa: F401, PLC0415 its receivers connect; models exist only now
