"""A sign-in. It holds no facts about a person: those stand in `Person`."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a sign-in; without a password only a sign-in code by mail works."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an administrator's sign-in."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """E-mail address and password; `is_staff` is not used by us, Wagtail's user forms expect it."""

    email = models.EmailField("e-mail address", unique=True)
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("staff", default=False)
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email

    @property
    def known_person(self):
        """The Person of this sign-in, or None (one query at most, remembered)."""
        return getattr(self, "person", None)

    # Wagtail's admin greets by these.
    def get_full_name(self) -> str:
        person = self.known_person
        return person.display_name if person else self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def first_name(self) -> str:
        person = self.known_person
        return person.given_name if person else ""

    @property
    def last_name(self) -> str:
        person = self.known_person
        return person.family_name if person else ""
