"""What is known of a country: formal actors, helplines, provisions of law, duties to report,
rules of triage. One folder of data a country, each fact with its source and day of check.
"""
