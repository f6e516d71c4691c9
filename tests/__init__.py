"""Tests across parts; those of one part lie beside it."""
