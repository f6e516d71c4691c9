"""Talks between a community and those who may help: what each side fears, asks, offers."""
