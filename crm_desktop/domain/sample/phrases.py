"""What people write down in a wholesaler's book: subjects, notes, comments and things to do.

``{what}`` is a product line in small letters, ``{ref}`` an order, ``{first}`` the first name of the contact.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One kind of entry in the timeline: (subject, notes) pairs and who usually has it."""

    kind: str
    direction: str
    department: str
    minutes: tuple[int, int] | None
    texts: tuple[tuple[str, str], ...]


STAFF = {
    "Sales": ("Nina Hribar", "Tom Ashby", "Petra Zorko", "Luka Oblak", "Irena Kos"),
    "Service": ("Sara Vidmar", "Jan Turk"),
    "Delivery": ("Boris Lah", "Maja Petek"),
    "Billing": ("Eva Pirc",),
}

ORDER_BY_MAIL = Entry("email", "in", "Sales", None, (
    ("Order {ref}", "Usual quantities, delivery next week."),
    ("Order {ref}: {what}", ""),
    ("Order {ref}", "Please deliver before noon, the ramp is busy later."),
    ("Order {ref}: {what}", "Asked to add two rolls of tape if there is room."),
    ("Order {ref}", "Same as last time."),
    ("Order {ref}: {what}", "New cost centre on the invoice."),
))  # fmt: skip
ORDER_BY_PHONE = Entry("call", "in", "Sales", (2, 9), (
    ("Ordered {what}", "Wants them this week."),
    ("Ordered {what}", "Asked whether the price holds until the end of the quarter. It does."),
    ("Ordered {what} for a new line", "Took the larger size."),
    ("Ordered {what}", "{first} was in a hurry, confirmed by e-mail."),
    ("Topped up {what}", "Stock was lower than they thought."),
))  # fmt: skip
# What the depot and the office put down by themselves is no conversation: it says nothing about being in touch.
DELIVERED = Entry("note", "", "Delivery", None, (
    ("Order {ref} delivered", "Signed at the ramp."),
    ("Order {ref} delivered", ""),
    ("Order {ref} delivered", "One pallet exchanged, one owed to us."),
    ("Order {ref} delivered", "Driver waited 20 minutes at the ramp."),
    ("Order {ref} delivered", "Left with the warehouse as agreed."),
    ("Order {ref} delivered in two parts", "The {what} follow on Thursday."),
))  # fmt: skip
INVOICED = Entry("note", "", "Billing", None, (
    ("Invoice for {ref} sent", ""),
    ("Invoice for {ref} sent", "With the delivery note attached."),
    ("Invoice for {ref} paid", "Within a week, as always."),
    ("Statement of the month sent", "Nothing open."),
))  # fmt: skip
SERVICE = Entry("call", "in", "Service", (3, 16), (
    ("Question about {what}", "Sent the data sheet the same day."),
    ("Which tape for cold storage?", "Recommended the acrylic one and sent two rolls to try."),
    ("Certificate for food contact", "Sent by e-mail within the hour."),
    ("Dents in a few {what}", "Replaced with the next delivery, {first} is fine with that."),
    ("Delivery note missing", "Sent again as PDF."),
    ("Can we print their logo on {what}?", "Yes, from 1,000 pieces. Sent the template."),
))  # fmt: skip
CATCH_UP_CALL = Entry("call", "out", "Sales", (4, 22), (
    ("Catch-up call", "All well. Busy until the end of the month."),
    ("Catch-up call", "{first} is happy with the {what}. Thinking about a larger size."),
    ("Asked about next quarter", "Expects about the same volume."),
    ("Told them about the new price list", "No surprise, cardboard is up everywhere."),
    ("Catch-up call", "New colleague in the warehouse from next week, wants an introduction."),
    ("Asked how the last delivery went", "On time and complete."),
    ("Catch-up call", "They are planning a second packing table."),
    ("Offered to hold stock for them", "Will think about it."),
))  # fmt: skip
CATCH_UP_MAIL = Entry("email", "out", "Sales", None, (
    ("New price list", "Valid from the first of next month."),
    ("Samples of the recycled {what}", "Sent four sizes."),
    ("Stock list before the holidays", ""),
    ("Thank you for the order", "Told {first} about the free delivery from half a pallet."),
    ("Quote for {what}", "Accepted the same week."),
))  # fmt: skip
VISIT = Entry("visit", "out", "Sales", (30, 95), (
    ("Visit", "Walked through the packing area with {first}. They still fold by hand."),
    ("Visit with samples", "Liked the crate liners, will try 200."),
    ("Yearly review", "Went through volumes and prices. Both sides content."),
    ("Visit", "New hall is nearly ready. More {what} from autumn."),
    ("Visit", "Short one, they had an audit. Left the new catalogue."),
))  # fmt: skip
NOTE = Entry("note", "", "Sales", None, (
    ("Prefers e-mail in the morning", ""),
    ("Ramp closes at 14:00", "Tell the driver."),
    ("Budget is decided in November", ""),
    ("{first} is away every second Friday", ""),
    ("Uses our boxes for a second brand too", ""),
))  # fmt: skip
MESSAGE = Entry("message", "in", "Service", None, (
    ("When does {ref} arrive?", "Tomorrow morning, told at once."),
    ("Photo of a torn box", "Transport damage, credit note sent."),
    ("Could the driver call before he comes?", "Noted for the depot."),
))  # fmt: skip

LATE_COMPLAINT = Entry("complaint", "in", "Delivery", (5, 14), (
    ("Order {ref} came a week late", "{first} had to ring three times to learn where it was."),
    ("Late delivery of {ref}", "The packing line stood still for a day. Nobody had told them."),
    ("{ref} late and one pallet short", "“I cannot plan with you like this.”"),
))  # fmt: skip
LATE_ANSWER = Entry("email", "out", "Service", None, (
    ("About the late delivery of {ref}", "Passed on to the depot."),
    ("Credit note for {ref}", "Promised for next week."),
))  # fmt: skip
QUOTE_ASKED = Entry("email", "in", "Sales", None, (
    ("Request for a quote: {what}, two pallets", "Needs a price and a date."),
    ("Can you quote {what} for the whole year?", "{first} compares three suppliers."),
    ("Price for {what} with print?", "Asked for an answer by Friday."),
))  # fmt: skip
BUYER_LEFT = Entry("note", "", "Sales", None, (
    ("{first} has left the company", "A new buyer has taken over."),
    ("{first} moved to another firm", "The front desk gave us the new buyer's name."),
))  # fmt: skip
NO_ANSWER = Entry("call", "out", "Sales", (1, 2), (
    ("No answer", "Tried twice."),
    ("Did not reach {first}", "In a meeting, asked to be called back."),
    ("No answer", "Left a message with the front desk."),
))  # fmt: skip
RECOVERY_CALL = Entry("call", "out", "Sales", (12, 35), (
    ("Called about the silence", "They had tried somebody cheaper. Quality was poor. Agreed on a trial order."),
    ("Called to ask what went wrong", "Two wrong deliveries in a row. Said sorry, {first} gives us another chance."),
    ("Talked it through with {first}", "The invoice trouble is settled, they order again from next week."),
))  # fmt: skip
RECOVERY_COMPLAINT = Entry("complaint", "in", "Service", (6, 18), (
    ("Wrong size delivered twice", "{first} is annoyed, and rightly so."),
    ("Invoice wrong for the third time", "Wants one person to talk to."),
))  # fmt: skip
LOW_RATING_CALL = Entry("complaint", "in", "Service", (4, 12), (
    ("Unhappy with order {ref}", "{first} rated us low and explained why on the phone."),
    ("Complaint after delivery of {ref}", "Wet boxes on the top layer. Photos are in the mail."),
))  # fmt: skip
LAST_WORD = Entry("call", "out", "Sales", (3, 9), (
    ("Asked why the orders stopped", "They buy closer to home now. No hard feelings."),
    ("Asked why the orders stopped", "The plant moved its packing to the mother company."),
    ("Asked why the orders stopped", "Price. Ask again when the contract ends."),
))  # fmt: skip

HAPPY = (
    "always on time", "quick answers, thank you", "the driver helps every time", "best boxes we have had",
    "you know what we need", "never a wrong item", "easy to deal with", "kind people", "samples came the next day",
)  # fmt: skip
CONTENT = (
    "all fine", "good, could be a bit faster", "fine, invoice came late once", "no complaints", "solid as usual",
    "good quality, a little dear", "works for us",
)  # fmt: skip
UNHAPPY = {
    "delivery": ("came a week late", "one pallet missing", "nobody told us", "wet boxes on top"),
    "invoice": ("wrong price again", "third wrong invoice", "still no credit note"),
    "support": ("nobody called back", "asked three times", "passed around"),
    "visit": ("did not come", "no time to listen", "no samples came"),
}
"""By touchpoint; short enough to be quoted in one line."""
FADING = ("slower than it used to be", "not as careful as before", "we wait longer now", "less help than last year")

TO_DO = (
    "Send the new price list", "Call back {first}", "Check the pallet delivery", "Book the spring review",
    "Send samples of crate liners", "Ask about the second packing table", "Send the food contact certificate",
    "Quote for printed boxes", "Introduce the new driver", "Ask how the trial went", "Agree on yearly volumes",
    "Visit with the new catalogue", "Ask for a rating", "Collect empty pallets",
)  # fmt: skip
DONE = (
    "Call back about the delivery date", "Send the price list", "Send samples", "Check the credit note",
    "Ask whether the boxes fit", "Send the quote", "Visit before the summer", "Thank {first} for the recommendation",
)  # fmt: skip
PROMISED_BY_US = (
    "Credit note for the dented boxes", "Samples of the recycled mailers", "Written quote for printed tape",
    "Delivery before noon from now on", "Two pallets held in stock", "New artwork for their boxes",
    "Answer about the certificate", "Replacement for the missing rolls", "Corrected invoice", "Price for 5,000 pieces",
)  # fmt: skip
PROMISED_BY_THEM = (
    "Pay the open invoice", "Forecast for the next quarter", "Drawings for the new box",
    "Decide about the frame contract", "Return the empty pallets", "Send the signed offer",
)  # fmt: skip
ACCOUNT_NOTES = (
    "Ramp only from the yard side, lorries up to 12 t.",
    "Wants one delivery a week, never on Mondays.",
    "Invoices by e-mail to the office, paper copy with the goods.",
    "Prices agreed until the end of the year.",
    "Came to us at the trade fair.",
)
TAGS = ("frame agreement", "pallet deliveries", "own print", "food contact", "export", "online shop")
TIER_REASONS = {
    "A": "Opens a second plant next year.",
    "B": "Recommends us to others.",
    "C": "Large once, buys on price only.",
}
