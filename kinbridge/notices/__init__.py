"""Messages that leave the house: SMS, e-mail, web push. Queued in the database, tried again,
neutral in their words.
"""
