"""What make runs: checks, test suites, locks. Nothing here is part of the product."""
