"""What columns are called in the exports of other programs, where nobody would call them so by hand.

Read off the documentation of HubSpot, Pipedrive, EspoCRM, Odoo, Google Contacts and Outlook. Deals that are still
open or lost stand beside the won ones in most of these: ``counting`` leaves them out.
"""

from __future__ import annotations

PROGRAMS_NAMES = {
    "account": """associated company|primary associated company|organization name|person organization|
        deal organization|organization 1 name|related company|activity organization""",
    "name": "person name|deal contact person|activity contact person",
    "first_name": "person first name",
    "last_name": "person last name",
    "phone": """person phone work|person phone mobile|person phone|phone 1 value|business phone|office phone|
        mobile phone number|person phone home|person phone other|business phone 2|home phone 2|phone 2 value|
        phone 3 value|other phone|primary phone|company main phone""",
    "email": """person email work|person email|e mail 1 value|primary email|person email home|person email other|
        e mail 2 value|e mail 3 value|e mail 2 address|e mail 3 address|email 2|email 3|secondary email|
        alternate email|other email|home email|personal email""",
    "address": """organization address|address 1 formatted|street address|billing address street|business street|
        address street|billing street|mailing street""",
    "address_part": """organization city town village locality of address|organization zip postal code of address|
        organization country of address|address city|address postal code|address state|address country""",
    "website": "company domain name|website 1 value|website url|web page",
    "owner": "company owner|organization owner|contact owner|assigned user",
    "role": "person job title|organization title|organization 1 title|job position",
    "date": "deal won time|won time|won date|won on|activity due date",
    "status": "activity done",
    "subject": "activity subject",
    "notes": "activity note|activity public description",
    "who": "activity assigned to user",
    "amount": "deal value|deal amount|opportunity amount",
    "currency": "deal currency of value|deal currency",
    "reference": "order reference|deal id",
    "what": "deal title|deal name|opportunity name",
}
