"""People: who signs in. Their mail address is their user name."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes people from mail addresses; capitals in an address never make a second person."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this mail address, in any capitals. Raises User.DoesNotExist."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person. Raises ValueError when there is no mail address."""
        if not email:
            raise ValueError("A person needs a mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an operator, who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in with a mail address."""

    username = None  # type: ignore[assignment]  # the mail address is the user name
    email = models.EmailField("mail address", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_mail_address",
                violation_error_message="Somebody already uses this mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email
