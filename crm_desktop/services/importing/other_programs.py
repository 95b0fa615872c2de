"""What columns are called in the exports of other programs, where nobody would call them so by hand.

Read off the documentation of HubSpot, Pipedrive, EspoCRM, Odoo, Google Contacts and Outlook. Deals that are still
open or lost stand beside the won ones in most of these: ``counting`` leaves them out.
"""

from __future__ import annotations

PROGRAMS_NAMES = {
    "account": """associated company|primary associated company|organization name|person organization|
        deal organization|organization 1 name|related company""",
    "name": "person name|deal contact person",
    "first_name": "person first name",
    "last_name": "person last name",
    "phone": """person phone work|person phone mobile|person phone|phone 1 value|business phone|office phone|
        mobile phone number""",
    "email": "person email work|person email|e mail 1 value|primary email",
    "address": "organization address|address 1 formatted|street address|billing address street|business street",
    "website": "company domain name|website 1 value|website url|web page",
    "owner": "company owner|organization owner|contact owner|assigned user",
    "role": "person job title|organization title|organization 1 title|job position",
    "date": "deal won time|won time|won date|won on",
    "amount": "deal value|deal amount|opportunity amount",
    "currency": "deal currency of value|deal currency",
    "reference": "order reference|deal id",
    "what": "deal title|deal name|opportunity name",
}
