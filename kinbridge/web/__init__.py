"""The hall: home per role, a community's story, navigation."""
