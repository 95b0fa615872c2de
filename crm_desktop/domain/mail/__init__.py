"""E-mails as they are dropped or pasted: whatever the bytes, a plain value comes out, and nothing is ever rendered."""

from crm_desktop.domain.mail.parts import Address, Enclosed, Mail, MailError
from crm_desktop.domain.mail.pasted import looks_like_mail, read_pasted
from crm_desktop.domain.mail.reading import read_mail

__all__ = ["Address", "Enclosed", "Mail", "MailError", "looks_like_mail", "read_mail", "read_pasted"]
