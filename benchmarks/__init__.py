"""What is measured, never in a test: ``make bench`` runs each and keeps what it prints."""
