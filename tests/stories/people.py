"""How the stories' people use a browser: they sign in as anybody would, with their second factor."""

import re
import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Locator, Page

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "seven palms beside the river 4"


def code_now(secret: str = SECRET) -> str:
    """The six digits an authenticator app shows now (RFC 6238, 30 seconds)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@dataclass
class Reader:
    """One person at one browser. Every page is checked for errors of the browser."""

    page: Page

    @classmethod
    def at(cls, chromium: Browser, base_url: str, *, width: int = 1280) -> "Reader":
        context = chromium.new_context(base_url=base_url, viewport={"width": width, "height": 900})
        return cls(context.new_page())

    def close(self) -> None:
        self.page.context.close()

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answered {answer.status}"

    def sign_in(self, email: str, *, second_factor: bool = False) -> None:
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.press_main()
        if second_factor:
            self.page.fill("input[name=code]", code_now())
            self.press_main()

    def press_main(self) -> None:
        """The one main button of a form."""
        self.go(self.page.locator("main form button[type=submit]").first)

    def press(self, words: str) -> None:
        self.go(self.page.get_by_role("button", name=words, exact=True).first)

    def press_beside(self, name: str, words: str) -> None:
        """The button of one row: its spoken name is the word and whom it is about."""
        self.go(self.page.get_by_role("button", name=re.compile(rf"^{words} ?: {re.escape(name)}$")).first)

    def go(self, button: Locator) -> None:
        """Press it and wait until the answer is there: what the answer changed can be looked up afterwards."""
        with self.page.expect_navigation():
            button.click()

    def text(self) -> str:
        return self.page.inner_text("main")
