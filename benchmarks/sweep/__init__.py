"""Bad days by the thousand, and a server killed by the dozen."""
